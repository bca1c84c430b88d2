import { WebSocket } from 'ws'
import { sleep } from '../rig/gate.ts'
import { ask, check, control, type Stage } from './stage.ts'

/** Promised: whoever may no more is out within this time, on every way in. */
const limitMs = 5_000

/** An agent's open browser: the socket, the event stream, and whatever else it asks. */
export interface Live {
  /** When the socket was closed by the server, as performance.now() has it. */
  socketClosedAt: number | null
  socketCode: number | null
  streamEndedAt: number | null
  /** All that came by socket and stream. */
  socketText: string
  streamText: string
  credential: { token: string } | { cookie: string }
  close(): void
}

/** Opens all ways in with a session (as a cookie) or an API token, and waits until both streams are live. */
export async function openLive(stage: Stage, credential: Live['credential']): Promise<Live> {
  const { url } = stage.server
  const headers: Record<string, string> =
    'token' in credential ? { authorization: `Bearer ${credential.token}` } : { cookie: `samvad_session=${credential.cookie}`, origin: url }
  stage.secrets.add('token' in credential ? credential.token : credential.cookie)
  const stopper = new AbortController()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/stream`, { headers })
  const live: Live = {
    socketClosedAt: null,
    socketCode: null,
    streamEndedAt: null,
    socketText: '',
    streamText: '',
    credential,
    close() {
      socket.terminate()
      stopper.abort()
    },
  }
  socket.on('error', () => {})
  socket.on('close', (code) => Object.assign(live, { socketClosedAt: performance.now(), socketCode: code }))
  socket.on('message', (text) => (live.socketText += `${String(text)}\n`))
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', after: null })))
  void fetch(`${url}/api/v1/events`, { headers, signal: stopper.signal })
    .then(async (answer) => {
      const decoder = new TextDecoder()
      for await (const chunk of answer.body!) live.streamText += decoder.decode(chunk as Uint8Array, { stream: true })
    })
    .catch(() => {})
    .finally(() => (live.streamEndedAt = performance.now()))
  const endsAt = Date.now() + 10_000
  while (!(live.socketText.includes('"ready"') && live.streamText.includes('event: ready'))) {
    if (Date.now() > endsAt || live.socketClosedAt !== null)
      throw new Error(`no live streams: socket ${live.socketCode ?? live.socketText}, stream ${live.streamText}`)
    await sleep(20)
  }
  return live
}

const asks = async (stage: Stage, live: Live) => (await ask(stage, 'GET', '/me', live.credential)).status

/** Lives with the session on every way in, takes it away, and counts the time until the last of them is cut. Three cases. */
export async function provesCut(stage: Stage, name: string, credential: Live['credential'], end: () => Promise<unknown>): Promise<void> {
  const live = await openLive(stage, credential)
  // So that every cache knows it.
  control(stage, `${name}: it works before`, (await asks(stage, live)) === 200)
  const startedAt = performance.now()
  await end()
  const since = (at: number | null) => (at === null ? Infinity : at - startedAt)
  let refusedAt: number | null = null
  while (performance.now() - startedAt < limitMs && (refusedAt === null || live.socketClosedAt === null || live.streamEndedAt === null)) {
    if (refusedAt === null && (await asks(stage, live)) === 401) refusedAt = performance.now()
    await sleep(80)
  }
  for (const [way, ms] of [
    ['requests', since(refusedAt)],
    ['socket', since(live.socketClosedAt)],
    ['event stream', since(live.streamEndedAt)],
  ] as const) {
    check(stage, `${name}: ${way} cut within five seconds`, ms <= limitMs, ms === Infinity ? 'still open' : `${Math.round(ms)} ms`)
    if (ms !== Infinity) stage.tally.most('slowest_cut_ms', ms)
  }
  if (live.socketClosedAt !== null) check(stage, `${name}: the socket says why`, live.socketCode === 4401, String(live.socketCode))
  live.close()
}

/** Lives on while others are cut: what stays right must stay open. */
export async function bystander(stage: Stage, credential: Live['credential']): Promise<() => Promise<void>> {
  const live = await openLive(stage, credential)
  return async () => {
    control(
      stage,
      'somebody whose right is untouched stays in, on every way',
      live.socketClosedAt === null && live.streamEndedAt === null && (await asks(stage, live)) === 200,
    )
    live.close()
  }
}

/**
 * What somebody may see is narrowed while they watch: five seconds later nothing of it comes to them any more, and requests say that it does not exist. `say` makes
 * an event that only those who may see are told of, with the given words in it.
 */
export async function provesNarrowed(
  stage: Stage,
  name: string,
  { credential, path, say, end }: { credential: Live['credential']; path: string; say(words: string): Promise<void>; end(): Promise<unknown> },
): Promise<void> {
  const live = await openLive(stage, credential)
  const word = `w${crypto.randomUUID().replaceAll('-', '')}`
  const heard = (text: string, words: string) => text.includes(words)
  await say(`${word}before`)
  control(stage, `${name}: it is seen before`, (await ask(stage, 'GET', path, credential)).status === 200)
  const endsAt = Date.now() + 5_000
  while (Date.now() < endsAt && !(heard(live.socketText, `${word}before`) && heard(live.streamText, `${word}before`))) await sleep(40)
  control(stage, `${name}: it comes by socket and stream before`, heard(live.socketText, `${word}before`) && heard(live.streamText, `${word}before`))
  await end()
  await sleep(limitMs)
  await say(`${word}after`)
  const { status } = await ask(stage, 'GET', path, credential)
  check(stage, `${name}: requests find nothing`, status === 404 || status === 403, String(status))
  await sleep(700)
  check(stage, `${name}: the socket is silent`, !heard(live.socketText, `${word}after`))
  check(stage, `${name}: the event stream is silent`, !heard(live.streamText, `${word}after`))
  live.close()
}
