import type { Context } from '../../platform/context.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import { newId } from '../../platform/ids.ts'
import { wants } from './endpoint.ts'
import { insertDeliveries, listEndpoints, overdueDeliveries, removeOldDeliveries } from './queries.ts'

const dayMs = 24 * 60 * 60 * 1000
const keptMs = { delivered: 30 * dayMs, dead: 90 * dayMs }
/** A day of attempts is the longest gap of the schedule; a job that is an hour late is no more. */
const lostAfterMs = 60 * 60 * 1000
/** More than a batch can add, so that tidying keeps up, and still quick. */
const mostTidied = 2000

/**
 * Leaves one delivery for each endpoint and event that it wants, with a job for each. Every batch also takes away some of what is old and finds
 * deliveries whose job was lost, so that neither needs a clockwork of its own.
 */
export const fanOutWebhooks: Subscriber = {
  name: 'webhooks.fan_out',
  events: null,
  async handle(ctx, events) {
    const endpoints = (await listEndpoints(ctx)).filter((endpoint) => endpoint.isEnabled)
    if (endpoints.length === 0) return
    const wanted = events.flatMap((event) =>
      endpoints
        // What happened before somebody asked for it is not news.
        .filter((endpoint) => wants(endpoint, event.name) && event.at >= endpoint.createdAt)
        .map((endpoint) => ({ id: newId(ctx.now.getTime()), endpointId: endpoint.id, eventNumber: event.number, eventName: event.name })),
    )
    if (wanted.length > 0) for (const delivery of await insertDeliveries(ctx, wanted)) enqueueDelivery(ctx, delivery, null)
    await tidy(ctx)
  },
}

/** One endpoint's calls follow each other, so that a slow receiver holds one worker and not all. */
export function enqueueDelivery(ctx: Context, delivery: { id: string; endpointId: string }, runAt: Date | null): void {
  ctx.enqueue(
    'webhooks.deliver',
    { deliveryId: delivery.id },
    { key: `webhook:${delivery.id}`, queue: `webhook:${delivery.endpointId}`, ...(runAt ? { runAt } : {}) },
  )
}

async function tidy(ctx: Context): Promise<void> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms)
  for (const state of ['delivered', 'dead'] as const) await removeOldDeliveries(ctx, state, ago(keptMs[state]), mostTidied)
  for (const delivery of await overdueDeliveries(ctx, ago(lostAfterMs), 100)) enqueueDelivery(ctx, delivery, null)
}
