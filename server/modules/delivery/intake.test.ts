import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
before(async () => (t = await startTestApp()))
after(() => t.close())

const makeInbox = async (connector: string, address = '') =>
  (await t.call('POST', '/inboxes', { body: { name: `${connector} inbox`, connector, address } })).body.id as string
const ingest = (inboxId: string, externalId: string, from: string, text: string) =>
  t.call('POST', `/inboxes/${inboxId}/messages`, { body: { externalId, from: { id: from, name: from }, text } })
const event = async (id: string) => (await t.call('GET', `/inbound-events/${id}`)).body

test('a message through the API becomes a conversation that an agent can read and answer', async () => {
  const inbox = await makeInbox('api')
  const { status, body } = await ingest(inbox, 'm1', 'lakshmi', 'నా రీఫండ్ ఎప్పుడు వస్తుంది?')
  assert.equal(status, 202)
  await t.app.settle()
  const done = await event(body.id)
  assert.equal(done.state, 'done')
  const page = (await t.call('GET', `/conversations/${done.conversationId}/page`)).body
  assert.equal(page.conversation.contact.name, 'lakshmi')
  assert.equal(page.conversation.status, 'open')
  assert.deepEqual(
    page.items.map((item: { kind: string; text: string; direction: string }) => [item.kind, item.direction, item.text]),
    [['message', 'in', 'నా రీఫండ్ ఎప్పుడు వస్తుంది?']],
  )
  const answer = await t.call('POST', `/conversations/${done.conversationId}/replies`, {
    body: { text: 'By Friday.', writtenAgainst: page.items[0].id },
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  const after = (await t.call('GET', `/conversations/${done.conversationId}`)).body
  assert.equal(after.status, 'waiting')
  assert.equal(after.assigneeId, t.owner.userId)
  assert.equal(after.waitingSince, null)
})

test('the same message sent a hundred times at once is one message', async () => {
  const inbox = await makeInbox('api')
  const answers = await Promise.all(Array.from({ length: 100 }, () => ingest(inbox, 'same', 'asha', 'hello')))
  assert.ok(answers.every((one) => one.status === 202))
  assert.equal(new Set(answers.map((one) => one.body.id)).size, 1)
  await t.app.settle()
  const { conversationId } = await event(answers[0]!.body.id)
  const { items } = (await t.call('GET', `/conversations/${conversationId}/timeline`)).body
  assert.equal(items.length, 1)
})

test('an album of ten parts at once is one conversation', async () => {
  const inbox = await makeInbox('api')
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => ingest(inbox, `album-${at}`, 'joao', `part ${at}`)))
  await t.app.settle()
  const conversations = new Set((await Promise.all(answers.map((one) => event(one.body.id)))).map((one) => one.conversationId))
  assert.equal(conversations.size, 1)
})

test('a raw form that is gone from the disk is quarantined, and holds up nobody', async () => {
  const inbox = await makeInbox('email', 'lost@shop.test')
  const raw = Buffer.from('From: <asha@customers.test>\r\nSubject: Lost\r\n\r\nwords\r\n')
  const { body: lost } = await t.call('POST', `/inboxes/${inbox}/raw-mail`, { raw, contentType: 'message/rfc822' })
  await t.app.settle()
  await t.app.database.transaction(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.run(`update inbound_events set state = 'received', body = null, body_sha256 = repeat('0', 64) where workspace_id = $1 and id = $2`, [
      t.owner.workspaceId,
      lost.id,
    ]),
  )
  const { body: next } = await ingest(await makeInbox('api'), 'after-lost', 'asha', 'hello')
  await t.app.settle()
  assert.deepEqual([(await event(lost.id)).state, (await event(lost.id)).reason], ['quarantined', 'raw_missing'])
  assert.equal((await event(next.id)).state, 'done')
})

test('event numbers are dense', async () => {
  const numbers = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ number: number }>('select number from events where workspace_id = $1 order by number', [t.owner.workspaceId]),
  )
  assert.deepEqual(
    numbers.map((row) => row.number),
    Array.from({ length: numbers.length }, (_, at) => at + 1),
  )
})
