import type { WorkspaceId } from '../../../contract/ids.ts'
import type { WireEvent } from '../../../contract/realtime.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import type { Bus } from '../events/bus.ts'
import { lastEventNumber, readEvents, type StoredEvent } from '../events/read.ts'
import type { Log } from '../log.ts'

/** An event with its records, and who may be told. */
export interface Hydrated {
  wire: WireEvent
  /** null: everybody of the workspace. `teamId` is set only for a restricted team. */
  audience: { teamId: string | null; assigneeId: string | null } | null
  onlyAgentId: string | null
  contactId: string | null
  /** Only for those who may not be told of what this audience sees. */
  hiddenFrom?: Hydrated['audience']
}
export type Hydrate = (ctx: Context, events: StoredEvent[]) => Promise<Hydrated[]>

/** Receives batches in order. `number` is how far the log has been read with this batch. */
export type FeedListener = (batch: Hydrated[], number: number) => void

export interface Feed {
  /**
   * Streams everything after `after` (null: from now on), first what was missed, then live, without a gap or a repeat. Resolves once live, with the number
   * reached; 'resync' when more than `mostMissed` were missed.
   */
  join(workspaceId: WorkspaceId, after: number | null, listener: FeedListener): Promise<{ number: number; leave(): void } | 'resync'>
  /** How far the log goes now. */
  lastNumber(workspaceId: WorkspaceId): Promise<number>
  close(): void
}

const system = { kind: 'system', name: 'feed' } as const
const batchSize = 500
/** Beyond this a fresh load is cheaper than a replay. */
export const mostMissed = 10_000

interface Line {
  tail: number
  listeners: Set<FeedListener>
  pumping: Promise<void> | null
  isDirty: boolean
}

/** Reads each workspace's log once per process, however many listen, and only while somebody does. */
export function createFeed(database: Database, bus: Bus, hydrate: Hydrate, log: Log): Feed {
  const lines = new Map<WorkspaceId, Line>()

  const readBatch = (workspaceId: WorkspaceId, after: number) =>
    database.read(workspaceId, system, async (ctx) => {
      const events = await readEvents(ctx, after, batchSize)
      return events.length === 0 ? null : { batch: await hydrate(ctx, events), number: events.at(-1)!.number }
    })

  async function pump(workspaceId: WorkspaceId, line: Line): Promise<void> {
    try {
      while (line.isDirty && line.listeners.size > 0) {
        line.isDirty = false
        for (let read = await readBatch(workspaceId, line.tail); read; read = await readBatch(workspaceId, line.tail)) {
          line.tail = read.number
          for (const listener of line.listeners) listener(read.batch, read.number)
        }
      }
    } catch (error) {
      log.warn({ workspaceId, error: (error as Error).message }, 'feed failed; it tries again')
      line.isDirty = true
      setTimeout(() => kick(workspaceId), 500).unref()
    } finally {
      line.pumping = null
      if (line.listeners.size === 0) lines.delete(workspaceId)
    }
  }
  function kick(workspaceId: WorkspaceId): void {
    const line = lines.get(workspaceId)
    if (!line) return
    line.isDirty = true
    line.pumping ??= pump(workspaceId, line).then(() => (lines.get(workspaceId)?.isDirty ? kick(workspaceId) : undefined))
  }
  const off = bus.on('events', kick)
  // An announcement may be lost; a quiet look every two seconds bounds how late anybody learns.
  const timer = setInterval(() => lines.forEach((_, workspaceId) => kick(workspaceId)), 2_000)
  timer.unref()
  const lastNumber = (workspaceId: WorkspaceId) => database.read(workspaceId, system, lastEventNumber)

  return {
    lastNumber,
    async join(workspaceId, after, listener) {
      const now = await lastNumber(workspaceId)
      let position = after ?? now
      if (position > now || now - position > mostMissed) return 'resync'
      for (;;) {
        const line = lines.get(workspaceId) ?? { tail: position, listeners: new Set(), pumping: null, isDirty: false }
        lines.set(workspaceId, line)
        if (line.listeners.size === 0 && !line.pumping) line.tail = position
        // Between this comparison and the adding nothing can be read: both happen in one turn.
        if (position === line.tail) {
          line.listeners.add(listener)
          kick(workspaceId)
          return { number: position, leave: () => void line.listeners.delete(listener) }
        }
        const read = await readBatch(workspaceId, position)
        if (!read) {
          await line.pumping
          continue
        }
        // Not past the line's tail, so that the two meet exactly.
        const upTo = Math.min(read.number, line.tail > position ? line.tail : read.number)
        position = upTo
        listener(read.number === upTo ? read.batch : read.batch.filter((one) => one.wire.number <= upTo), upTo)
      }
    },
    close() {
      off()
      clearInterval(timer)
      lines.clear()
    },
  }
}

/** May this agent be told? Mirrors the visibility of the conversation itself. */
export function mayBeTold(agent: { id: string; role: string; teamIds: readonly string[] }, { audience, onlyAgentId, hiddenFrom }: Hydrated): boolean {
  if (hiddenFrom) return !mayBeTold(agent, { audience: hiddenFrom, onlyAgentId: null } as Hydrated)
  if (onlyAgentId) return onlyAgentId === agent.id
  if (agent.role !== 'agent' || !audience?.teamId) return true
  return audience.assigneeId === agent.id || agent.teamIds.includes(audience.teamId)
}
