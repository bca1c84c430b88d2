import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
let inboxId: string
before(async () => {
  t = await startTestApp()
  inboxId = (await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })).body.id
})
after(() => t.close())

let made = 0
const makeTeam = async (isRestricted = false) =>
  (await t.call('POST', '/teams', { body: { name: `Team ${++made}`, isRestricted } })).body.id as string
async function open(teamId: string, inbox = inboxId): Promise<string> {
  const id = `customer-${++made}`
  const { body } = await t.call('POST', `/inboxes/${inbox}/messages`, { body: { externalId: id, from: { id, name: id }, text: 'Hello' } })
  await t.app.settle()
  const { conversationId } = (await t.call('GET', `/inbound-events/${body.id}`)).body
  if (inbox === inboxId) await t.call('POST', `/conversations/${conversationId}/assign`, { body: { teamId } })
  return conversationId
}
const remove = (id: string, query = '') => t.call('DELETE', `/teams/${id}${query}`)
const teamOf = async (id: string) => (await t.call('GET', `/conversations/${id}`)).body.teamId
const told = (id: string) =>
  t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ teamId: string | null; previousId: string | null }>(
      `select payload ->> 'teamId' as "teamId", payload ->> 'previousId' as "previousId" from events where workspace_id = $1 and conversation_id = $2 and name = 'conversation.team_changed' order by number`,
      [t.owner.workspaceId, id],
    ),
  )
const exists = async (id: string) => ((await t.call('GET', '/teams')).body.items as { id: string }[]).some((team) => team.id === id)

test('conversations of a removed team belong to none, and each says so', async () => {
  const team = await makeTeam()
  const ids = [await open(team), await open(team)]
  assert.equal((await remove(team)).status, 200)
  for (const id of ids) {
    assert.equal(await teamOf(id), null)
    assert.deepEqual((await told(id)).at(-1), { teamId: null, previousId: team })
  }
  assert.equal(await exists(team), false)
})

test('a restricted team that still has conversations is not removed without somebody who takes them over', async () => {
  const [team, heir] = [await makeTeam(true), await makeTeam(true)]
  const id = await open(team)
  const { status, body } = await remove(team)
  assert.deepEqual([status, body.code, body.conversations, body.inboxes], [409, 'team.has_work', 1, 0])
  assert.equal(await teamOf(id), team)
  assert.equal((await remove(team, `?moveTo=${heir}`)).status, 200)
  assert.equal(await teamOf(id), heir)
  assert.deepEqual((await told(id)).at(-1), { teamId: heir, previousId: team })
})

test('nor one to whom an inbox gives what comes in; with an heir, the next message is theirs', async () => {
  const [team, heir] = [await makeTeam(true), await makeTeam(true)]
  const inbox = (await t.call('POST', '/inboxes', { body: { name: 'Private', connector: 'api', teamId: team } })).body.id
  const { status, body } = await remove(team)
  assert.deepEqual([status, body.code, body.conversations, body.inboxes], [409, 'team.has_work', 0, 1])
  assert.equal((await remove(team, `?moveTo=${heir}`)).status, 200)
  assert.equal((await t.call('GET', `/inboxes/${inbox}`)).body.teamId, heir)
  assert.equal(await teamOf(await open(heir, inbox)), heir)
})

test('a restricted team without any goes at once', async () => {
  const team = await makeTeam(true)
  assert.equal((await remove(team)).status, 200)
  assert.equal(await exists(team), false)
})

test('more conversations than one transaction moves are all moved, and each is told once', async () => {
  const [team, heir] = [await makeTeam(true), await makeTeam()]
  const first = await open(team)
  await t.app.database.transaction(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.run(
      `insert into conversations (workspace_id, id, number, contact_id, team_id, last_message_at) select workspace_id, gen_random_uuid(), 1000 + n, contact_id, team_id, last_message_at from conversations cross join generate_series(1, 1200) n where workspace_id = $1 and id = $2`,
      [t.owner.workspaceId, first],
    ),
  )
  assert.equal((await remove(team, `?moveTo=${heir}`)).status, 200)
  const [row] = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ held: number; told: number }>(
      `select (select count(*)::int from conversations where workspace_id = $1 and team_id = $2) as held,
         (select count(distinct conversation_id)::int from events where workspace_id = $1 and name = 'conversation.team_changed' and payload ->> 'previousId' = $3 and payload ->> 'teamId' = $2::text) as told`,
      [t.owner.workspaceId, heir, team],
    ),
  )
  assert.deepEqual(row, { held: 1201, told: 1201 })
})

test('an heir that is the team itself, or is not there, is refused, and nothing changes', async () => {
  const team = await makeTeam()
  const id = await open(team)
  assert.equal((await remove(team, `?moveTo=${team}`)).body.code, 'team.same_team')
  assert.equal((await remove(team, `?moveTo=${crypto.randomUUID()}`)).body.code, 'team.not_found')
  assert.equal(await teamOf(id), team)
})
