import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { storableText } from '../../platform/database/insert-rows.ts'
import { OutboundFailed, OutboundRefused } from '../../platform/outbound/errors.ts'
import type { GuardedFetch } from '../../platform/outbound/guarded-fetch.ts'
import { signWebhook } from '../../platform/outbound/standard-webhooks.ts'
import { classifyResponse, nextWebhookAttempt, webhookTimeoutMs, type WebhookOutcome } from '../../platform/outbound/webhook-retries.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { SecretUnreadable } from '../../platform/secrets/seal.ts'
import { openSecrets, type Delivery } from './endpoint.ts'
import { enqueueDelivery } from './fan-out.ts'
import { findEndpoint, lockDelivery, lockEndpoint, pauseEndpoint, readEvent, saveDelivery, saveEndpoint, type EndpointRow } from './queries.ts'

export interface DeliverOptions {
  database: Database
  keys: InstanceKeys
  fetch: GuardedFetch
  clock: Clock
  /** How long a receiver may take; 20 s unless told. */
  timeoutMs?: number
  /** 0…1, spreads the retries. */
  random?: () => number
}

const system = { kind: 'system', name: 'webhooks' } as const
/** A receiver that does not answer at all holds a worker for the whole time limit: the others of its endpoint wait a little before they try the same. */
const silentPauseMs = 30_000

interface Prepared {
  delivery: Delivery
  endpoint: EndpointRow
  body: string
  secrets: string[]
}
interface Attempt {
  outcome: WebhookOutcome
  status: number | null
  error: string | null
  /** The receiver was not there. */
  isSilent: boolean
}

/**
 * Makes one attempt at one delivery, by Standard Webhooks 1.0.0, and leaves a job for the next where one is due; it never throws because a receiver failed,
 * so that the schedule is the specification's and not the job queue's. A delivery that is over, taken by another process, or early is left alone.
 */
export function deliverWebhook(options: DeliverOptions) {
  return async (workspaceId: WorkspaceId, { deliveryId }: { deliveryId: string }): Promise<void> => {
    const prepared = await options.database.transaction(workspaceId, system, (ctx) => take(ctx, options, deliveryId))
    if (!prepared) return
    const attempt = await send(options, prepared)
    await options.database.transaction(workspaceId, system, (ctx) => record(ctx, options, prepared, attempt))
  }
}

/** Counts the attempt before it is made: should this process die, the time of the next is set and the job that is run again waits for it. */
async function take(ctx: Context, { keys, timeoutMs = webhookTimeoutMs }: DeliverOptions, deliveryId: string): Promise<Prepared | null> {
  const delivery = await lockDelivery(ctx, deliveryId)
  if (!delivery || delivery.state !== 'waiting') return null
  const giveUp = async (lastError: string) => {
    await saveDelivery(ctx, deliveryId, { ...delivery, state: 'dead', nextAttemptAt: null, lastError })
    return null
  }
  const endpoint = await findEndpoint(ctx, delivery.endpointId)
  if (!endpoint) return giveUp('endpoint_removed')
  if (!endpoint.isEnabled) return giveUp('endpoint_off')
  const earliest = Math.max(delivery.nextAttemptAt ? Date.parse(delivery.nextAttemptAt) : 0, endpoint.pausedUntil?.getTime() ?? 0)
  if (earliest > ctx.now.getTime()) {
    enqueueDelivery(ctx, delivery, new Date(earliest))
    return null
  }
  const event = await readEvent(ctx, delivery.eventNumber)
  if (!event) return giveUp('event_gone')
  const secrets = readSecrets(ctx, endpoint, keys)
  // No later attempt can do better: the key that sealed it is not here.
  if (!secrets) return giveUp('secret_unreadable')
  const leaseUntil = new Date(ctx.now.getTime() + timeoutMs + 10_000)
  const taken = await saveDelivery(ctx, deliveryId, { ...delivery, attempts: delivery.attempts + 1, nextAttemptAt: leaseUntil })
  const body = JSON.stringify({ type: event.name, timestamp: event.at.toISOString(), data: { ...event.payload, number: delivery.eventNumber } })
  return { delivery: taken, endpoint, body, secrets }
}

function readSecrets(ctx: Context, endpoint: EndpointRow, keys: InstanceKeys): string[] | null {
  try {
    return openSecrets(endpoint.secrets, { workspaceId: ctx.workspaceId, endpointId: endpoint.id }, keys, ctx.now)
  } catch (error) {
    if (error instanceof SecretUnreadable) return null
    throw error
  }
}

async function send(
  { fetch, clock, timeoutMs = webhookTimeoutMs }: DeliverOptions,
  { delivery, endpoint, body, secrets }: Prepared,
): Promise<Attempt> {
  const now = clock.now()
  try {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Samvad-Webhooks/1', ...signWebhook(`msg_${delivery.id}`, now, body, secrets) },
      body,
      timeoutMs,
      maxBytes: 4096,
      // Only the status counts; of the rest a line is kept for whoever looks for the fault.
      whenLonger: 'cut',
    })
    const outcome = classifyResponse(answer.status, answer.headers.get('retry-after'), now)
    const said = outcome.kind === 'delivered' ? null : readable(await answer.text())
    return {
      outcome,
      status: answer.status,
      error: outcome.kind === 'delivered' ? null : `answered ${answer.status}${said ? `: ${said}` : ''}`,
      isSilent: false,
    }
  } catch (error) {
    if (!(error instanceof OutboundFailed) && !(error instanceof OutboundRefused)) throw error
    return {
      outcome: { kind: 'failed', slowDown: false, retryAfterSeconds: null },
      status: null,
      error: error.code,
      isSilent: error instanceof OutboundFailed,
    }
  }
}

const readable = (text: string) =>
  storableText(
    text
      .replaceAll(/[\s\p{C}]+/gu, ' ')
      .trim()
      .slice(0, 200),
  )

async function record(ctx: Context, { random = Math.random }: DeliverOptions, { delivery, endpoint }: Prepared, attempt: Attempt): Promise<void> {
  const current = await lockDelivery(ctx, delivery.id)
  // Replayed or taken over while the call ran: that attempt writes its own end.
  if (!current || current.state !== 'waiting' || current.attempts !== delivery.attempts) return
  const { outcome, status, error } = attempt
  const save = (state: Delivery['state'], nextAttemptAt: Date | null) =>
    saveDelivery(ctx, delivery.id, { state, attempts: current.attempts, nextAttemptAt, lastStatus: status, lastError: error })
  if (outcome.kind === 'delivered') return void (await save('delivered', null))
  if (outcome.kind === 'gone') {
    await save('dead', null)
    return switchOff(ctx, endpoint.id, 'gone')
  }
  const next = nextWebhookAttempt(current.attempts, ctx.now, outcome.retryAfterSeconds, random())
  await save(next ? 'waiting' : 'dead', next)
  if (next) enqueueDelivery(ctx, delivery, next)
  if (outcome.slowDown && outcome.retryAfterSeconds)
    await pauseEndpoint(ctx, endpoint.id, new Date(ctx.now.getTime() + Math.min(outcome.retryAfterSeconds, 86_400) * 1000))
  else if (attempt.isSilent) await pauseEndpoint(ctx, endpoint.id, new Date(ctx.now.getTime() + silentPauseMs))
}

/** 410: the receiver wants no more. Emits `webhook.changed`. */
async function switchOff(ctx: Context, id: string, reason: string): Promise<void> {
  if (!(await findEndpoint(ctx, id))?.isEnabled) return
  const endpoint = await lockEndpoint(ctx, id)
  await saveEndpoint(ctx, { ...endpoint, isEnabled: false, disabledReason: reason })
  ctx.emit('webhook.changed', { endpointId: id })
}
