// Gate R5: when the database goes away, the server stays, says so, and goes on when it is back; nothing acknowledged is lost.
// Under traffic the embedded PostgreSQL is stopped at once, frozen, and its connections are cut. Senders may see nothing but 2xx and 503 with Retry-After; readers likewise.
// Positive control: senders that believe without an acknowledgement must lose messages over the same stop.
import type pg from 'pg'
import { auditMessages, auditWorkspace, drained } from './rig/audit.ts'
import { defaultSeed, runAsProgram, sleep, Tally, until, type GateResult } from './rig/gate.ts'
import { Sender } from './rig/sender.ts'
import { ServerProcess } from './rig/server-process.ts'
import { apiDelivery } from './r1/traffic.ts'

const messagesPerSecond = 100

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('r5-db-down', seed)
  const size = short ? { stops: 2, freezes: 1, frozenMs: 2_500, cuts: 2 } : { stops: 20, freezes: 5, frozenMs: 10_000, cuts: 20 }
  const server = new ServerProcess()
  try {
    await server.startFresh()
    const inboxId = (await server.call('POST', '/inboxes', { name: 'App', connector: 'api' })).body.id as string
    const sender = new Sender({ url: () => server.url, timeoutMs: 60_000 })
    const stopper = new AbortController()
    const talking = talk(server, sender, inboxId, stopper.signal, tally)
    const reading = read(server, stopper.signal, tally)
    const answering = answer(server, inboxId, stopper.signal)
    const recoveries: number[] = []
    for (let n = 0; n < Math.max(size.stops, size.freezes, size.cuts); n++) {
      if (n < size.stops) recoveries.push(await trouble(server, sender, (pid) => process.kill(pid, 'SIGQUIT')))
      if (n < size.freezes) recoveries.push(await trouble(server, sender, (pid) => freeze(pid, size.frozenMs)))
      if (n < size.cuts) recoveries.push(await cutConnections(server, sender))
    }
    Object.assign(tally.figures, { stops: size.stops, freezes: size.freezes, cuts: size.cuts })
    stopper.abort()
    const [, , answers] = await Promise.all([talking, reading, answering])
    sender.stop()
    await judgeAnswers(server, answers, tally)
    await judge(server, sender, inboxId, recoveries, short, tally)
    await control(server, tally)
  } finally {
    await server.remove()
  }
  return tally.result()
}

/** Offers messages at the rate until told to stop, and waits until all are acknowledged. */
async function talk(server: ServerProcess, sender: Sender, inboxId: string, signal: AbortSignal, tally: Tally): Promise<void> {
  const open: Promise<void>[] = []
  const startedAt = performance.now()
  for (let n = 0; !signal.aborted; n++) {
    open.push(sender.send(apiDelivery(server.token, inboxId, `m-${n}`, `customer-${n % 300}`, `words ${n}`)))
    await sleep(Math.max(0, startedAt + ((n + 1) * 1_000) / messagesPerSecond - performance.now()))
  }
  await Promise.all(open)
  tally.figures.offered = open.length
  tally.figures.acked = [...sender.acked.values()].reduce((sum, ids) => sum + ids.size, 0)
}

/** What a console asks for meanwhile. */
async function read(server: ServerProcess, signal: AbortSignal, tally: Tally): Promise<void> {
  while (!signal.aborted) {
    for (const path of ['/conversations?limit=20', '/conversation-counts', '/me']) {
      const { status, headers } = await server.call('GET', path).catch((error: Error) => ({ status: 0, headers: new Headers(), error }))
      tally.add('reads')
      if (status === 503) tally.add('reads_503')
      if (status === 503 && !headers.has('retry-after')) tally.fail('a 503 without Retry-After')
      if (status !== 200 && status !== 503) tally.fail(`a read was answered ${status}`, 'reads')
    }
    await sleep(40)
  }
}

/** An agent answers ten times a second, so that jobs are under way whenever the database goes; what was not acknowledged is said again under its key. Returns the acknowledged keys. */
async function answer(server: ServerProcess, inboxId: string, signal: AbortSignal): Promise<Set<string>> {
  const away = () => ({ status: 0, body: null })
  const acked = new Set<string>()
  const ask = (method: string, path: string, body?: unknown) => server.call(method, path, body).catch(away)
  let conversationId: string | undefined
  for (let n = 0; !signal.aborted;) {
    conversationId ??= (await ask('GET', `/conversations?inbox=${inboxId}&limit=1`)).body?.items?.[0]?.id
    const clientKey = `answer-${n}`
    const path = `/conversations/${conversationId}/replies`
    if (conversationId && (await ask('POST', path, { text: `answer ${n}`, clientKey, holdSeconds: 0 })).status === 201) {
      acked.add(clientKey)
      n++
    }
    await sleep(100)
  }
  return acked
}

/** Every answer is stored once, and its job has done its work, or will as soon as its next try is due: none is held by nobody. */
async function judgeAnswers(server: ServerProcess, acked: Set<string>, tally: Tally): Promise<void> {
  const client = await server.connect()
  const unsent = async () =>
    (
      await client.query(
        `select count(*)::int as count from messages where workspace_id = $1 and direction = 'out' and delivery_state in ('held', 'queued')`,
        [server.workspaceId],
      )
    ).rows[0].count as number
  await until(async () => (await unsent()) === 0, 90_000, 200)
  const { rows } = await client.query<{ key: string; state: string }>(
    `select client_key as key, delivery_state as state from messages where workspace_id = $1 and direction = 'out'`,
    [server.workspaceId],
  )
  const stored = new Set(rows.map((row) => row.key))
  tally.figures.answers = acked.size
  tally.figures.answers_lost = [...acked].filter((key) => !stored.has(key)).length
  tally.figures.answers_unsent = await unsent()
  for (const { state } of rows) tally.add(`answers_${state}`)
  tally.expect(tally.figures.answers_lost === 0, `${tally.figures.answers_lost} acknowledged answers are lost`)
  tally.expect(rows.length === stored.size, `${rows.length - stored.size} answers are stored twice`)
  tally.expect(tally.figures.answers_unsent === 0, `${tally.figures.answers_unsent} answers are still waiting a minute and a half later`)
  tally.expect(acked.size > 0, 'no answer was ever taken, so no job was under way')
  await client.end()
}

/** Does something to the postmaster and returns the milliseconds from when it accepts again to the first acknowledgement. */
async function trouble(server: ServerProcess, sender: Sender, harm: (postmasterPid: number) => unknown): Promise<number> {
  await sleep(500)
  const client = await server.connect()
  const pid = Number((await client.query<{ text: string }>(`select pg_read_file('postmaster.pid') as text`)).rows[0]!.text.split('\n')[0])
  await client.end()
  await harm(pid)
  return recovery(server, sender)
}

async function freeze(pid: number, ms: number): Promise<void> {
  const group = [pid, ...(await childrenOf(pid))]
  for (const one of group) signalTo(one, 'SIGSTOP')
  await sleep(ms)
  for (const one of group) signalTo(one, 'SIGCONT')
}

async function childrenOf(pid: number): Promise<number[]> {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.trim().split(/\s+/).filter(Boolean).map(Number)
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // A backend that has ended meanwhile.
  }
}

async function cutConnections(server: ServerProcess, sender: Sender): Promise<number> {
  await sleep(500)
  const client = await server.connect()
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`)
  await client.end()
  return recovery(server, sender)
}

async function recovery(server: ServerProcess, sender: Sender): Promise<number> {
  let client: pg.Client | null = null
  let refusal = ''
  const connect = () => server.connect().catch((error: Error) => ((refusal = error.message), null))
  if (!(await until(async () => (client = await connect()) !== null, 60_000, 20)))
    throw new Error(`the database did not accept within a minute: ${refusal}; the server said: ${server.output.slice(-1_000)}`)
  const acceptsAt = performance.now()
  await client!.end().catch(() => {})
  await until(() => (sender.ackedAt.at(-1) ?? 0) > acceptsAt, 60_000, 5)
  return sender.ackedAt.find((at) => at > acceptsAt)! - acceptsAt
}

async function judge(server: ServerProcess, sender: Sender, inboxId: string, recoveries: number[], short: boolean, tally: Tally): Promise<void> {
  const client = await server.connect()
  tally.expect(await drained(client, 60_000), 'not everything was taken in within a minute')
  const audit = await auditMessages(client, server.workspaceId, sender.acked)
  Object.assign(tally.figures, audit)
  tally.expect(audit.lost === 0, `${audit.lost} acknowledged messages are lost`)
  tally.expect(audit.duplicated === 0, `${audit.duplicated} messages are stored twice`)
  tally.expect(audit.stored === tally.figures.offered, `${audit.stored} stored, ${tally.figures.offered} offered`)
  await auditWorkspace(client, server.workspaceId, server.dataDir, tally)
  await client.end()
  for (const [status, count] of sender.statuses) {
    tally.figures[`answers_${status}`] = count
    if (status !== 202 && status !== 503) tally.fail(`${count} senders saw ${status}`)
  }
  tally.expect(sender.withoutRetryAfter === 0, `${sender.withoutRetryAfter} times 503 without Retry-After`)
  tally.expect((tally.figures.answers_503 ?? 0) > 0, 'no sender saw 503, so the database was never missed')
  tally.expect(server.isUp && server.unexpectedExits.length === 0, `the server ended: ${server.unexpectedExits.join()}`)
  recoveries.sort((a, b) => a - b)
  tally.figures.recovery_p50_ms = recoveries[Math.floor(recoveries.length / 2)]!
  tally.figures.recovery_max_ms = recoveries.at(-1)!
  // The short form runs beside other work, where the time says more about the machine.
  tally.expect(
    short || tally.figures.recovery_max_ms <= 2_000,
    `first success only ${Math.round(tally.figures.recovery_max_ms)} ms after the database accepts (${inboxId})`,
  )
}

async function control(server: ServerProcess, tally: Tally): Promise<void> {
  const inboxId = (await server.call('POST', '/inboxes', { name: 'control', connector: 'api' })).body.id as string
  const hasty = new Sender({ url: () => server.url, believesAtOnce: true })
  const sending: Promise<void>[] = []
  const harm = trouble(server, hasty, (pid) => process.kill(pid, 'SIGQUIT'))
  for (let n = 0; n < 150; n++) {
    sending.push(hasty.send(apiDelivery(server.token, inboxId, `c-${n}`, `c-${n % 9}`, 'control')))
    await sleep(10)
  }
  await Promise.all([harm, ...sending])
  hasty.stop()
  const client = await server.connect()
  await drained(client, 30_000)
  tally.figures.control_lost = (await auditMessages(client, server.workspaceId, hasty.acked)).lost
  await client.end()
  tally.expect(tally.figures.control_lost > 0, 'control: belief without an acknowledgement lost nothing, so the gate is blind')
}

await runAsProgram(import.meta.url, run)
