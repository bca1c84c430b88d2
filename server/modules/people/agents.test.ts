import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import * as people from '../../../contract/api/people.ts'
import { createAuthenticator } from './authenticate.ts'
import { makeOwner } from './owner.ts'
import { auditOf, eventsOf, joinAs, ownerInput, startPeople, type PeopleServer } from './test-server.ts'

let t: PeopleServer
let owner: string
let ownerId: string
let workspaceId: WorkspaceId
let other: string
before(async () => {
  t = await startPeople()
  const { body, token } = await t.call('POST', '/sign-up', { body: ownerInput })
  owner = token!
  ownerId = body.agent.id
  workspaceId = body.workspace.id
  await makeOwner(t.database, { ...ownerInput, email: 'far@far.test', workspace: 'Far' })
  other = (await t.call('POST', '/sign-in', { body: { email: 'far@far.test', password: ownerInput.password } })).token!
})
after(() => t.close())

const change = (id: string, body: object, token = owner) => t.call('PATCH', `/agents/${id}`, { token, body })
const isIn = async (token: string) => (await createAuthenticator(t.database).authenticate({ headers: { authorization: `Bearer ${token}` } })) !== null
const since = async (run: () => Promise<unknown>) => {
  const before = (await eventsOf(t.database, workspaceId)).length
  await run()
  return (await eventsOf(t.database, workspaceId, before)).map(([name]) => name)
}

test('the last owner stays owner', async () => {
  for (const body of [{ role: 'admin' }, { isDeactivated: true }])
    assert.deepEqual([(await change(ownerId, body)).status, (await change(ownerId, body)).body.code], [409, 'agent.last_owner'])
})

test('of two owners who lower each other at once one stays', async () => {
  const second = await joinAs(t, owner, { email: 'second@shop.test', role: 'owner' })
  const answers = await Promise.all([change(second.id, { role: 'admin' }), change(ownerId, { role: 'admin' }, second.token)])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 409])
  const { items } = (await t.call('GET', '/agents', { token: owner })).body
  assert.equal(items.filter((agent: { role: string }) => agent.role === 'owner').length, 1)
  if (answers[1]!.status === 200) await change(ownerId, { role: 'owner' }, second.token)
  await change(second.id, { role: 'admin' })
})

test('a role changes what the next request may do', async () => {
  const person = await joinAs(t, owner, { email: 'rising@shop.test', role: 'agent' })
  assert.equal((await t.call('GET', '/tokens', { token: person.token })).status, 403)
  assert.deepEqual(await since(() => change(person.id, { role: 'admin' })), ['agent.changed'])
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  assert.equal((await t.call('GET', '/tokens', { token: person.token })).status, 200)
  assert.deepEqual(await since(() => change(person.id, { role: 'admin' })), [], 'a change that changes nothing says nothing')
})

test('an admin changes no owner and raises nobody to one', async () => {
  const admin = await joinAs(t, owner, { email: 'admin@shop.test', role: 'admin' })
  assert.equal((await change(ownerId, { teamIds: [] }, admin.token)).body.code, 'agent.only_owners')
  assert.equal((await change(admin.id, { role: 'owner' }, admin.token)).body.code, 'agent.role_above_own')
})

test('somebody deactivated is out at once, with sessions and tokens, and back without them', async () => {
  const person = await joinAs(t, owner, { email: 'leaving@shop.test', role: 'admin' })
  const key = (await t.call('POST', '/tokens', { token: person.token, body: { name: 'sync', scopes: ['read'] } })).body.token
  assert.deepEqual([await isIn(person.token), await isIn(key)], [true, true])
  assert.deepEqual(await since(() => change(person.id, { isDeactivated: true })), ['session.revoked', 'token.revoked', 'agent.deactivated'])
  assert.deepEqual([await isIn(person.token), await isIn(key)], [false, false])
  const signIn = () => t.call('POST', '/sign-in', { body: { email: 'leaving@shop.test', password: 'kingfisher at dusk' } })
  assert.equal((await signIn()).status, 401)
  const back = await change(person.id, { isDeactivated: false })
  assert.deepEqual([back.body.isDeactivated, back.body.availability], [false, 'away'])
  assert.equal((await signIn()).status, 200)
  assert.deepEqual([await isIn(person.token), await isIn(key)], [false, false])
})

test('teams: made, changed, joined from both sides, removed', async () => {
  const person = await joinAs(t, owner, { email: 'teams@shop.test', role: 'agent' })
  const made = await t.call('POST', '/teams', { token: owner, body: { name: 'Billing', isRestricted: true, memberIds: [person.id] } })
  assert.deepEqual([made.status, made.body.memberIds, made.body.isRestricted], [201, [person.id], true])
  const { id } = made.body
  assert.equal((await t.call('POST', '/teams', { token: owner, body: { name: 'Billing' } })).body.code, 'team.name_taken')
  assert.deepEqual(await since(() => change(person.id, { teamIds: [] })), ['team.changed', 'agent.changed'])
  assert.deepEqual((await t.call('GET', '/teams', { token: owner })).body.items, [{ ...made.body, memberIds: [] }])
  const patched = await t.call('PATCH', `/teams/${id}`, { token: owner, body: { name: 'Money', memberIds: [ownerId, person.id] } })
  assert.deepEqual([patched.body.name, patched.body.isRestricted, patched.body.memberIds.length], ['Money', true, 2])
  assert.deepEqual((await t.call('GET', '/me', { token: person.token })).body.agent.teamIds, [id])
  assert.deepEqual(await since(() => t.call('DELETE', `/teams/${id}`, { token: owner })), ['team.changed'])
  assert.deepEqual((await t.call('GET', '/me', { token: person.token })).body.agent.teamIds, [])
  assert.equal((await t.call('DELETE', `/teams/${id}`, { token: owner })).status, 404)
})

test('an API token is shown once, works within its scopes, and ends', async () => {
  const made = await t.call('POST', '/tokens', { token: owner, body: { name: 'shop sync', scopes: ['read', 'read'] } })
  assert.deepEqual([made.status, made.body.record.scopes], [201, ['read']])
  assert.equal((await t.call('GET', '/agents', { token: made.body.token })).status, 200)
  assert.equal((await t.call('POST', '/teams', { token: made.body.token, body: { name: 'X' } })).body.code, 'auth.scope')
  assert.equal((await t.call('POST', '/sign-out', { token: made.body.token })).body.code, 'auth.scope')
  const listed = (await t.call('GET', '/tokens', { token: owner })).body
  assert.ok(!JSON.stringify(listed).includes(made.body.token))
  assert.deepEqual(await since(() => t.call('DELETE', `/tokens/${made.body.record.id}`, { token: owner })), ['token.revoked'])
  assert.equal(await isIn(made.body.token), false)
  assert.equal((await t.call('DELETE', `/tokens/${made.body.record.id}`, { token: owner })).status, 404)
})

test('my name, settings and availability change, and the other settings stay', async () => {
  const person = await joinAs(t, owner, { email: 'me@shop.test', role: 'agent' })
  const patch = (body: object) => t.call('PATCH', '/me', { token: person.token, body })
  await patch({ settings: { theme: 'dark', futureOption: { wide: true } } })
  const { status, body } = await patch({ name: '  Meera K ', availability: 'away', settings: { density: 'dense' } })
  assert.equal(status, 200)
  assert.deepEqual([body.agent.name, body.agent.availability], ['Meera K', 'away'])
  assert.deepEqual(body.settings, { locale: 'en', theme: 'dark', futureOption: { wide: true }, density: 'dense' })
  assert.equal((await patch({ settings: { blob: 'x'.repeat(20_000) } })).body.code, 'agent.settings_too_large')
})

test('another password needs the current one and ends my other sessions', async () => {
  const person = await joinAs(t, owner, { email: 'pw@shop.test', role: 'agent' })
  const second = (await t.call('POST', '/sign-in', { body: { email: 'pw@shop.test', password: 'kingfisher at dusk' } })).token!
  const patch = (current: string, next: string) => t.call('PATCH', '/me', { token: person.token, body: { password: { current, next } } })
  assert.deepEqual(
    [(await patch('wrong', 'egret in the paddy')).status, (await patch('wrong', 'egret in the paddy')).body.code],
    [403, 'auth.wrong_password'],
  )
  assert.equal((await patch('kingfisher at dusk', 'qwertyuiop')).body.code, 'agent.weak_password')
  assert.deepEqual(await since(() => patch('kingfisher at dusk', 'egret in the paddy')), ['session.revoked'])
  assert.deepEqual([await isIn(person.token), await isIn(second)], [true, false])
  assert.equal((await t.call('POST', '/sign-in', { body: { email: 'pw@shop.test', password: 'egret in the paddy' } })).status, 200)
  const guesses = await Promise.all(Array.from({ length: 10 }, () => patch('a guess', 'egret in the paddy')))
  assert.ok(guesses.some((answer) => answer.status === 429))
})

test('my sessions are listed and end one by one; those of others are not mine', async () => {
  const person = await joinAs(t, owner, { email: 'sessions@shop.test', role: 'agent' })
  const signIn = () =>
    t.call('POST', '/sign-in', { body: { email: 'sessions@shop.test', password: 'kingfisher at dusk' }, headers: { 'user-agent': 'Phone' } })
  const second = (await signIn()).token!
  const { items } = (await t.call('GET', '/me/sessions', { token: person.token })).body
  assert.deepEqual(items.map((one: { isCurrent: boolean }) => one.isCurrent).toSorted(), [false, true])
  const phone = items.find((one: { userAgent: string }) => one.userAgent === 'Phone')
  assert.equal((await t.call('DELETE', `/me/sessions/${phone.id}`, { token: owner })).status, 404)
  assert.deepEqual(await since(() => t.call('DELETE', `/me/sessions/${phone.id}`, { token: person.token })), ['session.revoked'])
  assert.equal(await isIn(second), false)
})

test('the workspace gets another name', async () => {
  assert.deepEqual(await since(() => t.call('PATCH', '/workspace', { token: owner, body: { name: 'Better shop' } })), ['workspace.changed'])
  assert.equal((await t.call('GET', '/me', { token: owner })).body.workspace.name, 'Better shop')
})

test('ids of another workspace do not exist', async () => {
  const team = (await t.call('POST', '/teams', { token: owner, body: { name: 'Ours' } })).body
  const key = (await t.call('POST', '/tokens', { token: owner, body: { name: 'ours', scopes: ['read'] } })).body.record
  const { invitation } = (await t.call('POST', '/invitations', { token: owner, body: { email: 'z@shop.test', role: 'agent' } })).body
  const { items } = (await t.call('GET', '/me/sessions', { token: owner })).body
  const theirs = (await t.call('POST', '/teams', { token: other, body: { name: 'Theirs' } })).body
  const before = JSON.stringify([await auditOf(t.database, workspaceId), await eventsOf(t.database, workspaceId)])
  const probes: [method: string, path: string, body?: object][] = [
    ['PATCH', `/agents/${ownerId}`, { role: 'agent' }],
    ['PATCH', `/teams/${team.id}`, { name: 'Stolen' }],
    ['DELETE', `/teams/${team.id}`],
    ['DELETE', `/tokens/${key.id}`],
    ['DELETE', `/invitations/${invitation.id}`],
    ['DELETE', `/me/sessions/${items[0].id}`],
    ['PATCH', `/teams/${theirs.id}`, { memberIds: [ownerId] }],
    ['POST', '/teams', { name: 'New', memberIds: [ownerId] }],
    ['POST', '/invitations', { email: 'y@far.test', role: 'agent', teamIds: [team.id] }],
  ]
  for (const [method, path, body] of probes) {
    const answer = await t.call(method, path, { token: other, ...(body ? { body } : {}) })
    assert.equal(answer.status, 404, `${method} ${path}: ${JSON.stringify(answer.body)}`)
  }
  assert.equal(JSON.stringify([await auditOf(t.database, workspaceId), await eventsOf(t.database, workspaceId)]), before)
  for (const path of ['/agents', '/teams', '/tokens', '/invitations'])
    assert.ok(
      !JSON.stringify((await t.call('GET', path, { token: other })).body).includes(workspaceId) &&
        !JSON.stringify((await t.call('GET', path, { token: other })).body).includes('@shop.test'),
      path,
    )
})

test('each change of the organisation left an entry', async () => {
  const actions = new Set((await auditOf(t.database, workspaceId)).map((entry) => entry.action))
  for (const action of [
    'workspace.created',
    'workspace.renamed',
    'agent.invited',
    'agent.joined',
    'agent.changed',
    'agent.deactivated',
    'team.created',
    'team.changed',
    'team.removed',
    'token.created',
    'token.revoked',
  ])
    assert.ok(actions.has(action), action)
})

test('every route of the contract about people is served, the removal of the demo apart', () => {
  const { removeDemo: _, ...mine } = people
  const name = (route: { method: string; path: string }) => `${route.method} ${route.path}`
  assert.deepEqual(t.http.served.map(name).toSorted(), Object.values(mine).map(name).toSorted())
})
