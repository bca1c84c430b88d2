import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import type { VisitorClientFrame, VisitorFrame } from '../../../contract/realtime.ts'
import { startChatApp, type ChatApp } from './testing/chat-app.ts'

let t: ChatApp
let url: string
before(async () => {
  t = await startChatApp()
  url = `${(await t.serve()).replace('http', 'ws')}/api/v1/chat/stream`
})
after(() => t.close())

interface Line {
  frames: VisitorFrame[]
  send(frame: VisitorClientFrame): void
  /** The first frame of this kind, now or within two seconds. */
  next<Type extends VisitorFrame['type']>(type: Type): Promise<Extract<VisitorFrame, { type: Type }>>
  closed: Promise<number>
  close(): void
}
async function open(token: string, after: number | null = null): Promise<Line> {
  const socket = new WebSocket(url)
  const frames: VisitorFrame[] = []
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as VisitorFrame))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify({ type: 'hello', token, after }))
  return {
    frames,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async next(type) {
      for (let tries = 0; tries < 100; tries++) {
        const at = frames.findIndex((frame) => frame.type === type)
        if (at >= 0) return frames.splice(at, 1)[0] as never
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`no ${type} frame; there are ${JSON.stringify(frames)}`)
    },
    close: () => socket.close(),
  }
}
const state = async (conversationId: string, id: string) =>
  ((await t.call('GET', `/conversations/${conversationId}/timeline`)).body.items as { id: string; delivery: { state: string } }[]).find(
    (item) => item.id === id,
  )!.delivery.state
const until = async (check: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100; tries++) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('it did not come about')
}

test('a token that is not ours is turned away, and so is silence and noise', async () => {
  const bad = await open('v1.x.y.z')
  assert.equal(await bad.closed, 4401)
  const noise = new WebSocket(url)
  await new Promise((resolve) => noise.once('open', resolve))
  noise.send('{"type":"ping"}')
  assert.equal(await new Promise((resolve) => noise.once('close', resolve)), 1008)
})

test('first words, the answer, delivered and seen, in both directions', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const line = await open(token)
  await line.next('ready')
  const { conversationId, messageId } = await t.say(token, 'anybody there?')
  const own = await line.next('messages')
  assert.deepEqual(
    own.messages.map((one) => [one.text, one.direction, one.state]),
    [['anybody there?', 'in', 'sent']],
  )
  await t.call('POST', `/conversations/${conversationId}/seen`, { body: { messageId } })
  assert.equal((await line.next('seen')).messageId, messageId)
  const answer = (await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'Yes, Asha here.' } })).body
  const said = await line.next('messages')
  assert.deepEqual(
    said.messages.map((one) => [one.text, one.direction]),
    [['Yes, Asha here.', 'out']],
  )
  await until(async () => (await state(conversationId, answer.id)) === 'delivered')
  line.send({ type: 'seen', messageId: answer.id })
  await until(async () => (await state(conversationId, answer.id)) === 'read')
  line.close()
})

test('what was missed comes after the number one had, and nothing of others', async () => {
  const { key } = await t.makeChat()
  const asha = (await t.visit(key)).body.token
  const ravi = (await t.visit(key)).body.token
  const { conversationId } = await t.say(asha, 'first')
  await t.say(ravi, 'somebody else')
  const first = await open(asha)
  const { number } = await first.next('ready')
  first.close()
  await first.closed
  await t.call('POST', `/conversations/${conversationId}/notes`, { body: { text: 'between us' } })
  await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'while you were away' } })
  const held = (await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'held', holdSeconds: 30 } })).body
  await t.settle()
  const again = await open(asha, number)
  const missed = await again.next('messages')
  assert.deepEqual([missed.messages.map((one) => one.text), missed.gone], [['while you were away'], [held.id]])
  const other = await open(ravi)
  await other.next('ready')
  await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'for Asha alone' } })
  assert.deepEqual(
    (await again.next('messages')).messages.map((one) => one.text),
    ['for Asha alone'],
  )
  await new Promise((resolve) => setTimeout(resolve, 150))
  assert.deepEqual(other.frames, [])
  again.close()
  other.close()
})

test('a chat that is switched off lets go of its visitors, another one keeps its own', async () => {
  const [off, on] = [await t.makeChat(), await t.makeChat()]
  const [leaves, stays] = await Promise.all([off, on].map(async ({ key }) => open((await t.visit(key)).body.token)))
  await leaves!.next('ready')
  await stays!.next('ready')
  await t.call('PATCH', `/inboxes/${on.id}`, { body: { name: 'Another name' } })
  await t.call('PATCH', `/inboxes/${off.id}`, { body: { isEnabled: false } })
  assert.equal(await leaves!.closed, 4401)
  stays!.send({ type: 'ping' })
  await stays!.next('pong')
  stays!.close()
})

test('typing goes both ways, within one conversation', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const { conversationId } = await t.say(token, 'typing')
  const heard: string[] = []
  const stop = t.presence.onFrame(
    (_workspaceId, frame) => void (frame.type === 'typing' && frame.who.kind === 'contact' && heard.push(frame.conversationId)),
  )
  const line = await open(token)
  await line.next('ready')
  line.send({ type: 'typing', isTyping: true })
  await until(async () => heard.length > 0)
  assert.deepEqual(heard, [conversationId])
  t.presence.agentTypes(t.owner.workspaceId, t.owner.actor, crypto.randomUUID(), true)
  t.presence.agentTypes(t.owner.workspaceId, t.owner.actor, conversationId, true)
  const frame = await line.next('typing')
  assert.deepEqual([frame.name, frame.isTyping], [t.owner.actor.name, true])
  assert.equal(line.frames.filter((one) => one.type === 'typing').length, 0)
  stop()
  line.close()
})

test('a visitor with an open chat is online for the agents', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const { conversationId } = await t.say(token, 'here')
  const reason = async () => (await t.call('GET', `/conversations/${conversationId}/reply-routes`)).body.items[0].reason
  t.clock.advance(120_000)
  try {
    assert.equal(await reason(), 'reach.away')
    const line = await open(token)
    await line.next('ready')
    await until(async () => (await reason()) === 'reach.online')
    line.close()
  } finally {
    t.clock.advance(-120_000)
  }
})
