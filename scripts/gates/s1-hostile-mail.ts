// Gate S1: whatever mail comes in becomes exactly one visible record with its raw form: a message, or quarantine with a reason. Nothing crashes, hangs or disappears.
// Sample mails of many clients, bombs (nesting, parts, headers) and seeded mutations go through the whole server by raw-mail. Costs are CPU time, so that a busy machine does
// not change the verdict. Positive control: one record removed behind the server's back must be missed by the same count.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { mutateMail, seededRandom } from '../../server/connectors/email/mime/mutate.ts'
import { samples } from '../../server/connectors/email/mime/samples/index.ts'
import type { TestApp } from '../../server/testing/app.ts'
import { defaultSeed, runAsProgram, Tally, until, type GateResult } from './rig/gate.ts'
import { startApp } from './rig/in-process.ts'
import { mailBombs } from './s1/bombs.ts'

const batchSize = 10
const limits = { p99Ms: 200, slowestMs: 3_000, rssMb: 512 }

interface Given {
  /** By the inbound event's id, the SHA-256 of what was sent: the mails themselves would count as the server's memory. */
  ids: Map<string, string>
  costs: number[]
  /** A bomb may cost more than a mail, but never more than the limit. */
  bombCosts: number[]
}

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s1-hostile-mail', seed)
  const t = await startApp()
  const client = new pg.Client({ connectionString: t.connectionString })
  await client.connect()
  try {
    const inboxId = (await t.call('POST', '/inboxes', { body: { name: 'Mail', connector: 'email', address: 'support@gate.test' } })).body.id as string
    const originals = [...samples.map((sample) => sample.raw), ...fixtures()]
    const given: Given = { ids: new Map(), costs: [], bombCosts: [] }
    const feed = (mails: Buffer[]) => feedBatch(t, inboxId, mails, given, tally)
    for (let at = 0; at < originals.length; at += batchSize) await feed(originals.slice(at, at + batchSize))
    for (const { name, raw } of mailBombs(short)) {
      await feedBatch(t, inboxId, [raw], given, tally, name)
      tally.add('bombs')
    }
    const count = short ? 300 : 20_000
    for (let at = 0; at < count; at += batchSize) {
      const mails = Array.from({ length: Math.min(batchSize, count - at) }, (_, n) => {
        const random = seededRandom(seed + at + n)
        return mutateMail(originals[Math.floor(random() * originals.length)]!, originals[Math.floor(random() * originals.length)]!, random)
      })
      await feed(mails.filter((mail) => mail.length > 0))
      tally.add('mutations', mails.length)
    }
    await t.app.settle()
    Object.assign(tally.figures, await account(client, t, given, tally))
    judgeCosts(given, tally)
    await compareRaw(t, given, tally)
    await control(client, t, given, tally)
  } finally {
    await client.end()
    await t.close()
  }
  return tally.result()
}

const sha256 = (raw: Buffer) => createHash('sha256').update(raw).digest('hex')

function fixtures(): Buffer[] {
  const folder = join(import.meta.dirname, '../../server/connectors/email/mime/fixtures')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name)))
}

/** Sends some mails, waits until they are dealt with, and notes the CPU time that each cost on average. */
async function feedBatch(t: TestApp, inboxId: string, mails: Buffer[], given: Given, tally: Tally, bomb?: string): Promise<void> {
  const before = process.cpuUsage()
  for (const raw of mails) {
    const { status, body } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw, contentType: 'message/rfc822' })
    tally.add('offered')
    if (status === 202) {
      tally.add('acked')
      if (body.isDuplicate) tally.add('repeated')
      given.ids.set(body.id, sha256(raw))
    } else tally.fail(`a mail of ${raw.length} bytes was answered ${status} ${JSON.stringify(body).slice(0, 120)}`, 'mails refused')
  }
  await until(() => t.app.settle().then(() => true), 60_000)
  const spent = process.cpuUsage(before)
  const ms = (spent.user + spent.system) / 1_000 / Math.max(1, mails.length)
  if (bomb) {
    given.bombCosts.push(ms)
    tally.expect(ms <= limits.slowestMs, `the bomb ${bomb} costs ${Math.round(ms)} ms`)
  } else given.costs.push(ms)
  tally.most('rss_mb', process.memoryUsage().rss / 1_048_576)
}

/** What became of everything that was acknowledged. */
async function account(client: pg.Client, t: TestApp, given: Given, tally: Tally): Promise<Record<string, number>> {
  const { rows } = await client.query<{ id: string; state: string; reason: string | null; shows: boolean }>(
    `select e.id, e.state, e.reason, exists (select from messages m where m.workspace_id = e.workspace_id and m.id = e.message_id) as shows from inbound_events e where e.workspace_id = $1`,
    [t.owner.workspaceId],
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  const figures = { stored: 0, lost: 0, quarantined: 0, ignored: 0, reports: 0, duplicated: 0 }
  for (const id of given.ids.keys()) {
    const row = found.get(id)
    if (!row || row.state === 'received') figures.lost++
    else if (row.state === 'quarantined') figures.quarantined++
    else if (row.state === 'ignored') figures.ignored++
    // A bounce or a receipt about a mail that is not ours belongs to no message; it stays in the list of arrivals.
    else if (!row.shows) figures.reports++
    else figures.stored++
    if (row && (row.state === 'quarantined' || row.state === 'ignored') && !row.reason) tally.fail(`${row.state} without a reason`)
    if (row?.reason?.startsWith('defect:')) tally.fail(`a defect: ${row.reason.slice(0, 160)}`, 'defects')
  }
  figures.duplicated = Number(
    (
      await client.query(
        `select count(*)::int as count from (select 1 from inbound_events where workspace_id = $1 and message_id is not null and reason is distinct from 'duplicate' group by message_id having count(*) > 1) d`,
        [t.owner.workspaceId],
      )
    ).rows[0].count,
  )
  if (figures.lost > 0) tally.fail(`${figures.lost} mails have no record, or one that is never done`)
  return figures
}

function judgeCosts({ costs, bombCosts }: Given, tally: Tally): void {
  const sorted = costs.toSorted((a, b) => a - b)
  tally.figures.cpu_p99_ms = sorted[Math.floor(sorted.length * 0.99)]!
  tally.figures.cpu_most_ms = sorted.at(-1)!
  tally.figures.cpu_bomb_most_ms = Math.max(...bombCosts)
  tally.expect(tally.figures.cpu_p99_ms <= limits.p99Ms, `a mail costs ${Math.round(tally.figures.cpu_p99_ms)} ms (p99)`)
  tally.expect(tally.figures.cpu_most_ms <= limits.slowestMs, `the dearest mail costs ${Math.round(tally.figures.cpu_most_ms)} ms`)
  tally.expect(tally.figures.rss_mb! <= limits.rssMb, `${Math.round(tally.figures.rss_mb!)} MB were resident`)
}

/** The raw form of a few, byte for byte. */
async function compareRaw(t: TestApp, given: Given, tally: Tally): Promise<void> {
  const all = [...given.ids]
  for (let n = 0; n < 25; n++) {
    const [id, sum] = all[Math.floor((n * all.length) / 25)]!
    const { status, body } = await t.call('GET', `/inbound-events/${id}/raw`)
    tally.add('raw_compared')
    tally.expect(status === 200 && sha256(Buffer.from(body.body as string, 'base64')) === sum, `the raw form of ${id} is not what came`, 'raw forms')
  }
}

async function control(client: pg.Client, t: TestApp, given: Given, tally: Tally): Promise<void> {
  const victim = [...given.ids.keys()][3]!
  await client.query(`delete from inbound_events where workspace_id = $1 and id = $2`, [t.owner.workspaceId, victim])
  const seen = await account(client, t, given, new Tally('control', 0))
  tally.figures.control_lost = seen.lost!
  tally.expect(seen.lost === 1, 'control: a removed record was not missed, so the gate is blind')
}

await runAsProgram(import.meta.url, run)
