import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Sql } from '../../platform/database/sql.ts'
import { loadDemo } from './index.ts'
import { startDemoApp, type DemoApp } from './testing/demo-app.ts'

let t: DemoApp
const system = { kind: 'system', name: 'test' } as const
const inside = <T>(run: (sql: Sql, workspaceId: string) => Promise<T>) =>
  t.app.database.transaction(t.owner.workspaceId, system, (ctx) => run(ctx.sql, ctx.workspaceId))
const count = async (what: string, where = 'true') =>
  (await inside((sql, id) => sql.one<{ n: number }>(`select count(*) as n from ${what} where workspace_id = $1 and ${where}`, [id])))!.n
const find = async (what: string, where: string) =>
  (await inside((sql, id) => sql.one<{ id: string }>(`select id from ${what} where workspace_id = $1 and ${where} limit 1`, [id])))!.id

/** Tables that hold nothing but what the demo has brought, once it is loaded into an empty workspace. */
const filled = [
  'contacts',
  'identities',
  'conversations',
  'messages',
  'participants',
  'mail_references',
  'files',
  'reachability',
  'inbound_events',
  'mentions',
  'teams',
  'saved_replies',
  'inboxes',
]

before(async () => void (t = await startDemoApp()))
after(() => t.stop())

test('a load that breaks off leaves nothing, and the next one is whole', async () => {
  let puts = 0
  const files = {
    ...t.deps.files,
    put: async (...given: Parameters<typeof t.deps.files.put>) => {
      if (++puts === 5) throw new Error('the disk is full')
      return t.deps.files.put(...given)
    },
  }
  await assert.rejects(loadDemo({ ...t.deps, files }, t.owner.workspaceId), /disk is full/)
  for (const table of filled) assert.equal(await count(table), 0, table)
  await t.demo.load(t.owner.workspaceId)
  for (const until = Date.now() + 15_000; (await count('conversations')) === 0 && Date.now() < until;)
    await new Promise((resolve) => setTimeout(resolve, 100))
  for (const table of filled) assert.ok((await count(table)) > 0, table)
})

test('what comes in by a demo inbox is demo, and a simulated mail that cannot arrive fails as a real one', async () => {
  const inbox = (await t.call('GET', '/inboxes')).body.items.find((one: any) => one.connector === 'simulated-email')
  await t.app.writer.store({
    workspaceId: t.owner.workspaceId,
    inboxId: inbox.id,
    source: 'api',
    headers: {},
    body: Buffer.from(
      'From: Bo <bounce@example.com>\r\nTo: care@lotus-home.test\r\nSubject: Hi\r\nMessage-ID: <one@example.com>\r\n\r\nAre you there?\r\n',
    ),
  })
  await t.app.settle()
  const [conversation] = (await t.call('GET', '/conversations?limit=1')).body.items
  assert.deepEqual([conversation.contact.name, conversation.isDemo], ['Bo', true])
  assert.equal(await count('contacts', `name = 'Bo' and is_demo`), 1)
  const { body } = await t.call('POST', `/conversations/${conversation.id}/replies`, { body: { text: 'Yes', holdSeconds: 0 } })
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const sent = (await t.call('GET', `/conversations/${conversation.id}/page`)).body.items.find((item: any) => item.id === body.id)
    if (sent.delivery.state === 'failed') return assert.match(sent.delivery.reason, /550 5\.1\.1/)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail('the mail did not fail')
})

test('the removal takes all of it and nothing else', async () => {
  const real = (await t.call('POST', '/contacts', { body: { name: 'Real', email: 'real@shop.test' } })).body
  const inbox = (await t.call('POST', '/inboxes', { body: { name: 'Real mail', connector: 'email', address: 'hello@shop.test' } })).body
  const mail = (id: string, from: string) =>
    Buffer.from(`From: ${from}\r\nTo: hello@shop.test\r\nSubject: Real\r\nMessage-ID: <${id}@shop.test>\r\n\r\nSomething real\r\n`)
  await t.call('POST', `/inboxes/${inbox.id}/raw-mail`, { raw: mail('r1', 'real@shop.test'), contentType: 'message/rfc822' })
  // A customer of the demo who also has something real stays, as a real one.
  await t.call('POST', `/inboxes/${inbox.id}/raw-mail`, { raw: mail('r2', 'emily.carter@example.com'), contentType: 'message/rfc822' })
  await t.app.settle()
  const demoAgent = await find('agents', 'is_demo')
  const realConversation = await find('conversations', `contact_id = '${real.id}'`)
  await t.call('POST', `/conversations/${realConversation}/assign`, { body: { assigneeId: demoAgent } })
  const changed = await find('saved_replies', `language = 'en'`)
  await inside((sql, id) => sql.run(`update saved_replies set text = 'Our own words by now' where workspace_id = $1 and id = $2`, [id, changed]))
  const team = await find('teams', `name = 'Refunds'`)
  await t.call('PATCH', `/teams/${team}`, { body: { memberIds: [t.owner.userId] } })

  const { status, body } = await t.call('POST', '/workspace/remove-demo', {})
  assert.deepEqual([status, body], [200, { ok: true }])

  for (const table of ['contacts', 'conversations', 'agents']) assert.equal(await count(table, 'is_demo'), 0, table)
  assert.deepEqual(await inside((sql, id) => sql.many(`select name from contacts where workspace_id = $1 order by name`, [id])), [
    { name: 'Emily Carter' },
    { name: 'Real' },
  ])
  assert.equal(await count('conversations'), 2)
  assert.equal(await count('messages'), 2)
  assert.equal(await count('inbound_events'), 2)
  assert.equal(await count('files'), 0)
  assert.equal(await count('search_documents', `message_id not in (select id from messages)`), 0)
  assert.deepEqual(await inside((sql, id) => sql.many(`select name from inboxes where workspace_id = $1`, [id])), [{ name: 'Real mail' }])
  assert.deepEqual(await inside((sql, id) => sql.many(`select name from teams where workspace_id = $1`, [id])), [{ name: 'Refunds' }])
  assert.deepEqual(await inside((sql, id) => sql.many(`select text from saved_replies where workspace_id = $1`, [id])), [
    { text: 'Our own words by now' },
  ])
  assert.equal(await count('agents'), 1)
  assert.equal((await t.call('GET', `/conversations/${realConversation}`)).body.assigneeId, null)
  assert.equal((await t.call('GET', '/me')).body.workspace.isDemo, false)
  assert.equal(await count('events', `name = 'workspace.changed'`), 2)
  assert.deepEqual(await Array.fromAsync(t.app.files.list(t.owner.workspaceId)), [])
})

test('it can be loaded again, and removed twice', async () => {
  assert.equal(await loadDemo(t.deps, t.owner.workspaceId), true)
  for (const _ of [1, 2]) assert.equal((await t.call('POST', '/workspace/remove-demo', {})).status, 200)
  assert.equal(await count('conversations'), 2)
})
