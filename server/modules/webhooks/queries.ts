import type { EventName } from '../../../contract/events.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Delivery, Endpoint, StoredSecret } from './endpoint.ts'

export interface EndpointRow extends Omit<Endpoint, 'createdAt'> {
  createdAt: Date
  pausedUntil: Date | null
  secrets: StoredSecret[]
}

const endpointColumns = `id, url, events, secrets, is_enabled as "isEnabled", disabled_reason as "disabledReason", paused_until as "pausedUntil", created_at as "createdAt"`

export const endpointNotFound = () => new AppError('not_found', 'webhook.not_found', 'There is no such endpoint.')

export const toEndpoint = ({ id, url, events, isEnabled, disabledReason, createdAt }: EndpointRow): Endpoint => ({
  id,
  url,
  events,
  isEnabled,
  disabledReason,
  createdAt: createdAt.toISOString(),
})

export async function listEndpoints(ctx: Context): Promise<EndpointRow[]> {
  return ctx.sql.many(`select ${endpointColumns} from webhook_endpoints where workspace_id = $1 and removed_at is null order by created_at, id`, [
    ctx.workspaceId,
  ])
}

/** An endpoint that was not removed. */
export async function findEndpoint(ctx: Context, id: string): Promise<EndpointRow | undefined> {
  return ctx.sql.one(`select ${endpointColumns} from webhook_endpoints where workspace_id = $1 and id = $2 and removed_at is null`, [
    ctx.workspaceId,
    id,
  ])
}

/** The endpoint, locked until commit. Errors: `webhook.not_found`. */
export async function lockEndpoint(ctx: Context, id: string): Promise<EndpointRow> {
  const row = await ctx.sql.one<EndpointRow>(
    `select ${endpointColumns} from webhook_endpoints where workspace_id = $1 and id = $2 and removed_at is null for update`,
    [ctx.workspaceId, id],
  )
  if (!row) throw endpointNotFound()
  return row
}

export async function insertEndpoint(
  ctx: Context,
  endpoint: { id: string; url: string; events: string[]; secrets: StoredSecret[] },
): Promise<EndpointRow> {
  const row = await ctx.sql.one<EndpointRow>(
    `insert into webhook_endpoints (workspace_id, id, url, events, secrets, created_at) values ($1, $2, $3, $4, $5, $6) returning ${endpointColumns}`,
    [ctx.workspaceId, endpoint.id, endpoint.url, endpoint.events, JSON.stringify(endpoint.secrets), ctx.now],
  )
  return row!
}

export async function saveEndpoint(ctx: Context, { id, url, events, isEnabled, disabledReason, secrets, pausedUntil }: EndpointRow): Promise<void> {
  await ctx.sql.run(
    `update webhook_endpoints set url = $3, events = $4, is_enabled = $5, disabled_reason = $6, secrets = $7, paused_until = $8 where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, id, url, events, isEnabled, disabledReason, JSON.stringify(secrets), pausedUntil],
  )
}

/** Removes an endpoint with its secrets; its deliveries go by and by. Returns how many there were. */
export async function removeEndpoint(ctx: Context, id: string): Promise<number> {
  return ctx.sql.run(
    `update webhook_endpoints set removed_at = $3, is_enabled = false, secrets = '[]' where workspace_id = $1 and id = $2 and removed_at is null`,
    [ctx.workspaceId, id, ctx.now],
  )
}

/** Nothing is sent to an endpoint before `until`; an earlier time does not shorten a later one. */
export async function pauseEndpoint(ctx: Context, id: string, until: Date): Promise<void> {
  await ctx.sql.run(`update webhook_endpoints set paused_until = greatest(paused_until, $3) where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    id,
    until,
  ])
}

interface DeliveryRow extends Omit<Delivery, 'nextAttemptAt' | 'createdAt'> {
  nextAttemptAt: Date | null
  createdAt: Date
}

const deliveryColumns = `id, endpoint_id as "endpointId", event_number as "eventNumber", event_name as "eventName", state, attempts, last_status as "lastStatus", last_error as "lastError",
  next_attempt_at as "nextAttemptAt", created_at as "createdAt"`

const toDelivery = (row: DeliveryRow): Delivery => ({
  ...row,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

export interface NewDelivery {
  id: string
  endpointId: string
  eventNumber: number
  eventName: EventName
}

/** Writes deliveries that are not there yet; returns which of them are new. */
export async function insertDeliveries(ctx: Context, deliveries: NewDelivery[]): Promise<{ id: string; endpointId: string }[]> {
  return ctx.sql.many(
    `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_number, event_name, next_attempt_at, created_at)
     select $1, id, endpoint_id, event_number, event_name, $6, $6 from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[]) as given (id, endpoint_id, event_number, event_name)
     on conflict (workspace_id, endpoint_id, event_number) do nothing returning id, endpoint_id as "endpointId"`,
    [
      ctx.workspaceId,
      deliveries.map((one) => one.id),
      deliveries.map((one) => one.endpointId),
      deliveries.map((one) => one.eventNumber),
      deliveries.map((one) => one.eventName),
      ctx.now,
    ],
  )
}

export async function lockDelivery(ctx: Context, id: string): Promise<Delivery | undefined> {
  const row = await ctx.sql.one<DeliveryRow>(`select ${deliveryColumns} from webhook_deliveries where workspace_id = $1 and id = $2 for update`, [
    ctx.workspaceId,
    id,
  ])
  return row && toDelivery(row)
}

export interface DeliveryChange {
  state: Delivery['state']
  attempts: number
  nextAttemptAt: Date | null
  lastStatus: number | null
  lastError: string | null
}

export async function saveDelivery(ctx: Context, id: string, change: DeliveryChange): Promise<Delivery> {
  const row = await ctx.sql.one<DeliveryRow>(
    `update webhook_deliveries set state = $3, attempts = $4, next_attempt_at = $5, last_status = $6, last_error = $7 where workspace_id = $1 and id = $2 returning ${deliveryColumns}`,
    [ctx.workspaceId, id, change.state, change.attempts, change.nextAttemptAt, change.lastStatus, change.lastError],
  )
  return toDelivery(row!)
}

/** Deliveries of one endpoint, newest first; ids sort by time. */
export async function pageOfDeliveries(
  ctx: Context,
  endpointId: string,
  query: { state?: string | undefined; before: string | null; limit: number },
): Promise<Delivery[]> {
  const rows = await ctx.sql.many<DeliveryRow>(
    `select ${deliveryColumns} from webhook_deliveries where workspace_id = $1 and endpoint_id = $2 and ($3::text is null or state = $3) and ($4::uuid is null or id < $4)
     order by id desc limit $5`,
    [ctx.workspaceId, endpointId, query.state ?? null, query.before, query.limit],
  )
  return rows.map(toDelivery)
}

/** What a delivery tells of its event. */
export async function readEvent(ctx: Context, number: number): Promise<{ name: EventName; at: Date; payload: Record<string, unknown> } | undefined> {
  return ctx.sql.one(`select name, at, payload from events where workspace_id = $1 and number = $2`, [ctx.workspaceId, number])
}

/** Takes away at most `most` old deliveries of a state. */
export async function removeOldDeliveries(ctx: Context, state: 'delivered' | 'dead', before: Date, most: number): Promise<number> {
  return ctx.sql.run(
    `delete from webhook_deliveries where workspace_id = $1 and id in (
       select id from webhook_deliveries where workspace_id = $1 and state = $2 and created_at < $3 order by created_at limit $4)`,
    [ctx.workspaceId, state, before, most],
  )
}

/** Deliveries whose time was long ago: their job was lost. */
export async function overdueDeliveries(ctx: Context, before: Date, most: number): Promise<{ id: string; endpointId: string }[]> {
  return ctx.sql.many(
    `select id, endpoint_id as "endpointId" from webhook_deliveries where workspace_id = $1 and state = 'waiting' and next_attempt_at < $2 order by next_attempt_at limit $3`,
    [ctx.workspaceId, before, most],
  )
}
