import type { EventName } from '../../../contract/events.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { Bus } from './bus.ts'
import { readEvents, type StoredEvent } from './read.ts'

/** Reacts to events afterwards: at least once, in order, each workspace with a cursor of its own. Must be idempotent. */
export interface Subscriber {
  name: string
  /** Only these events are handed over; null means all. */
  events: readonly EventName[] | null
  /** One transaction: what it writes and the cursor move together. */
  handle(ctx: Context, events: StoredEvent[]): Promise<void>
}

const batchSize = 500

/** How long events gather, so that many are handed over together. */
export interface Pace {
  /** From the beginning of one round to the next. */
  gapMs: number
  /** Without a further event. */
  quietMs: number
  /** At the latest. */
  mostMs: number
}
/** At once; a little later while much happens. */
export const eager: Pace = { gapMs: 200, quietMs: 0, mostMs: 0 }
/** After everything that somebody waits for: as soon as it is quiet, and within five seconds however busy it is. */
export const patient: Pace = { gapMs: 0, quietMs: 200, mostMs: 5_000 }

export interface SubscriberLoop {
  /** Looks at every workspace, also those of which nothing was announced. */
  sweep(): Promise<void>
  /** Resolves when everything announced so far is handled (tests, orderly stop). */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Runs subscribers as events are announced, and over all workspaces every `sweepMs` (announcements may be lost). */
export function startSubscribers(
  database: Database,
  bus: Bus,
  subscribers: Subscriber[],
  allWorkspaces: () => Promise<WorkspaceId[]>,
  log: Log,
  { pace = eager, sweepMs = 15_000 }: { pace?: Pace; sweepMs?: number } = {},
): SubscriberLoop {
  const dirty = new Set<WorkspaceId>()
  let isStopped = false
  let running: Promise<void> | null = null

  let startedAt = 0
  let wokenAt = 0
  let hurry = () => {}

  /** Lets events gather; `hurry` ends it. */
  async function gatherEvents(): Promise<void> {
    const since = performance.now()
    let isHurried = false
    while (!isHurried) {
      const due = Math.max(startedAt + pace.gapMs, Math.min(wokenAt + pace.quietMs, since + pace.mostMs))
      const early = due - performance.now()
      if (early <= 0) break
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, early)
        hurry = () => {
          isHurried = true
          clearTimeout(timer)
          resolve()
        }
      })
    }
    startedAt = performance.now()
  }

  async function drain(): Promise<void> {
    await gatherEvents()
    for (const workspaceId of dirty) {
      dirty.delete(workspaceId)
      const failed = new Set<Subscriber>()
      const fail = (subscriber: Subscriber, error: Error) => {
        failed.add(subscriber)
        log.warn({ subscriber: subscriber.name, workspaceId, error: error.message }, 'subscriber failed; it tries again')
      }
      try {
        const round = () =>
          advance(
            database,
            workspaceId,
            subscribers.filter((one) => !failed.has(one)),
            fail,
          )
        while (!isStopped && (await round()));
      } catch (error) {
        log.warn({ workspaceId, error: (error as Error).message }, 'subscribers failed; they try again')
      }
    }
    running = null
    if (dirty.size > 0 && !isStopped) start()
  }
  const start = () => void (running ??= drain())
  const wake = (workspaceId: WorkspaceId) => {
    dirty.add(workspaceId)
    wokenAt = performance.now()
    start()
  }
  const sweep = async () => {
    for (const workspaceId of await allWorkspaces()) wake(workspaceId)
  }
  const off = bus.on('events', wake)
  const timer = setInterval(() => void sweep().catch((error: Error) => log.warn({ error: error.message }, 'sweep failed')), sweepMs)
  return {
    sweep,
    async idle() {
      while (running) {
        hurry()
        await running
      }
    },
    async stop() {
      isStopped = true
      off()
      clearInterval(timer)
      hurry()
      await running
    },
  }
}

const system = { kind: 'system', name: 'subscribers' } as const

interface Position {
  subscriber: Subscriber
  cursor: number
}

/**
 * Hands the next batch to each subscriber, in a transaction of its own; the log is read once for all that stand at the same number, and those that want
 * nothing of it move on together. Returns whether there is more. A batch that fails is tried again at the next wake; one that another process is at is left to it.
 */
async function advance(
  database: Database,
  workspaceId: WorkspaceId,
  subscribers: Subscriber[],
  fail: (subscriber: Subscriber, error: Error) => void,
): Promise<boolean> {
  const { positions, batches } = await readPositions(database, workspaceId, subscribers)
  let hasMore = false
  for (const [cursor, events] of batches) {
    const last = events.at(-1)?.number
    if (last === undefined) continue
    const here = positions.filter((one) => one.cursor === cursor).map(({ subscriber }) => ({ subscriber, wanted: wantedBy(subscriber, events) }))
    const passing = here.filter(({ wanted }) => wanted.length === 0)
    let moved = passing.length
    if (moved > 0)
      await database.transaction(
        workspaceId,
        system,
        (ctx) =>
          moveCursors(
            ctx,
            passing.map(({ subscriber }) => subscriber.name),
            cursor,
            last,
          ),
        { isRepeatedAfterCrash: true, isSentWhole: true },
      )
    // Each in a transaction of its own, side by side: none waits for the slowest.
    const handed = await Promise.all(
      here
        .filter(({ wanted }) => wanted.length > 0)
        .map(({ subscriber, wanted }) =>
          handOver(database, workspaceId, subscriber, wanted, cursor, last).catch((error: Error) => {
            fail(subscriber, error)
            return false
          }),
        ),
    )
    moved += handed.filter(Boolean).length
    if (moved > 0 && events.length === batchSize) hasMore = true
  }
  return hasMore
}

const wantedBy = ({ events: names }: Subscriber, events: StoredEvent[]) => (names ? events.filter((event) => names.includes(event.name)) : events)

/** Where each subscriber stands, and the events after each of these numbers. One that is new to the workspace begins at the beginning. */
async function readPositions(
  database: Database,
  workspaceId: WorkspaceId,
  subscribers: Subscriber[],
): Promise<{ positions: Position[]; batches: Map<number, StoredEvent[]> }> {
  const read = await database.read(workspaceId, system, async (ctx) => {
    const rows = await ctx.sql.many<{ name: string; cursor: number }>(`select name, cursor from subscriber_cursors where workspace_id = $1`, [
      workspaceId,
    ])
    const cursors = new Map(rows.map((row) => [row.name, row.cursor]))
    const positions = subscribers.map((subscriber) => ({ subscriber, cursor: cursors.get(subscriber.name) ?? 0 }))
    const batches = new Map<number, StoredEvent[]>()
    for (const { cursor } of positions) if (!batches.has(cursor)) batches.set(cursor, await readEvents(ctx, cursor, batchSize))
    return { positions, batches, missing: subscribers.flatMap(({ name }) => (cursors.has(name) ? [] : [name])) }
  })
  if (read.missing.length > 0)
    await database.transaction(workspaceId, system, (ctx) =>
      ctx.sql.run(
        `insert into subscriber_cursors (workspace_id, name) select $1, name from unnest($2::text[]) as given (name) on conflict do nothing`,
        [workspaceId, read.missing],
      ),
    )
  return read
}

async function handOver(
  database: Database,
  workspaceId: WorkspaceId,
  subscriber: Subscriber,
  wanted: StoredEvent[],
  cursor: number,
  last: number,
): Promise<boolean> {
  const handle = async (ctx: Context) => {
    if ((await moveCursors(ctx, [subscriber.name], cursor, last)) === 0) return false
    await subscriber.handle(ctx, wanted)
    return true
  }
  return database.transaction(workspaceId, { kind: 'system', name: subscriber.name }, handle, { isRepeatedAfterCrash: true })
}

/** Moves those that still stand at `from`; a cursor that another process holds is passed over. */
function moveCursors(ctx: Context, names: string[], from: number, to: number): Promise<number> {
  return ctx.sql.run(
    `with held as (
       select name from subscriber_cursors where workspace_id = $1 and name = any($2::text[]) and cursor = $3 order by name for update skip locked
     )
     update subscriber_cursors c set cursor = $4, failures = 0, failure = null, updated_at = $5 from held where c.workspace_id = $1 and c.name = held.name`,
    [ctx.workspaceId, names, from, to, ctx.now],
  )
}
