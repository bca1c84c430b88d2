import type { WorkspaceId } from '../../../../contract/ids.ts'
import type { Context } from '../../../platform/context.ts'
import { together } from '../../../platform/database/sql.ts'
import type { Database } from '../../../platform/database/database.ts'
import { asAppError } from '../../../platform/errors.ts'
import { failpoint } from '../../../platform/failpoint.ts'
import type { Bus } from '../../../platform/events/bus.ts'
import type { Log } from '../../../platform/log.ts'
import { lookUpKnown } from './known.ts'
import { createLastIn, type NoteArrivals } from './last-in.ts'
import { planBatch } from './plan-batch.ts'
import { savePlan } from './save.ts'
import { translate, type Claimed, type InboxForIntake, type Translated, type Translating } from './translate.ts'

export interface IntakeOptions {
  database: Database
  bus: Bus
  log: Log
  /** The inbox with its connector and opened settings; null when it was removed. */
  inboxOf(ctx: Context, inboxId: string): Promise<InboxForIntake | null>
  bodyOf(workspaceId: WorkspaceId, sha256: string): Promise<Uint8Array>
  host(workspaceId: WorkspaceId): Translating
  allWorkspaces(): Promise<WorkspaceId[]>
  sweepMs?: number
}

export interface IntakeLoop {
  sweep(): Promise<void>
  /** Resolves when everything known to wait has been taken in. */
  idle(): Promise<void>
  stop(): Promise<void>
}

interface Working extends IntakeOptions {
  noteArrivals: NoteArrivals
  /** The inboxes of each workspace's last arrivals: likely those of the next, and asked for together with them. */
  lastInboxes: Map<WorkspaceId, string[]>
}

const system = { kind: 'system', name: 'intake' } as const
const batchSize = 100
const batchBytes = 24 * 1024 * 1024
const mostAttempts = 4
const mostLikely = 5

/** Turns raw arrivals into messages: up to a hundred in one transaction, one batch of a workspace at a time over all processes. */
export function startIntake(given: IntakeOptions): IntakeLoop {
  const { bus, log } = given
  const options: Working = { ...given, noteArrivals: createLastIn(given.database, log), lastInboxes: new Map() }
  const dirty = new Set<WorkspaceId>()
  let isStopped = false
  let running: Promise<void> | null = null

  async function drain(): Promise<void> {
    for (const workspaceId of dirty) {
      dirty.delete(workspaceId)
      try {
        await takeInAll(options, workspaceId, () => isStopped)
      } catch (error) {
        log.warn({ workspaceId, error: (error as Error).message }, 'intake failed; it tries again')
        setTimeout(() => wake(workspaceId), 1_000).unref()
      }
    }
    running = null
    if (dirty.size > 0 && !isStopped) start()
  }
  const start = () => void (running ??= drain())
  const wake = (workspaceId: WorkspaceId) => {
    if (isStopped) return
    dirty.add(workspaceId)
    start()
  }
  const sweep = async () => {
    for (const workspaceId of await options.allWorkspaces()) wake(workspaceId)
  }
  const off = bus.on('inbound', wake)
  const timer = setInterval(() => void sweep().catch((error: Error) => log.warn({ error: error.message }, 'sweep failed')), options.sweepMs ?? 5_000)
  return {
    sweep,
    async idle() {
      while (running) await running
    },
    async stop() {
      isStopped = true
      off()
      clearInterval(timer)
      await running
    },
  }
}

interface Waiting extends Omit<Claimed, 'body'> {
  body: Buffer | null
  bodySha256: string | null
  attempts: number
  sizeBytes: number
}

interface Claim {
  batch: Translated[]
  attempts: Map<string, number>
  /** The last arrival of this claim; null when nothing waited. */
  last: string | null
}

/** Takes in batch after batch until nothing waits. While one is being written the next is read and translated: the two keep two processors busy. */
async function takeInAll(options: Working, workspaceId: WorkspaceId, isStopped: () => boolean): Promise<void> {
  let claimed = await claim(options, workspaceId, null)
  while (claimed.last !== null && !isStopped()) {
    const next = claim(options, workspaceId, claimed.last)
    next.catch(() => {})
    await takeIn(options, workspaceId, claimed)
    claimed = await next
    // What was committed late, or is to be tried again, lies behind.
    if (claimed.last === null) claimed = await claim(options, workspaceId, null)
  }
}

/** Reads what waits after an arrival, and translates it. */
async function claim(options: Working, workspaceId: WorkspaceId, after: string | null): Promise<Claim> {
  const { database } = options
  const { waiting, inboxes } = await database.read(workspaceId, system, async (ctx) => {
    const found = new Map<string, InboxForIntake | null>()
    const open = async (id: string) => void found.set(id, await options.inboxOf(ctx, id))
    const likely = (options.lastInboxes.get(workspaceId) ?? []).map(open)
    const asked = ctx.sql.many<Waiting>(
      `select id, inbox_id as "inboxId", headers, body, body_sha256 as "bodySha256", size_bytes as "sizeBytes", source, attempts, received_at as "receivedAt" from (
         select *, sum(size_bytes) over (order by id) - size_bytes as before
         from (select * from inbound_events where workspace_id = $1 and state = 'received' and ($4::uuid is null or id > $4) order by id limit $2) first
       ) counted where before < $3 order by id`,
      [workspaceId, batchSize, batchBytes, after],
    )
    const [rows] = await together([asked, ...likely])
    const ids = [...new Set(rows.map((row) => row.inboxId))]
    await together(ids.filter((id) => !found.has(id)).map(open))
    if (ids.length > 0) options.lastInboxes.set(workspaceId, ids.slice(0, mostLikely))
    return { waiting: rows, inboxes: found }
  })
  if (waiting.length === 0) return { batch: [], attempts: new Map(), last: null }
  failpoint('I5')
  const orphans = waiting.flatMap((row) => (inboxes.get(row.inboxId) ? [] : [row.id]))
  if (orphans.length > 0) await quarantine(database, workspaceId, orphans, 'inbox_removed')
  const { batch, lost } = await translateAll(options, workspaceId, waiting, inboxes)
  if (lost.length > 0) await quarantine(database, workspaceId, lost, 'raw_missing')
  return {
    batch,
    attempts: new Map(waiting.map((row) => [row.id, row.attempts])),
    last: waiting.at(-1)!.id,
  }
}

/** Everybody else of this process is let in this often. */
const turnMs = 4

async function translateAll(
  options: IntakeOptions,
  workspaceId: WorkspaceId,
  waiting: Waiting[],
  inboxes: Map<string, InboxForIntake | null>,
): Promise<{ batch: Translated[]; lost: string[] }> {
  const host = options.host(workspaceId)
  const batch: Translated[] = []
  // Whose stored form is gone from the disk: it must not stand in the way of the others.
  const lost: string[] = []
  let turnAt = performance.now()
  for (const { bodySha256, attempts: _, sizeBytes: __, body, ...row } of waiting) {
    const inbox = inboxes.get(row.inboxId)
    if (!inbox) continue
    const raw = body ?? (await options.bodyOf(workspaceId, bodySha256!).catch(passOverMissing))
    if (raw) batch.push(await translate({ ...row, body: raw }, inbox, host))
    else lost.push(row.id)
    if (performance.now() - turnAt < turnMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    turnAt = performance.now()
  }
  return { batch, lost }
}

function passOverMissing(error: { code?: string }): null {
  if (error.code === 'file.not_found') return null
  throw error
}

async function takeIn(options: Working, workspaceId: WorkspaceId, { batch, attempts }: Claim): Promise<void> {
  if (batch.length === 0) return
  try {
    await apply(options.database, workspaceId, batch)
  } catch (error) {
    if (asAppError(error).kind === 'unavailable') throw error
    await applySingly(options, workspaceId, batch, attempts)
  }
  await options.noteArrivals(workspaceId, batch)
}

/** What came for an inbox that is gone, or lost its raw form, waits in quarantine: nothing is dropped, and nothing blocks the rest. */
async function quarantine(database: Database, workspaceId: WorkspaceId, ids: string[], reason: string): Promise<void> {
  await database.transaction(workspaceId, system, (ctx) =>
    ctx.sql.run(
      `update inbound_events set state = 'quarantined', reason = $3 where workspace_id = $1 and id = any($2::uuid[]) and state = 'received'`,
      [workspaceId, ids, reason],
    ),
  )
}

/** One transaction. The lock keeps other processes' batches of this workspace apart; what one of them has finished meanwhile is left out. */
async function apply(database: Database, workspaceId: WorkspaceId, batch: Translated[]): Promise<void> {
  await database.transaction(workspaceId, system, async (ctx) => {
    const locked = ctx.sql.run(`select pg_advisory_xact_lock(hashtextextended($1, 11))`, [workspaceId])
    const open = ctx.sql.many<{ id: string }>(
      `select id from inbound_events where workspace_id = $1 and id = any($2::uuid[]) and state = 'received'`,
      [workspaceId, batch.map((one) => one.claimed.id)],
    )
    const [, waiting, known] = await together([locked, open, lookUpKnown(ctx, batch)])
    const ids = new Set(waiting.map((row) => row.id))
    const still = batch.filter((one) => ids.has(one.claimed.id))
    if (still.length > 0) await savePlan(ctx, planBatch(known, still, workspaceId, ctx.now))
  })
  failpoint('I8')
}

/** When a batch fails as a whole, each goes alone, so that one bad arrival stops no other; one that keeps failing goes to quarantine, with its reason. */
async function applySingly(
  { database, log }: IntakeOptions,
  workspaceId: WorkspaceId,
  batch: Translated[],
  attempts: Map<string, number>,
): Promise<void> {
  for (const one of batch) {
    try {
      await apply(database, workspaceId, [one])
    } catch (error) {
      if (asAppError(error).kind === 'unavailable') throw error
      const isLast = attempts.get(one.claimed.id)! + 1 >= mostAttempts
      log.warn({ inboundEvent: one.claimed.id, error: (error as Error).message, isLast }, 'arrival failed')
      await database.transaction(workspaceId, system, async (ctx) => {
        await ctx.sql.run(
          `update inbound_events set attempts = attempts + 1, state = case when $3 then 'quarantined' else state end, reason = $4 where workspace_id = $1 and id = $2`,
          [workspaceId, one.claimed.id, isLast, `defect: ${(error as Error).message.slice(0, 300)}`],
        )
        if (isLast) ctx.emit('inbound.quarantined', { inboundEventId: one.claimed.id as never, inboxId: one.inbox.id as never })
      })
    }
  }
}
