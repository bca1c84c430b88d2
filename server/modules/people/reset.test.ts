import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { createAuthenticator } from './authenticate.ts'
import { addAgent } from './agents.ts'
import { mails } from './mails/index.ts'
import { eventsOf, joinAs, ownerInput, startPeople, tokenOf, type PeopleServer } from './test-server.ts'

let t: PeopleServer
let owner: string
let workspaceId: WorkspaceId
before(async () => {
  t = await startPeople()
  const { body, token } = await t.call('POST', '/sign-up', { body: { ...ownerInput, locale: 'hi' } })
  owner = token!
  workspaceId = body.workspace.id
})
after(() => t.close())

let client = 0
const ip = () => `10.9.0.${++client}`
const ask = (email: string) => t.call('POST', '/password-reset', { body: { email }, ip: ip() })
const reset = (token: string, password: string) => t.call('POST', '/password-reset/use', { body: { token, password }, ip: ip() })
const signIn = (email: string, password: string) => t.call('POST', '/sign-in', { body: { email, password }, ip: ip() })
const lastLink = async () => tokenOf((await t.waitingMails()).at(-1)!.payload.link)

test('asking is answered the same, and as late, for addresses that nobody has', async () => {
  const timed = async (email: string) => {
    const started = performance.now()
    const { status, body } = await ask(email)
    return { status, body, ms: performance.now() - started }
  }
  const [known, unknown] = [await timed(ownerInput.email), await timed('nobody@shop.test')]
  assert.deepEqual([known.status, known.body], [unknown.status, unknown.body])
  assert.ok(Math.abs(known.ms - unknown.ms) < 390 && known.ms >= 390 && unknown.ms >= 390, `${known.ms} and ${unknown.ms} ms`)
  const waiting = await t.waitingMails()
  assert.deepEqual(
    waiting.map(({ payload }) => [payload.kind, payload.to, payload.locale]),
    [['password_reset', ownerInput.email, 'hi']],
  )
  assert.match(waiting[0]!.payload.link, /^https:\/\/help\.shop\.test\/reset#/)
})

test('a link sets the password once, ends every session and every other link', async () => {
  await ask(ownerInput.email)
  const older = await lastLink()
  await ask(ownerInput.email)
  const link = await lastLink()
  assert.notEqual(older, link)
  const before = (await eventsOf(t.database, workspaceId)).length
  assert.equal((await reset(link, 'monsoon has passed')).status, 200)
  assert.deepEqual(
    (await eventsOf(t.database, workspaceId, before)).map(([name]) => name),
    ['session.revoked'],
  )
  assert.equal(await createAuthenticator(t.database).authenticate({ headers: { authorization: `Bearer ${owner}` } }), null)
  for (const used of [link, older]) assert.deepEqual([(await reset(used, 'another password')).body.code], ['reset.not_usable'])
  assert.equal((await signIn(ownerInput.email, ownerInput.password)).status, 401)
  owner = (await signIn(ownerInput.email, 'monsoon has passed')).token!
  assert.ok(owner)
})

test('of five who use the same link at once one sets the password', async () => {
  await ask(ownerInput.email)
  const link = await lastLink()
  const answers = await Promise.all(Array.from({ length: 5 }, (_, at) => reset(link, `one of five, number ${at}`)))
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 404, 404, 404, 404])
  const winner = answers.findIndex((answer) => answer.status === 200)
  owner = (await signIn(ownerInput.email, `one of five, number ${winner}`)).token!
  assert.ok(owner)
})

test('a weak password leaves the link as it was', async () => {
  const { id } = await joinAs(t, owner, { email: 'weak@shop.test', role: 'agent' })
  await ask('weak@shop.test')
  const link = await lastLink()
  assert.equal((await reset(link, 'password123')).body.code, 'agent.weak_password')
  await t.call('PATCH', `/agents/${id}`, { token: owner, body: { isDeactivated: true } })
  assert.equal((await reset(link, 'long and unusual')).body.code, 'reset.not_usable', 'somebody deactivated since does not get in by the link')
  await t.call('PATCH', `/agents/${id}`, { token: owner, body: { isDeactivated: false } })
  assert.equal((await reset(link, 'long and unusual')).status, 200)
})

test('a link is too old after an hour', async () => {
  await joinAs(t, owner, { email: 'slow@shop.test', role: 'agent' })
  await ask('slow@shop.test')
  const link = await lastLink()
  t.clock.advance(3_600_000 + 1_000)
  assert.equal((await reset(link, 'long and unusual')).body.code, 'reset.not_usable')
})

test('nobody is mailed who was deactivated or exists only in the demo', async () => {
  const { id } = await joinAs(t, owner, { email: 'gone@shop.test', role: 'agent' })
  await t.call('PATCH', `/agents/${id}`, { token: owner, body: { isDeactivated: true } })
  await t.database.transaction(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    addAgent(ctx, { email: 'demo@shop.test', name: 'Demo', role: 'agent', passwordHash: null, isDemo: true }),
  )
  const waiting = (await t.waitingMails()).length
  assert.deepEqual([(await ask('gone@shop.test')).status, (await ask('demo@shop.test')).status], [200, 200])
  assert.equal((await t.waitingMails()).length, waiting)
})

test('five wishes at once for one address, then one every three minutes, known or not', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask('flooded@shop.test')))
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 200, 200, 200, 200, 429])
})

test('every mail has the link on a line of its own and the name of the workspace, in every language', () => {
  for (const [locale, kinds] of Object.entries(mails))
    for (const [kind, { subject, body }] of Object.entries(kinds)) {
      const text = body({ workspace: 'Chai & Co', link: 'https://x.test/t' })
      assert.ok(
        text.includes('\n\nhttps://x.test/t\n\n') && text.includes('Chai & Co') && subject('Chai & Co').includes('Chai & Co'),
        `${locale} ${kind}`,
      )
    }
  assert.equal(new Set(Object.values(mails).map((kinds) => kinds.password_reset.subject(''))).size, 7)
})
