import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { median, milliseconds, quantile, type BenchOptions, type Figure } from './figure.ts'
import { prepareLimit } from './limits.ts'
import { openLane, requestBytes, type Lane } from './load.ts'
import { prepareServer } from './prepared.ts'
import type { BenchServer } from './server.ts'

const agents = 20
const visitors = 980
const perSecond = 200

interface Path {
  /** Opens every socket; `onFrame` is called with each frame that an agent gets. */
  open(onFrame: (agent: number, frame: string) => void): Promise<void>
  /** The bytes by which the n-th visitor says something under a key. */
  say(visitor: number, clientKey: string): Buffer
  url: string
  close(): void
}

/** Lets visitors speak at an even pace, whatever the answers do, and notes in `waiting` when each message was due. Resolves once all have reached every agent. */
async function sendEvenly(path: Path, lanes: Lane[], ms: number, waiting: Map<string, number>): Promise<void> {
  const startedAt = performance.now()
  const free = [...lanes]
  const pending = new Set<Promise<unknown>>()
  for (let at = 0; performance.now() - startedAt < ms; at++) {
    const due = startedAt + (at * 1000) / perSecond
    if (due > performance.now()) await sleep(due - performance.now())
    const lane = free.pop()
    // Every connection waits for an answer: what is late now counts from when it was due.
    if (!lane) {
      await Promise.race(pending)
      at--
      continue
    }
    const clientKey = `bench-${process.pid}-${startedAt.toFixed(0)}-${at}`
    waiting.set(clientKey, due)
    const sending = lane.send(path.say(at % visitors, clientKey)).then(({ status, body }) => {
      if (status !== 202) throw new Error(`a visitor was refused: ${status} ${body}`)
      free.push(lane)
      pending.delete(sending)
    })
    pending.add(sending)
  }
  await Promise.all(pending)
  for (let tries = 0; waiting.size > 0 && tries < 100; tries++) await sleep(50)
  if (waiting.size > 0) throw new Error(`${waiting.size} messages reached no agent`)
}

async function openSockets(
  count: number,
  url: string,
  options: { token?: string; hello(at: number): object | null; onFrame?: (at: number, frame: string) => void },
) {
  const sockets: WebSocket[] = []
  for (let at = 0; at < count; at++) {
    const socket = new WebSocket(url.replace('http', 'ws'), {
      perMessageDeflate: false,
      ...(options.token ? { headers: { authorization: `Bearer ${options.token}` } } : {}),
    })
    sockets.push(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => {
        const hello = options.hello(at)
        if (hello) socket.send(JSON.stringify(hello))
        else resolve()
      })
      if (options.hello(at)) socket.once('message', () => resolve())
      socket.once('error', reject)
    })
    if (options.onFrame) socket.on('message', (frame) => options.onFrame!(at, String(frame)))
  }
  return sockets
}

async function ourPath(server: BenchServer): Promise<Path> {
  const inbox = await server.call('POST', '/inboxes', { name: 'Chat', connector: 'web-chat' })
  const tokens: string[] = []
  for (let at = 0; at < visitors; at++) tokens.push((await server.call('POST', `/chat/${inbox.publicKey}/visit`, {})).token)
  const sockets: WebSocket[] = []
  return {
    url: server.url,
    async open(onFrame) {
      sockets.push(
        ...(await openSockets(visitors, `${server.url}/api/v1/chat/stream`, { hello: (at) => ({ type: 'hello', token: tokens[at], after: null }) })),
      )
      sockets.push(
        ...(await openSockets(agents, `${server.url}/api/v1/stream`, {
          token: server.token,
          hello: () => ({ type: 'hello', after: null }),
          onFrame,
        })),
      )
    },
    say: (visitor, clientKey) =>
      requestBytes(`${server.url}/api/v1/chat/messages`, 'POST', tokens[visitor]!, {
        type: 'application/json',
        content: JSON.stringify({ clientKey, text: 'Where is my order? I have been waiting since Monday.' }),
      }),
    close: () => sockets.forEach((socket) => socket.terminate()),
  }
}

async function barePath(connectionString: string): Promise<Path> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-chat.ts'), connectionString], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())))
  const sockets: WebSocket[] = []
  return {
    url,
    async open(onFrame) {
      sockets.push(...(await openSockets(visitors, `${url}/visitor`, { hello: () => null })))
      sockets.push(...(await openSockets(agents, `${url}/agent`, { hello: () => null, onFrame })))
    },
    say: (_visitor, clientKey) =>
      requestBytes(`${url}/message`, 'POST', '', {
        type: 'application/json',
        content: JSON.stringify({ clientKey, text: 'Where is my order? I have been waiting since Monday.' }),
      }),
    close() {
      sockets.forEach((socket) => socket.terminate())
      child.kill()
    },
  }
}

/** Opens a path and returns what measures it: the times of all deliveries to agents within `ms`. */
async function prepare(path: Path): Promise<{ measure(ms: number): Promise<number[]>; close(): void }> {
  const waiting = new Map<string, number>()
  const reached = new Map<string, Set<number>>()
  let times: number[] = []
  await path.open((agent, frame) => {
    const at = performance.now()
    for (const [, key] of frame.matchAll(/"clientKey":"(bench-[^"]+)"/g)) {
      const due = waiting.get(key!)
      const agentsReached = reached.get(key!) ?? new Set()
      // A message comes again when something about it changes.
      if (due === undefined || agentsReached.has(agent)) continue
      times.push(at - due)
      reached.set(key!, agentsReached.add(agent))
      if (agentsReached.size < agents) continue
      waiting.delete(key!)
      reached.delete(key!)
    }
  })
  const lanes = await Promise.all(Array.from({ length: 64 }, () => openLane(path.url)))
  return {
    async measure(ms) {
      times = []
      await sendEvenly(path, lanes, ms, waiting)
      return times
    },
    close() {
      lanes.forEach((lane) => lane.close())
      path.close()
    },
  }
}

/** A visitor's message on its way to the sockets of agents, among a thousand sockets. */
export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const rounds = short ? 1 : 5
  const ms = short ? 3_000 : 6_000
  const { server } = await prepareServer(10_000)
  await prepareLimit(server.connectionString, 10_000)
  const sides = [await prepare(await barePath(server.connectionString)), await prepare(await ourPath(server))]
  try {
    for (const side of sides) await side.measure(2_000)
    const found: { bare: number[]; ours: number[] }[] = []
    for (let round = 0; round < rounds; round++) {
      const [bare, ours] = [await sides[0]!.measure(ms), await sides[1]!.measure(ms)]
      found.push({ bare, ours })
      const line = (times: number[]) => `p50 ${milliseconds(median(times))}, p99 ${milliseconds(quantile(times, 0.99))}`
      say(`visitor to agents: ours ${line(ours)}; bare ${line(bare)}`)
    }
    const of = (pick: (times: number[]) => number): Omit<Figure, 'name' | 'goal'> => ({
      ours: milliseconds(median(found.map((one) => pick(one.ours)))),
      limit: milliseconds(median(found.map((one) => pick(one.bare)))),
      ratio: median(found.map((one) => pick(one.ours) / pick(one.bare))),
    })
    return [
      {
        name: `a visitor's message → agents' sockets, ${visitors + agents} sockets, ${perSecond} messages/s, p99`,
        ...of((times) => quantile(times, 0.99)),
        goal: { atMost: 15 },
        note: `${agents} of the sockets are agents', who get every message; p50 ${of(median).ours}, bare ${of(median).limit}; bare: one statement committed, then ws`,
      },
    ]
  } finally {
    for (const side of sides) side.close()
    await server.stop()
  }
}
