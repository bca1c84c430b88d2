import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demoAgents, demoTeams } from '../../demo/agents.ts'
import { demoCustomers } from '../../demo/customers/index.ts'
import { demoSavedReplies } from '../../demo/saved-replies.ts'
import { demoScripts } from '../../demo/scripts.ts'
import type { Sql } from '../../platform/database/sql.ts'
import { loadDemo } from './index.ts'
import { startDemoApp, type DemoApp } from './testing/demo-app.ts'

let t: DemoApp
const system = { kind: 'system', name: 'test' } as const
const inside = <T>(run: (sql: Sql, workspaceId: string) => Promise<T>) =>
  t.app.database.transaction(t.owner.workspaceId, system, (ctx) => run(ctx.sql, ctx.workspaceId))
const count = async (what: string, where = 'true') =>
  (await inside((sql, id) => sql.one<{ n: number }>(`select count(*) as n from ${what} where workspace_id = $1 and ${where}`, [id])))!.n

const written = demoCustomers.flatMap(({ conversations }) => conversations)
const itemsOf = (kind: string) => written.flatMap(({ items }) => items).filter((item) => item.kind === kind)

before(async () => {
  t = await startDemoApp()
  assert.equal(await loadDemo(t.deps, t.owner.workspaceId), true)
})
after(() => t.stop())

test('what is loaded is what was written, all of it marked as demo', async () => {
  assert.equal(await count('contacts', 'is_demo'), demoCustomers.length)
  assert.equal(await count('contacts', 'not is_demo'), 0)
  assert.equal(await count('conversations', 'is_demo'), written.length + demoScripts.length)
  assert.equal(await count('conversations', 'not is_demo'), 0)
  assert.equal(await count('messages', `kind = 'message'`), itemsOf('message').length + demoScripts.length)
  assert.equal(await count('messages', `kind = 'note'`), itemsOf('note').length)
  assert.equal(await count('agents', 'is_demo and password_hash is null'), demoAgents.length)
  assert.equal(await count('teams'), Object.keys(demoTeams).length)
  assert.equal(await count('saved_replies'), demoSavedReplies.length)
  assert.equal(
    await count('files', 'message_id is not null'),
    itemsOf('message').flatMap((item) => (item.kind === 'message' ? item.attachments : [])).length,
  )
  assert.equal(await count('identities', `kind = 'email'`), demoCustomers.filter(({ email }) => email).length)
  assert.equal(await count('inbound_events', `state <> 'done'`), 0)
  assert.equal((await t.call('GET', '/me')).body.workspace.isDemo, true)
})

test('statuses, unread marks, assignees, tags and priorities are those of the content', async () => {
  const { body } = await t.call('GET', '/conversations?limit=100')
  const items = body.items as {
    status: string
    isUnread: boolean
    isDemo: boolean
    assigneeId: string | null
    teamId: string | null
    tags: string[]
    priority: string
  }[]
  assert.equal(items.length, written.length + demoScripts.length)
  const counted = (of: { status: string }[]) =>
    Object.fromEntries([...Map.groupBy(of, ({ status }) => status)].map(([status, all]) => [status, all.length]).sort())
  assert.deepEqual(counted(items), counted([...written, ...demoScripts.map(() => ({ status: 'open' }))]))
  assert.equal(items.filter(({ isUnread }) => isUnread).length, written.filter(({ isUnread }) => isUnread).length + demoScripts.length)
  const names = new Map<string | null, string | null>(
    (await t.call('GET', '/agents')).body.items.map((one: { id: string; email: string }) => [one.id, one.email.split('@')[0]!]),
  )
  const teams = new Map<string | null, string>(
    (await t.call('GET', '/teams')).body.items.map((one: { id: string; name: string }) => [one.id, one.name]),
  )
  const line = (assignee: unknown, team: unknown, priority: string, tags: string[]) => `${assignee} ${team} ${priority} ${tags}`
  assert.deepEqual(
    items.map((one) => line(names.get(one.assigneeId) ?? null, teams.get(one.teamId), one.priority, one.tags)).sort(),
    [
      ...written.map((one) => line(one.assignee, demoTeams[one.team], one.priority, one.tags)),
      ...demoScripts.map(() => line(null, demoTeams.support, 'normal', [])),
    ].sort(),
  )
})

test('the list fields of every conversation are what its messages say', async () => {
  const wrong = await inside((sql, id) =>
    sql.many(
      `select c.number, c.message_count, m.n, c.last_message_at, m.last_at, c.channels, m.channels from conversations c cross join lateral (
         select count(*) as n, max(created_at) as last_at, (array_agg(id order by created_at desc, id desc))[1] as last_id, (array_agg(direction order by created_at desc, id desc))[1] as direction,
           (array_agg(author_name order by created_at desc, id desc))[1] as author, (array_agg(left(regexp_replace(text, '\\s+', ' ', 'g'), 200) order by created_at desc, id desc))[1] as preview,
           (select array_agg(channel order by first) from (select channel, min(created_at) as first from messages u where u.workspace_id = $1 and u.conversation_id = c.id and channel is not null group by channel) used) as channels,
           (select min(i.created_at) from messages i where i.workspace_id = $1 and i.conversation_id = c.id and i.direction = 'in'
             and i.created_at > coalesce((select max(o.created_at) from messages o where o.workspace_id = $1 and o.conversation_id = c.id and o.direction = 'out'), '-infinity')) as waiting
         from messages where workspace_id = $1 and conversation_id = c.id) m
       where c.workspace_id = $1 and (c.message_count <> m.n or c.last_message_at <> m.last_at or c.last_message_id <> m.last_id or c.last_direction <> m.direction or c.last_author_name <> m.author
         or c.last_preview <> trim(m.preview) or c.channels is distinct from m.channels or c.waiting_since is distinct from case when c.status = 'resolved' then null else m.waiting end)`,
      [id],
    ),
  )
  assert.deepEqual(wrong, [])
})

test('everything happened in the past and in order, ids and event numbers alike', async () => {
  assert.equal(await count('messages', `created_at > now() + interval '1 second'`), 0)
  const outOfOrder = await inside((sql, id) =>
    sql.one<{ events: number; messages: number }>(
      `select (select count(*) from (select at < lag(at) over (order by number) - interval '1 millisecond' as early from events where workspace_id = $1 and number > 3) e where early) as events,
         (select count(*) from (select created_at < lag(created_at) over (order by id) as early from messages where workspace_id = $1) m where early) as messages`,
      [id],
    ),
  )
  assert.deepEqual(outOfOrder, { events: 0, messages: 0 })
  assert.equal(await count('events', `name = 'message.received'`), await count('messages', `direction = 'in'`))
  assert.ok((await count('messages', `created_at < now() - interval '60 days'`)) > 5)
})

test('nothing waits to be sent, and mail and chat of one customer are one conversation of one contact', async () => {
  assert.equal(await count('messages', `direction = 'out' and delivery_state not in ('sent', 'delivered', 'read')`), 0)
  assert.equal(await count('messages', `cardinality(flags) > 0`), 0)
  const both = await count('conversations', `channels @> '{email,chat}'`)
  assert.equal(both, written.filter(({ items }) => new Set(items.flatMap((item) => (item.kind === 'message' ? item.channel : []))).size === 2).length)
  assert.ok((await count('messages', `quoted_text <> '' and direction = 'in'`)) > 5)
})

test('customers write in seven languages, and search finds a Telugu word where it is wired', async () => {
  const languages = await inside((sql, id) =>
    sql.many<{ language: string }>(`select distinct language from messages where workspace_id = $1 and language is not null order by 1`, [id]),
  )
  assert.deepEqual(
    languages.map(({ language }) => language),
    ['en', 'es', 'hi', 'ml', 'pt', 'ta', 'te'],
  )
  if (!t.app.http.served.some(({ path }) => path === '/search')) return
  await t.app.settle()
  assert.ok((await t.call('GET', `/search?q=${encodeURIComponent('రీఫండ్')}`)).body.hits.length > 0)
})

test('scripted customers have opened the newest conversations, word for word', async () => {
  const { body } = await t.call('GET', `/conversations?limit=${demoScripts.length}`)
  const openings = await inside((sql, id) =>
    sql.many<{ text: string }>(`select text from messages where workspace_id = $1 and id = any($2::uuid[])`, [
      id,
      body.items.map((one: any) => one.last.messageId),
    ]),
  )
  assert.deepEqual(openings.map(({ text }) => text).sort(), demoScripts.map(({ opening }) => opening).sort())
})

test('a second load changes nothing', async () => {
  const events = await count('events')
  assert.equal(await loadDemo(t.deps, t.owner.workspaceId), false)
  assert.equal(await count('events'), events)
})
