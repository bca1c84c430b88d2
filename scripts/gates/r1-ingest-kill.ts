// Gate R1: what was acknowledged is stored exactly once, however often the server is killed.
// Three inboxes of the api connector, one of raw mail and one web chat take traffic of a provider's manners (resends, doubles at the same moment, answers before what they
// answer, albums from new senders) while the process is killed at random moments and at the named points I1–I9. I10 is gate R2's.
// Positive controls: the store without its unique keys must show duplicates; senders that believe before the commit must show losses.
import type pg from 'pg'
import { seededRandom } from '../../server/connectors/email/mime/mutate.ts'
import { auditMessages, auditWorkspace, drained } from './rig/audit.ts'
import { defaultSeed, runAsProgram, sleep, Tally, type GateResult } from './rig/gate.ts'
import { Sender } from './rig/sender.ts'
import { ServerProcess } from './rig/server-process.ts'
import { killAndRestart, planKills } from './r1/kills.ts'
import { makeChannels } from './r1/set-up.ts'
import { apiDelivery, makeTraffic, type Step, type Traffic } from './r1/traffic.ts'

const wantedPerSecond = 220

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('r1-ingest-kill', seed)
  const server = new ServerProcess()
  try {
    await server.startFresh()
    const albums = short ? 12 : 300
    const channels = await makeChannels(server, short ? 40 : 500)
    const traffic = makeTraffic(channels, short ? 1_200 : 20_000, albums, seed)
    const sender = new Sender({ url: () => server.url })
    const load = generate(server, sender, traffic, seed, tally)
    const readyMs = await killAndRestart(
      server,
      planKills(short ? 8 : 200, short ? 0 : 10, seed).map((kill, at) => (short ? shortKills[at]! : kill)),
      tally,
    )
    await load
    sender.stop()
    const client = await server.connect()
    if (!(await drained(client, 120_000))) tally.fail('not everything was taken in within two minutes')
    await judge(client, server, sender, traffic, tally)
    readyAgain(readyMs, tally, short)
    await client.end()
    await controls(server, channels, tally)
  } finally {
    await server.remove()
  }
  return tally.result()
}

/** The short form visits the points where a naive store loses or doubles. */
const shortKills = [
  { point: 'I4', count: 9 },
  { afterMs: 420 },
  { point: 'I3', count: 12 },
  { point: 'I7', count: 4 },
  { afterMs: 90 },
  { point: 'I6', count: 3 },
  { point: 'I9', count: 2 },
  { point: 'I8', count: 3 },
]

/** Offers the steps at the wanted rate while the server is up; during a death the senders keep what they have and ask again. */
async function generate(server: ServerProcess, sender: Sender, traffic: Traffic, seed: number, tally: Tally): Promise<void> {
  const random = seededRandom(seed ^ 0x10ad)
  const open = new Set<Promise<unknown>>()
  let upMs = 0
  let budget = 0
  let last = performance.now()
  const play = async ({ parts, repeat }: Step) => {
    // Parts of an album leave within 200 ms of each other.
    await Promise.all([
      ...parts.map(async (part, at) => (at > 0 ? sleep(Math.floor(random() * 180)) : Promise.resolve()).then(() => sender.send(part))),
      ...(repeat === 'at once' ? [sender.send(parts[0]!)] : []),
    ])
    if (repeat === 'again') await sender.send(parts[0]!)
    tally.add(`repeated_${repeat.replace(' ', '_')}`)
  }
  for (let at = 0; at < traffic.steps.length;) {
    await sleep(10)
    const now = performance.now()
    if (server.isUp && sender.pending < 400) {
      upMs += now - last
      budget += ((now - last) / 1000) * wantedPerSecond
    }
    last = now
    while (budget >= 1 && at < traffic.steps.length) {
      const step = traffic.steps[at++]!
      budget -= step.parts.length
      const playing: Promise<unknown> = play(step).finally(() => open.delete(playing))
      open.add(playing)
    }
  }
  await Promise.all(open)
  tally.figures.offered = traffic.offered
  tally.figures.offered_per_second_up = traffic.offered / (upMs / 1000)
  tally.figures.requests = sender.requests
  tally.figures.retries = sender.retries
}

async function judge(client: pg.Client, server: ServerProcess, sender: Sender, traffic: Traffic, tally: Tally): Promise<void> {
  const audit = await auditMessages(client, server.workspaceId, sender.acked)
  const acked = [...sender.acked.values()].reduce((sum, ids) => sum + ids.size, 0)
  Object.assign(tally.figures, { acked, ...audit })
  tally.expect(acked === traffic.offered, `only ${acked} of ${traffic.offered} were acknowledged`)
  tally.expect(audit.lost === 0, `${audit.lost} acknowledged messages are lost`)
  tally.expect(audit.duplicated === 0, `${audit.duplicated} messages are stored twice`)
  tally.expect(audit.stored === traffic.offered, `${audit.stored} messages stored, ${traffic.offered} offered`)
  await auditWorkspace(client, server.workspaceId, server.dataDir, tally)
  for (const { inboxId, ids } of traffic.together) {
    const { rows } = await client.query(
      `select count(distinct conversation_id)::int as count from messages where workspace_id = $1 and inbox_id = $2 and external_id = any($3::text[])`,
      [server.workspaceId, inboxId, ids],
    )
    tally.add('groups')
    if (rows[0].count !== 1) {
      tally.add('split_conversations')
      tally.fail(`${ids.length} parts (${ids[0]} …) lie in ${rows[0].count} conversations`, 'split conversations')
    }
  }
  tally.expect(server.unexpectedExits.length === 0, `the server ended by itself: ${server.unexpectedExits.join()}`)
  const odd = [...sender.statuses].filter(([status]) => typeof status === 'number' && status >= 500 && status !== 503)
  for (const [status, count] of odd) tally.fail(`${count} answers were ${status}`)
}

/** The short form runs beside other work, where the time says more about the machine. */
function readyAgain(readyMs: number[], tally: Tally, short: boolean): void {
  const sorted = readyMs.sort((a, b) => a - b)
  tally.figures.ready_again_p50_ms = sorted[Math.floor(sorted.length / 2)]!
  tally.figures.ready_again_max_ms = sorted.at(-1)!
  tally.expect(
    short || tally.figures.ready_again_p50_ms <= 3_000,
    `ready again only after ${Math.round(tally.figures.ready_again_p50_ms)} ms (median)`,
  )
}

/** With a defence switched off the same judgement must find what it is there to find. */
async function controls(server: ServerProcess, channels: { token: string }, tally: Tally): Promise<void> {
  const fresh = async (name: string) => (await server.call('POST', '/inboxes', { name, connector: 'api' })).body.id as string
  const doubled = await fresh('control: no unique key')
  const early = await fresh('control: believes early')
  const batch = (inboxId: string, count: number) =>
    Array.from({ length: count }, (_, n) => apiDelivery(channels.token, inboxId, `c-${n}`, `c-${n % 9}`, 'control'))

  await server.kill()
  // Forty pairs pass I3 at most eighty times; the rest of the count is spent by the hasty sender, until the server dies within a transaction.
  await server.start({ env: { DEFENCE_OFF: 'unique_key', KILL_AT: 'I3:100' } })
  const twice = new Sender({ url: () => server.url })
  for (const one of batch(doubled, 40)) await Promise.all([twice.send(one), twice.send(one)])
  twice.stop()
  const hasty = new Sender({ url: () => server.url, believesAtOnce: true })
  const sending: Promise<void>[] = []
  for (const [n, one] of batch(early, 6_000).entries()) {
    if (!server.isUp) break
    sending.push(hasty.send(one))
    if (n % 4 === 3) await sleep(5)
  }
  if (!(await server.diesWithin(2_000))) {
    tally.fail('control: the server did not die at I3')
    await server.kill()
  }
  await server.start()
  await Promise.all(sending)
  hasty.stop()
  const client = await server.connect()
  await drained(client, 30_000)
  const seen = await auditMessages(client, server.workspaceId, new Map([...twice.acked, ...hasty.acked]))
  await client.end()
  tally.figures.control_duplicated = seen.duplicated
  tally.figures.control_lost = seen.lost
  tally.expect(seen.duplicated > 0, 'control: without unique keys no duplicate was seen, so the gate is blind')
  tally.expect(seen.lost > 0, 'control: belief before the commit lost nothing, so the gate is blind')
}

await runAsProgram(import.meta.url, run)
