import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { joinAs, servePeopleOn } from './test-server.ts'

let t: TestApp
let people: ReturnType<typeof servePeopleOn>
let address: string
before(async () => {
  t = await startTestApp()
  people = servePeopleOn(t.app.database)
  address = await t.listen()
})
after(async () => {
  await people.http.fastify.close()
  await t.close()
})

/** Promised: within five seconds. */
const limitMs = 5_000

async function openSocket(token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/stream`, { headers: { authorization: `Bearer ${token}` } })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', after: null }))
  const [frame] = await once(socket, 'message')
  assert.equal(JSON.parse(String(frame)).type, 'ready')
  return socket
}

const answers = async (token: string) => (await fetch(`${address}/api/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })).status

async function timeToRefusal(token: string): Promise<number> {
  const started = performance.now()
  while ((await answers(token)) !== 401) {
    assert.ok(performance.now() - started < limitMs, 'still let in after five seconds')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return performance.now() - started
}

/** Uses the session at once and all the time, so that every cache knows it; then ends it and waits for both ways to close. */
async function provesCut(token: string, end: () => Promise<unknown>): Promise<void> {
  const socket = await openSocket(token)
  assert.equal(await answers(token), 200)
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(limitMs) })
  await end()
  const [[code]] = await Promise.all([closed, timeToRefusal(token)])
  assert.equal(code, 4401)
}

const session = (email: string, role = 'agent') => joinAs(people, t.owner.token, { email, role })

test('a session ended from another browser is refused and its socket cut', async () => {
  const person = await session('a@shop.test')
  const second = (await people.call('POST', '/sign-in', { body: { email: 'a@shop.test', password: 'kingfisher at dusk' } })).token!
  const { items } = (await people.call('GET', '/me/sessions', { token: person.token })).body
  const id = items.find((one: { isCurrent: boolean }) => one.isCurrent).id
  await provesCut(person.token, () => people.call('DELETE', `/me/sessions/${id}`, { token: second }))
  assert.equal(await answers(second), 200)
})

test('somebody deactivated is refused and cut', async () => {
  const person = await session('b@shop.test')
  await provesCut(person.token, () => people.call('PATCH', `/agents/${person.id}`, { token: t.owner.token, body: { isDeactivated: true } }))
})

test('a withdrawn API token is refused and cut', async () => {
  const admin = await session('c@shop.test', 'admin')
  const made = (await people.call('POST', '/tokens', { token: admin.token, body: { name: 'stream', scopes: ['read'] } })).body
  await provesCut(made.token, () => people.call('DELETE', `/tokens/${made.record.id}`, { token: t.owner.token }))
})

test('another password cuts the other browsers and leaves this one', async () => {
  const person = await session('d@shop.test')
  const second = (await people.call('POST', '/sign-in', { body: { email: 'd@shop.test', password: 'kingfisher at dusk' } })).token!
  const mine = await openSocket(person.token)
  await provesCut(second, () =>
    people.call('PATCH', '/me', { token: person.token, body: { password: { current: 'kingfisher at dusk', next: 'heron at daybreak' } } }),
  )
  assert.deepEqual([mine.readyState, await answers(person.token)], [WebSocket.OPEN, 200])
  mine.close()
})

test('a lowered role is refused what it may no longer do, over the same session', async () => {
  const person = await session('e@shop.test', 'admin')
  const listTokens = async () => (await people.call('GET', '/tokens', { token: person.token })).status
  assert.equal(await listTokens(), 200)
  await people.call('PATCH', `/agents/${person.id}`, { token: t.owner.token, body: { role: 'agent' } })
  const started = performance.now()
  while ((await listTokens()) !== 403) {
    assert.ok(performance.now() - started < limitMs)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})
