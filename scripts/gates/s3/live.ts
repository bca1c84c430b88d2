import { WebSocket } from 'ws'
import type { ServerFrame } from '../../../contract/realtime.ts'
import { sleep } from '../rig/gate.ts'
import type { Stage } from './probe.ts'
import type { World } from './world.ts'

/** Sockets, the event stream and file links: what is pushed or handed out by address instead of asked for by route. */
export async function probeLive(stage: Stage): Promise<void> {
  const { t, mine, theirs, tally, leaks } = stage
  const url = await t.listen()
  const heard = { mine: [] as string[], theirs: [] as string[] }
  const open = async (world: World, into: string[]) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/stream`, { headers: { authorization: `Bearer ${world.owner.token}` } })
    socket.on('message', (data) => into.push(String(data)))
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return socket
  }
  const ourSocket = await open(mine, heard.mine)
  const theirSocket = await open(theirs, heard.theirs)
  const say = (socket: WebSocket, frame: object) => socket.send(JSON.stringify(frame))
  const stream = listenToEvents(`${url}/api/v1/events?after=0`, mine.owner.token)
  say(ourSocket, { type: 'hello', after: 0 })
  say(theirSocket, { type: 'hello', after: null })
  await sleep(400)
  const quiet = heard.theirs.length
  for (const conversationId of [theirs.ids.conversation, theirs.ids.otherConversation]) {
    say(ourSocket, { type: 'watch', conversationId, state: 'writing' })
    say(ourSocket, { type: 'typing', conversationId, isTyping: true })
    tally.add('live_probes', 2)
  }
  await sleep(400)
  for (const frame of heard.theirs.slice(quiet)) leaks.push(`socket: our watching reached them: ${frame.slice(0, 120)}`)
  // Something happens at theirs, by their own hand, while we listen.
  const before = heard.theirs.length
  const told = await t.call('POST', `/conversations/${theirs.ids.otherConversation}/seen`, { token: theirs.owner.token, body: { messageId: null } })
  await sleep(500)
  if (told.status !== 200 || heard.theirs.length === before) tally.fail('live: they were not told of their own change, so the probe is blind')
  const events = await stream.stop()
  const frames = heard.mine.map((text) => JSON.parse(text) as ServerFrame)
  if (!frames.some((frame) => frame.type === 'events' && frame.events.length > 0))
    tally.fail('live: we were told of nothing of our own, so the probe is blind')
  if (!events.includes('event:')) tally.fail('live: the event stream was silent, so the probe is blind')
  for (const [where, text] of [
    ['socket', heard.mine.join('\n')],
    ['event stream', events],
  ] as const) {
    tally.add('live_probes')
    if (text.includes(theirs.canary)) leaks.push(`${where}: a text of theirs was pushed to us`)
    for (const [kind, id] of Object.entries(theirs.ids))
      if (kind !== 'number' && text.includes(id)) leaks.push(`${where}: the id of their ${kind} was pushed to us`)
  }
  ourSocket.terminate()
  theirSocket.terminate()
  await probeLinks(stage)
}

/** A link to their file, with our token, with none, and bent in every part: the answer is that of a made-up link. */
async function probeLinks({ t, mine, theirs, tally, leaks }: Stage): Promise<void> {
  const fresh = await t.call('POST', '/attachments', { token: theirs.owner.token, raw: Buffer.from('x'), headers: { 'x-file-name': 'x.txt' } })
  const link = fresh.body.url as string
  const answer = async (path: string, token: string) => {
    const { status, body } = await t.call('GET', path, { token })
    tally.add('live_probes')
    return `${status} ${JSON.stringify(body).replaceAll(/"requestId":"[^"]*"/g, '')}`
  }
  const madeUp = await answer(`${link.slice(0, -8)}AAAAAAAA`, mine.owner.token)
  if (!(await answer(link, theirs.owner.token)).startsWith('200')) tally.fail('links: their own link does not work, so the probe is blind')
  const bent = [link, `${link}?show=inline`, `${link.slice(0, -1)}`, link.replace('/files/', '/files/v1.'), `${link}%00`]
  for (const path of bent)
    for (const token of [mine.owner.token, '']) {
      const got = await answer(path, token)
      if (got !== madeUp) leaks.push(`link ${path.slice(0, 40)}…: ${got.slice(0, 100)}, a made-up one: ${madeUp.slice(0, 100)}`)
    }
}

function listenToEvents(url: string, token: string): { stop(): Promise<string> } {
  const stopper = new AbortController()
  let text = ''
  const reading = fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: stopper.signal })
    .then(async (answer) => {
      const decoder = new TextDecoder()
      for await (const chunk of answer.body!) text += decoder.decode(chunk as Uint8Array, { stream: true })
    })
    .catch(() => {})
  return {
    async stop() {
      stopper.abort()
      await reading
      return text
    },
  }
}
