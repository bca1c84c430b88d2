import { createHash } from 'node:crypto'
import type { InboundEventId, InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Bus } from '../../platform/events/bus.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { failpoint, isOff } from '../../platform/failpoint.ts'
import { gather } from '../../platform/gather.ts'
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

/** A raw form on its way into its row; a large body has gone to the file store. */
interface Ready {
  arrival: RawArrival & { externalKey: string }
  bodySha256: string | null
}

const system = { kind: 'system', name: 'intake' } as const

/** Writes arrivals of one workspace together, so that many share a commit (group commit). */
export function createRawWriter(database: Database, bus: Bus, bodies: BodyStore): RawWriter {
  const write = gather<Ready, RawStored>(async (workspaceId, batch) => {
    const fresh = await database.transaction(workspaceId, system, (ctx) => insertFresh(ctx, batch), { isSentWhole: true })
    failpoint('I4')
    bus.announce('inbound', workspaceId, 0)
    return storedAs(batch, fresh, (rest) => database.read(workspaceId, system, (ctx) => findStored(ctx, rest)))
  })
  return {
    async store(arrival) {
      const externalKey = isOff('unique_key') ? newId() : (arrival.externalKey ?? createHash('sha256').update(arrival.body).digest('hex'))
      const isLarge = arrival.body.length > largestInRow
      const bodySha256 = isLarge ? (await bodies.put(arrival.workspaceId, arrival.body)).sha256 : null
      return write(arrival.workspaceId, { arrival: { ...arrival, externalKey }, bodySha256 })
    },
  }
}

/** Raw arrivals as rows, in the caller's transaction, in the order given. */
export async function insertArrivals(ctx: Context, batch: Ready[]): Promise<RawStored[]> {
  return storedAs(batch, await insertFresh(ctx, batch), (rest) => findStored(ctx, rest))
}

interface Row {
  id: InboundEventId
  inboxId: string
  key: string
}

/** Those of the batch that were not there. */
async function insertFresh(ctx: Context, batch: Ready[]): Promise<Row[]> {
  const arrivals = batch.map(({ arrival }) => arrival)
  // One text whatever the number of rows, so that it is prepared once.
  const inserted = ctx.sql.many<Row>(
    `insert into inbound_events (workspace_id, id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at)
     select $1, id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[], $8::text[], $9::int[], $10::timestamptz[])
       as given (id, inbox_id, external_key, source, headers, body, body_sha256, size_bytes, received_at)
     on conflict (workspace_id, inbox_id, external_key) do nothing returning id, inbox_id as "inboxId", external_key as key`,
    [
      ctx.workspaceId,
      arrivals.map(() => newId()),
      arrivals.map((one) => one.inboxId),
      arrivals.map((one) => one.externalKey),
      arrivals.map((one) => one.source),
      arrivals.map((one) => JSON.stringify(one.headers)),
      batch.map(({ arrival, bodySha256 }) => (bodySha256 ? null : arrival.body)),
      batch.map(({ bodySha256 }) => bodySha256),
      arrivals.map((one) => one.body.length),
      arrivals.map((one) => one.receivedAt ?? ctx.now),
    ],
  )
  failpoint('I3')
  return inserted
}

const keyOf = (inboxId: string, externalKey: string) => `${inboxId} ${externalKey}`

function findStored(ctx: Context, batch: Ready[]): Promise<Row[]> {
  return ctx.sql.many(
    `select id, inbox_id as "inboxId", external_key as key from inbound_events where workspace_id = $1 and (inbox_id, external_key) in (select * from unnest($2::uuid[], $3::text[]))`,
    [ctx.workspaceId, batch.map(({ arrival }) => arrival.inboxId), batch.map(({ arrival }) => arrival.externalKey)],
  )
}

/** Under which id each of the batch is stored; `find` is asked for those that were there already. */
async function storedAs(batch: Ready[], fresh: Row[], find: (rest: Ready[]) => Promise<Row[]>): Promise<RawStored[]> {
  const ids = new Map(fresh.map((row) => [keyOf(row.inboxId, row.key), { id: row.id, isDuplicate: false }]))
  const rest = batch.filter(({ arrival }) => !ids.has(keyOf(arrival.inboxId, arrival.externalKey)))
  if (rest.length > 0) for (const row of await find(rest)) ids.set(keyOf(row.inboxId, row.key), { id: row.id, isDuplicate: true })
  const given = new Set<string>()
  return batch.map(({ arrival }) => {
    const key = keyOf(arrival.inboxId, arrival.externalKey)
    const stored = ids.get(key)!
    // The second of two equal arrivals in one batch is a duplicate of the first.
    const isDuplicate = stored.isDuplicate || given.has(key)
    given.add(key)
    return { id: stored.id, isDuplicate }
  })
}
