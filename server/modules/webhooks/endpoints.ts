import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { audit } from '../audit/index.ts'
import { addSecret, checkUrl, type AddressRules, type Delivery, type Endpoint } from './endpoint.ts'
import { enqueueDelivery } from './fan-out.ts'
import * as queries from './queries.ts'

/** Each event makes a delivery for each of them. */
const mostEndpoints = 50

export interface WebhookOptions extends AddressRules {
  keys: InstanceKeys
}

export async function listWebhooks(ctx: Context): Promise<Endpoint[]> {
  return (await queries.listEndpoints(ctx)).map(queries.toEndpoint)
}

/** Adds an endpoint; its secret is given out here and never again. Emits `webhook.changed`. Errors: those of the address, 409 `webhook.too_many`. */
export async function createWebhook(
  ctx: Context,
  input: { url: string; events: Endpoint['events'] },
  options: WebhookOptions,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const url = checkUrl(input.url, options)
  if ((await queries.listEndpoints(ctx)).length >= mostEndpoints)
    throw new AppError('conflict', 'webhook.too_many', `There are ${mostEndpoints} endpoints. Remove one first.`)
  const id = newId(ctx.now.getTime())
  const { secret, secrets } = addSecret([], { workspaceId: ctx.workspaceId, endpointId: id }, options.keys, ctx.now)
  const row = await queries.insertEndpoint(ctx, { id, url, events: [...new Set(input.events)], secrets })
  await announce(ctx, id, 'webhook.created', { host: new URL(url).host, events: row.events })
  return { endpoint: queries.toEndpoint(row), secret }
}

/** Changes what is named. Switching on forgets why it was switched off and any pause. Emits `webhook.changed`. Errors: those of the address, `webhook.not_found`. */
export async function changeWebhook(
  ctx: Context,
  id: string,
  change: { url?: string | undefined; events?: Endpoint['events'] | undefined; isEnabled?: boolean | undefined },
  rules: AddressRules,
): Promise<Endpoint> {
  const before = await queries.lockEndpoint(ctx, id)
  const url = change.url === undefined ? before.url : checkUrl(change.url, rules)
  const isFresh = url !== before.url || change.isEnabled === true
  const after: queries.EndpointRow = {
    ...before,
    url,
    events: change.events ? [...new Set(change.events)] : before.events,
    isEnabled: change.isEnabled ?? before.isEnabled,
    disabledReason: change.isEnabled === true ? null : before.disabledReason,
    pausedUntil: isFresh ? null : before.pausedUntil,
  }
  await queries.saveEndpoint(ctx, after)
  await announce(ctx, id, 'webhook.changed', { host: new URL(url).host, events: after.events, isEnabled: after.isEnabled })
  return queries.toEndpoint(after)
}

/** A new secret; the one before signs too for 24 hours. Emits `webhook.changed`. Errors: `webhook.not_found`. */
export async function rotateWebhookSecret(ctx: Context, id: string, keys: InstanceKeys): Promise<{ secret: string }> {
  const endpoint = await queries.lockEndpoint(ctx, id)
  const { secret, secrets } = addSecret(endpoint.secrets, { workspaceId: ctx.workspaceId, endpointId: id }, keys, ctx.now)
  await queries.saveEndpoint(ctx, { ...endpoint, secrets })
  await announce(ctx, id, 'webhook.secret_rotated', {})
  return { secret }
}

/** Emits `webhook.changed`. Errors: `webhook.not_found`. */
export async function removeWebhook(ctx: Context, id: string): Promise<void> {
  if ((await queries.removeEndpoint(ctx, id)) === 0) throw queries.endpointNotFound()
  await announce(ctx, id, 'webhook.removed', {})
}

/** Errors: `webhook.not_found`, `request.bad_cursor`. */
export async function listWebhookDeliveries(
  ctx: Context,
  endpointId: string,
  query: { state?: Delivery['state'] | undefined; after?: string | undefined; limit: number },
): Promise<{ items: Delivery[]; next: string | null }> {
  if (!(await queries.findEndpoint(ctx, endpointId))) throw queries.endpointNotFound()
  if (query.after && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(query.after))
    throw new AppError('invalid', 'request.bad_cursor', 'This page marker is not one of ours.')
  const rows = await queries.pageOfDeliveries(ctx, endpointId, { state: query.state, before: query.after ?? null, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit)
  return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
}

/** Sends a delivery again, now and from the beginning of the schedule, under the same id. Errors: `webhook.delivery_not_found`, 409 `webhook.off`. */
export async function replayWebhook(ctx: Context, deliveryId: string): Promise<Delivery> {
  const delivery = await queries.lockDelivery(ctx, deliveryId)
  const endpoint = delivery && (await queries.findEndpoint(ctx, delivery.endpointId))
  if (!delivery || !endpoint) throw new AppError('not_found', 'webhook.delivery_not_found', 'There is no such delivery.')
  if (!endpoint.isEnabled) throw new AppError('conflict', 'webhook.off', 'This endpoint is switched off.')
  const waiting = await queries.saveDelivery(ctx, deliveryId, { ...delivery, state: 'waiting', attempts: 0, nextAttemptAt: ctx.now })
  enqueueDelivery(ctx, waiting, null)
  return waiting
}

async function announce(ctx: Context, endpointId: string, action: string, detail: Record<string, unknown>): Promise<void> {
  await audit(ctx, action, { endpointId, ...detail })
  ctx.emit('webhook.changed', { endpointId })
}
