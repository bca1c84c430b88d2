import type { EventName, Events } from '../../../../contract/events.ts'
import type { Context } from '../../../platform/context.ts'
import { startSubscribers } from '../../../platform/events/subscribers.ts'
import { createLog } from '../../../platform/log.ts'
import { createGuardedFetch } from '../../../platform/outbound/guarded-fetch.ts'
import { startTestApp } from '../../../testing/app.ts'
import { allWorkspaces } from '../../workspaces/index.ts'
import { deliverWebhook } from '../deliver.ts'
import type { Delivery, Endpoint } from '../endpoint.ts'
import { createWebhook, listWebhookDeliveries, type WebhookOptions } from '../endpoints.ts'
import { fanOutWebhooks } from '../fan-out.ts'
import { startReceiver } from './receiver.ts'

export type Owner = Awaited<ReturnType<typeof startTestApp>>['owner']

/** The server without its worker: jobs lie still, tests run a delivery when they want, at the time that they want. */
export async function startWebhookApp() {
  const receiver = await startReceiver()
  const t = await startTestApp({ startWork: false })
  t.clock.set(new Date('2026-11-21T10:00:00.000Z'))
  const fanOut = startSubscribers(t.app.database, t.app.bus, [fanOutWebhooks], () => allWorkspaces(t.app.database), createLog('silent'), {
    sweepMs: 3_600_000,
  })
  const options: WebhookOptions = { keys: t.app.keys, allowPrivateHosts: false, allowLoopbackPorts: [receiver.hostAndPort, '127.0.0.1:9'] }
  const fetch = createGuardedFetch({
    allowLoopbackPorts: options.allowLoopbackPorts!,
    resolver: async (hostname) => (hostname === 'rebound.example.org' ? ['10.1.2.3'] : [hostname]),
  })
  const deliver = deliverWebhook({ database: t.app.database, keys: t.app.keys, fetch, clock: t.clock, timeoutMs: 300, random: () => 0 })
  const as = <T>(run: (ctx: Context) => Promise<T>, owner: Owner = t.owner) => t.app.database.transaction(owner.workspaceId, owner.actor, run)
  const handled = async () => {
    await fanOut.sweep()
    await fanOut.idle()
  }
  return {
    ...t,
    receiver,
    options,
    as,
    handled,
    addEndpoint: (input: { url?: string; events?: Endpoint['events'] } = {}, owner: Owner = t.owner) =>
      as((ctx) => createWebhook(ctx, { url: input.url ?? receiver.url, events: input.events ?? ['inbox.changed'] }, options), owner),
    /** Something happens and is fanned out. */
    async happen<Name extends EventName>(name: Name, payload: Events[Name], owner: Owner = t.owner): Promise<void> {
      await as(async (ctx) => ctx.emit(name, payload), owner)
      await handled()
    },
    deliveries: async (endpointId: string, owner: Owner = t.owner): Promise<Delivery[]> =>
      (await as((ctx) => listWebhookDeliveries(ctx, endpointId, { limit: 200 }), owner)).items,
    deliver: (deliveryId: string, owner: Owner = t.owner) => deliver(owner.workspaceId, { deliveryId }),
    /** When the delivery's job is due, by its key; null when there is none. */
    jobDueAt: async (deliveryId: string): Promise<Date | null> => {
      const { rows } = await t.app.database.pool.query<{ run_at: Date }>(
        `select run_at from graphile_worker._private_jobs where key like '%webhook:' || $1`,
        [deliveryId],
      )
      return rows[0]?.run_at ?? null
    },
    async close() {
      await fanOut.stop()
      await t.close()
      await receiver.close()
    },
  }
}
export type WebhookApp = Awaited<ReturnType<typeof startWebhookApp>>
