import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import type { ServerFrame } from '../contract/realtime.ts'
import { startTestApp, type TestApp } from './testing/app.ts'

let t: TestApp
let url = ''
let conversationId = ''
const open: { close(): void }[] = []
before(async () => {
  t = await startTestApp()
  url = await t.listen()
  const inbox = await t.call('POST', '/inboxes', { body: { name: 'Own program', connector: 'api' } })
  await t.call('POST', `/inboxes/${inbox.body.id}/messages`, {
    body: { externalId: 'm-1', from: { id: 'lakshmi', name: 'Lakshmi' }, text: 'Namaste' },
  })
  for (let tries = 0; tries < 100 && !conversationId; tries++) {
    conversationId = (await t.call('GET', '/conversations')).body.items[0]?.id ?? ''
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.ok(conversationId)
})
after(async () => {
  for (const one of open) one.close()
  await t.close()
})

async function eventually<V>(read: () => V | undefined | null | false): Promise<V> {
  for (let tries = 0; tries < 100; tries++) {
    const value = read()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('it did not come')
}

/** A colleague's screen: every frame it was sent, by kind. */
async function openSocket(token = t.owner.token) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/stream`, { headers: { authorization: `Bearer ${token}` } })
  open.push(socket)
  const frames: ServerFrame[] = []
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as ServerFrame))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const say = (frame: object) => socket.send(JSON.stringify(frame))
  say({ type: 'hello', after: null })
  await eventually(() => frames.some((frame) => frame.type === 'ready'))
  return { frames, say, socket }
}

/** The event stream, for those without a socket. */
async function openEvents(token = t.owner.token) {
  const stop = new AbortController()
  open.push({ close: () => stop.abort() })
  const answer = await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal })
  const heard = { text: '' }
  void (async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) heard.text += chunk
  })().catch(() => undefined)
  await eventually(() => heard.text.includes('event: ready'))
  return heard
}

test('whoever comes is told at once who is there and who types', async () => {
  const first = await openSocket()
  first.say({ type: 'watch', conversationId, state: 'writing' })
  first.say({ type: 'typing', conversationId, isTyping: true })
  await eventually(() => first.frames.some((frame) => frame.type === 'typing'))
  const second = await openSocket()
  await eventually(() =>
    second.frames.some((frame) => frame.type === 'presence' && frame.conversationId === conversationId && frame.people[0]?.state === 'writing'),
  )
  await eventually(() => second.frames.some((frame) => frame.type === 'typing' && frame.isTyping && frame.who.id === t.owner.userId))
  const events = await openEvents()
  await eventually(() => events.text.includes('event: presence') && events.text.includes('event: typing'))
})

test('another workspace is told nothing', async () => {
  const other = await t.another('Elsewhere')
  const theirs = await openSocket(other.token)
  const events = await openEvents(other.token)
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.deepEqual(
    theirs.frames.map((frame) => frame.type),
    ['ready'],
  )
  assert.doesNotMatch(events.text, /presence|typing/)
})

test('without a socket presence goes up by POST, down as an event, and ends with “gone”', async () => {
  const watching = await openSocket()
  const say = async (body: object, token?: string) => (await t.call('POST', '/events', { body, ...(token ? { token } : {}) })).status
  assert.equal(await say({ type: 'watch', conversationId, state: 'idle' }), 204)
  const isSeen = (people: number, state?: string) =>
    watching.frames.some((frame) => frame.type === 'presence' && frame.people.length === people && (!state || frame.people[0]!.state === state))
  await eventually(() => isSeen(1, 'idle'))
  watching.frames.length = 0
  assert.equal(await say({ type: 'watch', conversationId, state: 'gone' }), 204)
  await eventually(() => isSeen(0))
  assert.equal(await say({ type: 'watch', conversationId, state: 'dancing' }), 422)
  assert.equal(await say({ type: 'typing', conversationId: 'x', isTyping: true }), 422)
  const stranger = await fetch(`${url}/api/v1/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  assert.equal(stranger.status, 401)
})
