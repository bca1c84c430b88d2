import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, milliseconds, perSecond, quantile, type BenchOptions, type Figure } from './figure.ts'
import { prepareServer } from './prepared.ts'
import { rssBytes } from './processes.ts'
import type { ReaderOrder, ReaderReport } from './socket-reader.ts'

interface Side {
  reader: ChildProcess
  /** Resident bytes for each open connection, in the process that holds them. */
  bytesEach: number
  /** Says something to everybody; resolves when it is said, not when it has arrived. */
  say(number: number): Promise<void>
}

interface Round {
  times: number[]
  seconds: number
  frameBytes: number
}

const numberText = (number: number) => `bench-broadcast-${String(number).padStart(7, '0')}`

async function openReader(url: string, token: string, count: number, pid: number): Promise<{ reader: ChildProcess; bytesEach: number }> {
  const before = rssBytes(pid)
  const reader = fork(join(import.meta.dirname, 'socket-reader.ts'), [url, String(count), token], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [first] = (await Promise.race([once(reader, 'message'), once(reader, 'exit')])) as [ReaderReport | number]
  if (typeof first === 'number') throw new Error('the sockets could not be opened')
  await sleep(2_000)
  return { reader, bytesEach: Math.max(1, rssBytes(pid) - before) / count }
}

let number = 0

/** Says one thing and waits until every socket has it. Times count from when it began to be said. */
async function sayToAll({ reader, say }: Side): Promise<{ times: number[]; frameBytes: number }> {
  const said = ++number
  reader.send({ expect: said } satisfies ReaderOrder)
  const arrived = new Promise<Extract<ReaderReport, { got: number }>>((resolve) =>
    reader.on('message', function take(report: ReaderReport) {
      if (!('got' in report) || report.got !== said) return
      reader.off('message', take)
      resolve(report)
    }),
  )
  const startedAt = performance.timeOrigin + performance.now()
  await say(said)
  const { times, frameBytes } = await Promise.race([
    arrived,
    sleep(30_000).then(() => {
      throw new Error(`a broadcast did not reach every socket within 30 s`)
    }),
  ])
  return { times: times.map((at) => at - startedAt), frameBytes }
}

async function measureRound(side: Side, broadcasts: number): Promise<Round> {
  const times: number[] = []
  let frameBytes = 0
  const startedAt = performance.now()
  for (let at = 0; at < broadcasts; at++) {
    const reached = await sayToAll(side)
    times.push(...reached.times)
    frameBytes = reached.frameBytes
  }
  return { times, frameBytes, seconds: (performance.now() - startedAt) / 1000 }
}

/** Bare `ws` in a process of its own, sending frames of as many bytes as ours have. */
async function openBare(count: number): Promise<{ side: Side; setFrameBytes(bytes: number): Promise<void>; stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-broadcast.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = String((await once(child.stdout, 'data'))[0]).trim()
  const post = async (path: string) => void (await fetch(url + path, { method: 'POST' })).arrayBuffer()
  const opened = await openReader(url, '', count, child.pid!)
  return {
    side: { ...opened, say: (said) => post(`/say?text=${numberText(said)}`) },
    setFrameBytes: (bytes) => post(`/size?bytes=${bytes}`),
    stop() {
      opened.reader.kill()
      child.kill()
    },
  }
}

/** One event to every socket of a workspace, beside bare `ws` that sends the same number of bytes to as many. */
export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const count = short ? 1_000 : 10_000
  const rounds = short ? 1 : 5
  const broadcasts = short ? 5 : 10
  const { server, chatInbox } = await prepareServer(1_000)
  const bare = await openBare(count)
  const opened = await openReader(`${server.url}/api/v1/stream`, server.token, count, server.pid)
  const ours: Side = {
    ...opened,
    async say(said) {
      await server.call('POST', `/inboxes/${chatInbox}/messages`, {
        externalId: numberText(said),
        from: { id: 'broadcaster', name: 'B' },
        text: numberText(said),
      })
    },
  }
  try {
    await bare.setFrameBytes((await measureRound(ours, 3)).frameBytes)
    await measureRound(bare.side, 3)
    const found: { ours: Round; bare: Round }[] = []
    for (let round = 0; round < rounds; round++) {
      const one = { bare: await measureRound(bare.side, broadcasts), ours: await measureRound(ours, broadcasts) }
      found.push(one)
      const line = ({ times, seconds }: Round) => `p99 ${milliseconds(quantile(times, 0.99))}, ${perSecond(times.length / seconds)}`
      say(`broadcast to ${count}: ours ${line(one.ours)}; bare ${line(one.bare)}; ${one.ours.frameBytes} bytes`)
    }
    const rate = ({ times, seconds }: Round) => times.length / seconds
    const p99 = ({ times }: Round) => quantile(times, 0.99)
    const both = (pick: (round: Round) => number, write: (value: number) => string): Omit<Figure, 'name' | 'goal'> => ({
      ours: write(median(found.map((one) => pick(one.ours)))),
      limit: write(median(found.map((one) => pick(one.bare)))),
      ratio: median(found.map((one) => pick(one.ours) / pick(one.bare))),
    })
    const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`
    const note = 'ours from the request that stores the message; bare: ws sends as many bytes, stores nothing'
    return [
      { name: `broadcast to ${count} sockets, p99`, ...both(p99, milliseconds), goal: { atMost: 1.5 }, note },
      { name: `broadcast to ${count} sockets, deliveries back to back`, ...both(rate, perSecond), goal: { atLeast: 0.6 }, note },
      {
        name: `memory of a connection among ${count}`,
        ours: kilobytes(ours.bytesEach),
        limit: kilobytes(bare.side.bytesEach),
        ratio: ours.bytesEach / bare.side.bytesEach,
        goal: { atMost: 3 },
      },
    ]
  } finally {
    opened.reader.kill()
    bare.stop()
    await server.stop()
  }
}
