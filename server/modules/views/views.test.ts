import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { routes } from '../../../contract/api/index.ts'
import type { Role } from '../../../contract/permissions.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { addAgent, makeToken } from '../people/index.ts'
import { serveViews } from './index.ts'

let t: TestApp
let asha: string
let ben: string
before(async () => {
  t = await startTestApp({ startWork: false })
  if (!t.app.http.served.includes(routes.listViews)) serveViews(t.app.http)
  asha = await tokenOf('asha', 'agent')
  ben = await tokenOf('ben', 'agent')
})
after(() => t.close())

const tokenOf = (name: string, role: Role) =>
  t.app.database.transaction(t.owner.workspaceId, { kind: 'system', name: 'test' }, async (ctx) => {
    const id = await addAgent(ctx, { email: `${name}@shop.test`, name, role, passwordHash: null })
    return (await makeToken(ctx, id, 'test', ['write'])).token
  })
const names = async (token: string) =>
  (await t.call('GET', '/views', { token })).body.items.map((view: { name: string; isShared: boolean }) => [view.name, view.isShared])
const save = (token: string, body: object) => t.call('POST', '/views', { token, body })

test('an agent sees their own views and the shared ones', async () => {
  const made = await save(asha, { name: 'Urgent and mine', filter: { assignee: 'me', priority: 'urgent' } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.deepEqual(made.body, { id: made.body.id, name: 'Urgent and mine', filter: { assignee: 'me', priority: 'urgent' }, isShared: false })
  assert.equal((await save(t.owner.token, { name: 'Long waits', filter: { waitingMinutes: '30', sort: 'waiting' }, isShared: true })).status, 201)
  assert.deepEqual(await names(asha), [
    ['Long waits', true],
    ['Urgent and mine', false],
  ])
  assert.deepEqual(await names(ben), [['Long waits', true]])
})

test('agents neither share views nor remove shared ones; supervisors and above do', async () => {
  const refused = await save(asha, { name: 'For all', filter: {}, isShared: true })
  assert.deepEqual([refused.status, refused.body.code], [403, 'view.share'])
  const { items } = (await t.call('GET', '/views', { token: t.owner.token })).body
  const shared = items.find((view: { isShared: boolean }) => view.isShared)
  assert.equal((await t.call('DELETE', `/views/${shared.id}`, { token: asha })).status, 403)
  assert.equal((await t.call('DELETE', `/views/${shared.id}`, { token: await tokenOf('sup', 'supervisor') })).status, 200)
})

test('another agent’s view is as good as none', async () => {
  const { body } = await save(asha, { name: 'Private', filter: {} })
  for (const token of [ben, t.owner.token, (await t.another('Rival')).token])
    assert.equal((await t.call('DELETE', `/views/${body.id}`, { token })).status, 404)
  assert.equal((await t.call('DELETE', `/views/${body.id}`, { token: asha })).status, 200)
})

for (const filter of [{ colour: 'red' }, { status: 'closed' }, { assignee: 'somebody' }, { waitingMinutes: 'long' }])
  test(`a filter that the list would refuse is refused: ${JSON.stringify(filter)}`, async () => {
    const { status, body } = await save(asha, { name: 'bad', filter })
    assert.deepEqual([status, body.code], [422, 'view.bad_filter'])
  })
