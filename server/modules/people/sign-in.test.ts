import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { createHttp } from '../../platform/http/http.ts'
import { createLog } from '../../platform/log.ts'
import { createAuthenticator } from './authenticate.ts'
import { openSession } from './credentials.ts'
import { makeOwner } from './owner.ts'
import { servePeople } from './routes.ts'
import { noTeamWork, eventsOf, ownerInput, startPeople, type PeopleServer } from './test-server.ts'

let t: PeopleServer
let workspaceId: WorkspaceId
before(async () => {
  t = await startPeople()
  workspaceId = (await t.call('POST', '/sign-up', { body: ownerInput })).body.workspace.id
})
after(() => t.close())

const signIn = (email: string, password: string, ip: string) => t.call('POST', '/sign-in', { body: { email, password }, ip })
const right = { email: ownerInput.email, password: ownerInput.password }

test('the right password opens a session, however the address is written', async () => {
  const { status, body, token } = await signIn('ASHA@Shop.Test', right.password, '10.0.0.1')
  assert.equal(status, 200)
  assert.equal(body.agent.email, right.email)
  assert.equal((await t.call('GET', '/me', { token: token! })).status, 200)
})

test('a wrong password and an unknown address are told apart by nothing', async () => {
  const wrong = await signIn(right.email, 'not the password', '10.0.0.2')
  const unknown = await signIn('nobody@shop.test', 'not the password', '10.0.0.2')
  assert.deepEqual([wrong.status, wrong.cookie], [401, null])
  const told = ({ body }: typeof wrong) => ({ ...body, requestId: '' })
  assert.deepEqual(told(unknown), told(wrong))
  const durations = { wrong: [] as number[], unknown: [] as number[] }
  for (let round = 0; round < 8; round++)
    for (const kind of ['wrong', 'unknown'] as const) {
      const started = performance.now()
      await signIn(kind === 'wrong' ? right.email : `nobody${round}@shop.test`, 'not the password', `10.0.3.${round}`)
      durations[kind].push(performance.now() - started)
    }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[4]!
  const ratio = median(durations.unknown) / median(durations.wrong)
  assert.ok(ratio > 0.33 && ratio < 3, `unknown addresses take ${ratio} times as long`)
})

test('ten guesses a minute for one address, known or not, from however many clients', async () => {
  for (const email of ['known@shop.test', 'unknown@shop.test']) {
    if (email.startsWith('known')) await makeOwner(t.database, { email, name: 'K', password: right.password, workspace: 'K' })
    const answers = []
    for (let at = 0; at < 11; at++) answers.push(await signIn(email, 'a wrong guess', `10.2.0.${at}`))
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [...Array<number>(10).fill(401), 429],
    )
    assert.equal(answers[10]!.body.code, 'auth.too_many_attempts')
    assert.ok(Number(answers[10]!.headers['retry-after']) >= 1)
  }
})

test('sixty guesses a minute for one client, over however many addresses', async () => {
  const answers = await Promise.all(Array.from({ length: 80 }, (_, at) => signIn(`guess${at}@shop.test`, 'x', `2001:db8:1:2::${at}`)))
  const refused = answers.filter((answer) => answer.status === 429).length
  assert.ok(refused >= 15 && refused <= 20, `${refused} refused`)
  assert.equal((await signIn('guess@shop.test', 'x', '2001:db8:1:3::1')).status, 401)
})

test('one address in two workspaces comes in where the password fits', async () => {
  const second = await makeOwner(t.database, { ...ownerInput, workspace: 'Second', password: 'a second password' })
  assert.equal((await signIn(right.email, 'a second password', '10.4.0.1')).body.workspace.id, second.workspaceId)
  assert.equal((await signIn(right.email, right.password, '10.4.0.1')).body.workspace.id, workspaceId)
})

test('behind one proxy, the cookie is Secure when the browser came by TLS, and the address is the one the proxy saw', async () => {
  const authenticator = createAuthenticator(t.database)
  const log = createLog('silent')
  const http = createHttp({
    database: t.database,
    keys: [{ id: 'k1', material: Buffer.alloc(32, 1) }],
    log,
    authenticate: (request) => authenticator.authenticate(request.raw),
    limit: () => {},
    trustProxy: 1,
  })
  servePeople(http, { database: t.database, log, isDemo: false, publicUrl: () => '', teamWork: noTeamWork })
  const answer = await http.fastify.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4, 198.51.100.7' },
    payload: right,
  })
  assert.match(String(answer.headers['set-cookie']), /; Secure$/)
  const token = /^samvad_session=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!
  const { items } = (await t.call('GET', '/me/sessions', { token })).body
  assert.equal(items.find((one: { isCurrent: boolean }) => one.isCurrent).address, '198.51.100.7')
  await http.fastify.close()
})

test('signing out ends the session and takes the cookie back', async () => {
  const { token } = await signIn(right.email, right.password, '10.5.0.1')
  const other = (await signIn(right.email, right.password, '10.5.0.1')).token!
  const before = (await eventsOf(t.database, workspaceId)).length
  const out = await t.call('POST', '/sign-out', { token: token! })
  assert.equal(out.status, 200)
  assert.match(out.cookie!, /^samvad_session=; .*Max-Age=0/)
  assert.deepEqual(
    (await eventsOf(t.database, workspaceId, before)).map(([name]) => name),
    ['session.revoked'],
  )
  const fresh = createAuthenticator(t.database)
  assert.equal(await fresh.authenticate({ headers: { authorization: `Bearer ${token}` } }), null)
  assert.ok(await fresh.authenticate({ headers: { authorization: `Bearer ${other}` } }))
})

test('a session lasts thirty days', async () => {
  const { token } = await signIn(right.email, right.password, '10.6.0.1')
  const authenticate = () => createAuthenticator(t.database).authenticate({ headers: { cookie: `samvad_session=${token}` } })
  t.clock.advance(30 * 86_400_000 - 60_000)
  assert.ok(await authenticate())
  t.clock.advance(120_000)
  assert.equal(await authenticate(), null)
})

test('what was seen last is noted once a minute, not at each request', async () => {
  const { token } = await signIn(right.email, right.password, '10.7.0.1')
  const seen = async () => {
    await createAuthenticator(t.database).authenticate({ headers: { authorization: `Bearer ${token}` } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    return (await t.call('GET', '/me/sessions', { token: token! })).body.items.find((one: { isCurrent: boolean }) => one.isCurrent)
      .lastSeenAt as string
  }
  const first = await seen()
  t.clock.advance(50_000)
  assert.equal(await seen(), first)
  t.clock.advance(15_000)
  const second = await seen()
  assert.ok(Date.parse(second) - Date.parse(first) >= 60_000)
  assert.equal(await seen(), second)
})

test('the hundred-and-first session ends the oldest', async () => {
  const email = 'busy@shop.test'
  const made = await makeOwner(t.database, { email, name: 'Busy', password: 'signs in all day', workspace: 'Busy' })
  const open = () =>
    t.database.transaction(made.workspaceId, { kind: 'system', name: 'test' }, (ctx) => openSession(ctx, made.userId, { userAgent: '', address: '' }))
  const tokens: string[] = []
  for (let at = 0; at < 101; at++) tokens.push((await open()).token)
  const fresh = createAuthenticator(t.database)
  assert.equal(await fresh.authenticate({ headers: { authorization: `Bearer ${tokens[0]}` } }), null)
  assert.ok(await fresh.authenticate({ headers: { authorization: `Bearer ${tokens[1]}` } }))
  assert.equal((await eventsOf(t.database, made.workspaceId)).filter(([name]) => name === 'session.revoked').length, 1)
})
