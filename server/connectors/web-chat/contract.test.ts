import assert from 'node:assert/strict'
import { WebSocket } from 'ws'
import type { Connector, RawInbound } from '../connector.ts'
import { checkConnector } from '../contract-test.ts'
import type { Provider, Stage, Words } from '../contract-test-provider.ts'
import { webChat, type StoredWords } from './index.ts'

const clientKey = (id: string) => `client-key-${id}`
const rawOf = (stored: StoredWords): RawInbound => ({
  headers: {},
  body: Buffer.from(JSON.stringify(stored)),
  receivedAt: new Date('2026-11-21T10:00:00Z'),
})
const storedOf = (words: Words, visitorId = words.person): StoredWords => ({
  clientKey: clientKey(words.id),
  visitorId,
  name: words.name,
  signed: null,
  language: null,
  text: words.text,
  files: [],
  writtenAt: words.at.toISOString(),
  page: null,
  wantsPerson: false,
  isUnproven: false,
})

function openProvider(): Provider {
  const tokens = new Map<string, string>()
  const lines: WebSocket[] = []
  let url: string | null = null
  const tokenOf = async ({ t, publicKey }: Stage, person: string): Promise<string> => {
    const held = tokens.get(person)
    if (held) return held
    const { body } = await t.call('POST', `/chat/${publicKey}/visit`, { token: '', body: {} })
    // Two may ask at once: the first answer counts.
    if (!tokens.has(person)) tokens.set(person, body.token)
    return tokens.get(person)!
  }
  const say = (stage: Stage, words: Words, token: string) =>
    stage.t.call('POST', '/chat/messages', { token, body: { clientKey: clientKey(words.id), text: words.text } })
  /** A line of the visitor's browser: what comes is on their screen. */
  const connect = async (stage: Stage, person: string) => {
    url ??= (await stage.t.listen()).replace('http', 'ws')
    const line = await openLine(`${url}/api/v1/chat/stream`, {}, { type: 'hello', token: await tokenOf(stage, person), after: 0 })
    lines.push(line.socket)
    return line
  }
  return {
    inbox: { address: 'https://shop.test', settings: { identitySecret: 'the host page signs its people with this' } },
    secrets: ['identitySecret'],
    wrongSettings: { none: 'nothing of it can be tried: the visitor comes to us' },
    raw: (words) => rawOf(storedOf(words)),
    async handIn(stage, words) {
      const { status, body } = await say(stage, words, await tokenOf(stage, words.person))
      return { status, id: body.id }
    },
    again: { none: 'one browser, one way: the client key is the delivery' },
    forgeries: ['', 'v1.x.y.z', 'sv_notatoken'].map((token) => async (stage, words) => (await say(stage, words, token)).status),
    async garbageIn(stage, body) {
      const token = await tokenOf(stage, 'noise')
      return (await stage.t.call('POST', '/chat/messages', { token, raw: body, contentType: 'application/json' })).status
    },
    unknownKinds: { none: 'the format is ours: other kinds are refused at the door' },
    several: { none: 'one call is one message' },
    reports: {
      async delivered(stage, { person }) {
        const line = await connect(stage, person)
        await line.next('messages')
      },
      async read(stage, { text, person }) {
        const token = await tokenOf(stage, person)
        const { messages } = (await stage.t.call('GET', '/chat/messages', { token })).body as { messages: { id: string; text: string }[] }
        const line = await connect(stage, person)
        line.socket.send(JSON.stringify({ type: 'seen', messageId: messages.find((one) => one.text === text)!.id }))
      },
    },
    async typing(stage, conversationId, person) {
      const visitor = await connect(stage, person)
      await visitor.next('ready')
      const agent = await openLine(`${url}/api/v1/stream`, { authorization: `Bearer ${stage.t.owner.token}` }, { type: 'hello', after: null })
      lines.push(agent.socket)
      await agent.next('ready')
      agent.socket.send(JSON.stringify({ type: 'watch', conversationId, state: 'writing' }))
      agent.socket.send(JSON.stringify({ type: 'typing', conversationId, isTyping: true }))
      return (await visitor.next('typing'))['isTyping'] === true
    },
    async sentTo(stage, person) {
      const { body } = await stage.t.call('GET', '/chat/messages?limit=100', { token: await tokenOf(stage, person) })
      return (body.messages as { id: string; direction: string; text: string }[]).filter((one) => one.direction === 'out')
    },
    troubles: { none: 'nothing is sent' },
    async stop() {
      for (const line of lines) line.terminate()
    },
  }
}

async function openLine(url: string, headers: Record<string, string>, hello: object) {
  const socket = new WebSocket(url, { headers })
  const frames: { type: string; [name: string]: unknown }[] = []
  socket.on('message', (text) => frames.push(JSON.parse(String(text))))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify(hello))
  const next = async (type: string) => {
    for (let tries = 0; tries < 150; tries++) {
      const frame = frames.find((one) => one.type === type)
      if (frame) return frame
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return assert.fail(`no ${type} frame; there are ${JSON.stringify(frames)}`)
  }
  return { socket, next }
}

checkConnector(webChat as unknown as Connector, async () => openProvider())
