import { createHash } from 'node:crypto'
import type { InboundEventId, InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Bus } from '../../platform/events/bus.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { asAppError } from '../../platform/errors.ts'
import { failpoint, isOff } from '../../platform/failpoint.ts'
import { newId } from '../../platform/ids.ts'

export interface RawArrival {
  workspaceId: WorkspaceId
  inboxId: InboxId
  /** The provider's id of the delivery; a hash of the body unless told. Unique per inbox. */
  externalKey?: string
  source: 'api' | 'imap' | 'smtp' | 'chat' | 'import' | 'webhook'
  headers: Record<string, string>
  body: Uint8Array
  receivedAt?: Date
}
export interface RawStored {
  id: InboundEventId
  isDuplicate: boolean
}

/** Keeps bodies too large for a table row; its `put` must be durable when it resolves. */
export interface BodyStore {
  put(workspaceId: string, body: Uint8Array): Promise<{ sha256: string }>
}

export interface RawWriter {
  /** Resolves once the raw form is committed: only then may whoever sent it be told. The same external key again is the row that is there. */
  store(arrival: RawArrival): Promise<RawStored>
}

/** Larger bodies go to the file store: a row of this size still fits a few TOAST pages. */
const largestInRow = 256 * 1024
const mostRows = 64

interface Waiting {
  arrival: RawArrival & { externalKey: string }
  bodySha256: string | null
  resolve(stored: RawStored): void
  reject(error: unknown): void
}

/** Writes arrivals of one workspace together: while one commit is under way the next ones gather, so that many share a commit (group commit). */
export function createRawWriter(database: Database, bus: Bus, bodies: BodyStore): RawWriter {
  const queues = new Map<WorkspaceId, Waiting[]>()
  const running = new Set<WorkspaceId>()

  async function drain(workspaceId: WorkspaceId): Promise<void> {
    const queue = queues.get(workspaceId)!
    while (queue.length > 0) {
      const batch = queue.splice(0, mostRows)
      try {
        await write(workspaceId, batch)
      } catch (error) {
        // One arrival that cannot be stored must not take the others of its batch with it.
        if (batch.length === 1 || asAppError(error).kind === 'unavailable') for (const waiting of batch) waiting.reject(error)
        else for (const waiting of batch) await write(workspaceId, [waiting]).catch(waiting.reject)
      }
    }
    running.delete(workspaceId)
    queues.delete(workspaceId)
  }

  async function write(workspaceId: WorkspaceId, batch: Waiting[]): Promise<void> {
    const stored = await insert(database, workspaceId, batch)
    failpoint('I4')
    batch.forEach((waiting, at) => waiting.resolve(stored[at]!))
    bus.announce('inbound', workspaceId, 0)
  }

  return {
    async store(arrival) {
      const externalKey = isOff('unique_key') ? newId() : (arrival.externalKey ?? createHash('sha256').update(arrival.body).digest('hex'))
      const isLarge = arrival.body.length > largestInRow
      const bodySha256 = isLarge ? (await bodies.put(arrival.workspaceId, arrival.body)).sha256 : null
      return new Promise<RawStored>((resolve, reject) => {
        const queue = queues.get(arrival.workspaceId) ?? []
        queues.set(arrival.workspaceId, queue)
        queue.push({ arrival: { ...arrival, externalKey }, bodySha256, resolve, reject })
        if (running.has(arrival.workspaceId)) return
        running.add(arrival.workspaceId)
        // The rest of this turn's requests still join the first batch.
        setImmediate(() => void drain(arrival.workspaceId))
      })
    },
  }
}

async function insert(database: Database, workspaceId: WorkspaceId, batch: Waiting[]): Promise<RawStored[]> {
  return database.transaction(workspaceId, { kind: 'system', name: 'intake' }, (ctx) => insertArrivals(ctx, batch))
}

/** Raw arrivals as rows, in the caller's transaction, in the order given. */
export async function insertArrivals(
  ctx: Context,
  batch: { arrival: RawArrival & { externalKey: string }; bodySha256: string | null }[],
): Promise<RawStored[]> {
  const arrivals = batch.map(({ arrival }) => arrival)
  // One text whatever the number of rows, so that it is prepared once.
  const fresh = await ctx.sql.many<{ id: InboundEventId; inboxId: string; key: string }>(
    `insert into inbound_events (workspace_id, id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at)
     select workspace_id, id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[], $8::text[], $9::int[], $10::timestamptz[])
       as given (workspace_id, id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at)
     on conflict (workspace_id, inbox_id, external_key) do nothing returning id, inbox_id as "inboxId", external_key as key`,
    [
      arrivals.map(() => ctx.workspaceId),
      arrivals.map(() => newId()),
      arrivals.map((one) => one.inboxId),
      arrivals.map((one) => one.externalKey),
      arrivals.map((one) => one.source),
      arrivals.map((one) => JSON.stringify(one.headers)),
      batch.map(({ arrival: { body }, bodySha256 }) => (bodySha256 ? null : Buffer.from(body.buffer, body.byteOffset, body.byteLength))),
      batch.map(({ bodySha256 }) => bodySha256),
      arrivals.map((one) => one.body.length),
      arrivals.map((one) => one.receivedAt ?? ctx.now),
    ],
  )
  failpoint('I3')
  const ids = new Map(fresh.map((row) => [`${row.inboxId} ${row.key}`, { id: row.id, isDuplicate: false }]))
  const missing = batch.filter(({ arrival }) => !ids.has(`${arrival.inboxId} ${arrival.externalKey}`))
  if (missing.length > 0) {
    const known = await ctx.sql.many<{ id: InboundEventId; inboxId: string; key: string }>(
      `select id, inbox_id as "inboxId", external_key as key from inbound_events where workspace_id = $1 and (inbox_id, external_key) in (select * from unnest($2::uuid[], $3::text[]))`,
      [ctx.workspaceId, missing.map(({ arrival }) => arrival.inboxId), missing.map(({ arrival }) => arrival.externalKey)],
    )
    for (const row of known) ids.set(`${row.inboxId} ${row.key}`, { id: row.id, isDuplicate: true })
  }
  const given = new Set<string>()
  return batch.map(({ arrival }) => {
    const key = `${arrival.inboxId} ${arrival.externalKey}`
    const stored = ids.get(key)!
    // The second of two equal arrivals in one batch is a duplicate of the first.
    const isDuplicate = stored.isDuplicate || given.has(key)
    given.add(key)
    return { id: stored.id, isDuplicate }
  })
}
