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

const batch = 500

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
  sweepMs = 15_000,
): SubscriberLoop {
  const dirty = new Set<WorkspaceId>()
  let isStopped = false
  let running: Promise<void> | null = null

  async function drain(): Promise<void> {
    for (const workspaceId of dirty) {
      dirty.delete(workspaceId)
      for (const subscriber of subscribers) {
        try {
          while (!isStopped && (await advance(database, workspaceId, subscriber)) === batch);
        } catch (error) {
          log.warn({ subscriber: subscriber.name, workspaceId, error: (error as Error).message }, 'subscriber failed; it tries again')
        }
      }
    }
    running = null
    if (dirty.size > 0 && !isStopped) start()
  }
  const start = () => void (running ??= drain())
  const wake = (workspaceId: WorkspaceId) => {
    dirty.add(workspaceId)
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

/** Hands one batch over; returns how many events were read, 0 when another process is at it. A batch that fails is tried again at the next wake. */
async function advance(database: Database, workspaceId: WorkspaceId, subscriber: Subscriber): Promise<number> {
  return database.transaction(workspaceId, { kind: 'system', name: subscriber.name }, async (ctx) => {
    await ctx.sql.run(`insert into subscriber_cursors (workspace_id, name) values ($1, $2) on conflict do nothing`, [workspaceId, subscriber.name])
    const row = await ctx.sql.one<{ cursor: number }>(
      `select cursor from subscriber_cursors where workspace_id = $1 and name = $2 for update skip locked`,
      [workspaceId, subscriber.name],
    )
    if (!row) return 0
    const events = await readEvents(ctx, row.cursor, batch)
    if (events.length === 0) return 0
    const wanted = subscriber.events ? events.filter((event) => subscriber.events!.includes(event.name)) : events
    if (wanted.length > 0) await subscriber.handle(ctx, wanted)
    await ctx.sql.run(
      `update subscriber_cursors set cursor = $3, failures = 0, failure = null, updated_at = $4 where workspace_id = $1 and name = $2`,
      [workspaceId, subscriber.name, events.at(-1)!.number, ctx.now],
    )
    return events.length
  })
}
