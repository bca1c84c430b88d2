import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InboxId } from '../../../contract/ids.ts'
import { newId } from '../../platform/ids.ts'
import { verifyWebhook } from '../../platform/outbound/standard-webhooks.ts'
import { webhookRetryDelaysSeconds } from '../../platform/outbound/webhook-retries.ts'
import { changeWebhook, listWebhooks, removeWebhook, replayWebhook, rotateWebhookSecret } from './endpoints.ts'
import { fanOutWebhooks } from './index.ts'
import type { Behaviour } from './testing/receiver.ts'
import { startWebhookApp, type WebhookApp } from './testing/webhook-app.ts'

let t: WebhookApp
before(async () => (t = await startWebhookApp()))
after(() => t.close())

const changed = () => ({ inboxId: newId<InboxId>() })
/** A fresh endpoint with one event for it. */
async function oneDelivery(...behaviour: Behaviour[]) {
  t.receiver.behaves(...behaviour)
  t.clock.advance(1000)
  const { endpoint, secret } = await t.addEndpoint()
  const payload = changed()
  await t.happen('inbox.changed', payload)
  const [delivery] = await t.deliveries(endpoint.id)
  const now = async () => (await t.deliveries(endpoint.id)).find((one) => one.id === delivery!.id)!
  return {
    endpoint,
    secret,
    payload,
    id: delivery!.id,
    now,
    deliver: () => t.deliver(delivery!.id),
    end: () => t.as((ctx) => removeWebhook(ctx, endpoint.id)),
  }
}

test('an event arrives once, signed, as type, timestamp and data with its number', async () => {
  const { secret, payload, id, now, deliver, end } = await oneDelivery(200)
  await deliver()
  await deliver()
  assert.equal(t.receiver.received.length, 1)
  const [call] = t.receiver.received
  assert.equal(verifyWebhook(call!.headers as Record<string, string>, call!.body, [secret], t.clock.now()), 'ok')
  assert.equal(call!.headers['webhook-id'], `msg_${id}`)
  const { eventNumber } = await now()
  assert.deepEqual(JSON.parse(call!.body), {
    type: 'inbox.changed',
    timestamp: t.clock.now().toISOString(),
    data: { ...payload, number: eventNumber },
  })
  const { state, attempts, lastStatus, lastError, nextAttemptAt } = await now()
  assert.deepEqual(
    { state, attempts, lastStatus, lastError, nextAttemptAt },
    { state: 'delivered', attempts: 1, lastStatus: 200, lastError: null, nextAttemptAt: null },
  )
  await end()
})

test('a receiver that stays broken is tried by the schedule of the specification, under one id, then the letter is dead; nothing is thrown', async () => {
  const { id, now, deliver, end } = await oneDelivery(500)
  const from = t.clock.now().getTime()
  const waits: number[] = []
  for (let attempt = 1; attempt <= webhookRetryDelaysSeconds.length; attempt++) {
    await deliver()
    const { state, attempts, nextAttemptAt } = await now()
    assert.equal(attempts, attempt)
    if (state === 'dead') break
    waits.push((Date.parse(nextAttemptAt!) - t.clock.now().getTime()) / 1000)
    assert.equal((await t.jobDueAt(id))!.toISOString(), nextAttemptAt)
    t.clock.set(new Date(nextAttemptAt!))
  }
  assert.deepEqual(waits, webhookRetryDelaysSeconds.slice(1))
  assert.equal((t.clock.now().getTime() - from) / 1000, 272_105)
  assert.equal(t.receiver.received.length, 10)
  assert.equal(new Set(t.receiver.received.map((call) => call.headers['webhook-id'])).size, 1)
  assert.equal(new Set(t.receiver.received.map((call) => call.headers['webhook-timestamp'])).size, 10)
  const { state, nextAttemptAt, lastError } = await now()
  assert.deepEqual([state, nextAttemptAt, lastError], ['dead', null, 'answered 500'])
  await deliver()
  assert.equal(t.receiver.received.length, 10)
  t.receiver.behaves(200)
  await t.as((ctx) => replayWebhook(ctx, id))
  await deliver()
  assert.equal(t.receiver.received[0]!.headers['webhook-id'], `msg_${id}`)
  assert.equal((await now()).state, 'delivered')
  await end()
})

test('a job that comes too early sends nothing and comes again in time', async () => {
  const { id, now, deliver, end } = await oneDelivery(500, 200)
  await deliver()
  const { nextAttemptAt } = await now()
  await t.app.database.pool.query(`delete from graphile_worker._private_jobs where key like '%' || $1`, [id])
  await deliver()
  assert.equal(t.receiver.received.length, 1)
  assert.equal((await t.jobDueAt(id))!.toISOString(), nextAttemptAt)
  t.clock.advance(5_000)
  await deliver()
  assert.equal((await now()).state, 'delivered')
  await end()
})

const failures: [name: string, behaviour: Behaviour, status: number | null, error: RegExp, nextSeconds: number][] = [
  ['a redirect is a failure and is not followed', { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } }, 302, /^answered 302$/, 5],
  [
    'a refusal keeps a line of what was said, in storable form',
    { status: 400, body: 'no\u0000such\n\n  tenant '.repeat(900) },
    400,
    /^answered 400: no such tenant no/,
    5,
  ],
  ['Retry-After in seconds is obeyed', { status: 429, headers: { 'retry-after': '7200' } }, 429, /^answered 429$/, 7200],
  [
    'Retry-After as a date is obeyed',
    { status: 503, headers: { 'retry-after': new Date(Date.now() + 365 * 86_400_000).toUTCString() } },
    503,
    /^answered 503$/,
    86_400,
  ],
  ['a short Retry-After does not shorten the schedule', { status: 503, headers: { 'retry-after': '1' } }, 503, /^answered 503$/, 5],
  ['a receiver that says nothing is left after the time limit', 'silent', null, /^outbound\.timed_out$/, 5],
  ['a receiver that hangs up', 'hang up', null, /^outbound\.protocol_error$/, 5],
  ['an endless answer is cut off, its status counts', (response) => void endless(response), 500, /^answered 500: x+$/, 5],
]
function endless(response: Parameters<Extract<Behaviour, (...args: never[]) => unknown>>[0]): void {
  response.writeHead(500)
  const timer = setInterval(() => response.write('x'.repeat(2000)), 5)
  response.on('close', () => clearInterval(timer))
}
for (const [name, behaviour, status, error, nextSeconds] of failures)
  test(name, async () => {
    const { now, deliver, end } = await oneDelivery(behaviour)
    await deliver()
    const { state, attempts, lastStatus, lastError, nextAttemptAt } = await now()
    assert.deepEqual([state, attempts, lastStatus], ['waiting', 1, status])
    assert.match(lastError!, error)
    assert.ok(lastError!.length < 250)
    assert.equal(Math.round((Date.parse(nextAttemptAt!) - t.clock.now().getTime()) / 1000), nextSeconds)
    assert.equal(t.receiver.received.length, 1)
    await end()
  })

test('a receiver that is not there is a failure like any other', async () => {
  const { endpoint } = await t.addEndpoint({ url: 'http://127.0.0.1:9/' })
  await t.happen('inbox.changed', changed())
  const [delivery] = await t.deliveries(endpoint.id)
  await t.deliver(delivery!.id)
  const [after] = await t.deliveries(endpoint.id)
  assert.deepEqual([after!.state, after!.lastError], ['waiting', 'outbound.connect_failed'])
  await t.as((ctx) => removeWebhook(ctx, endpoint.id))
})

test('a public name that has come to point into the private network is not called', async () => {
  const { endpoint } = await t.addEndpoint({ url: 'https://rebound.example.org/' })
  await t.happen('inbox.changed', changed())
  const [delivery] = await t.deliveries(endpoint.id)
  await t.deliver(delivery!.id)
  assert.equal((await t.deliveries(endpoint.id))[0]!.lastError, 'outbound.address_not_public')
  await t.as((ctx) => removeWebhook(ctx, endpoint.id))
})

test('while a receiver asks for quiet, its other deliveries wait too, and no attempt is counted', async () => {
  const { endpoint, deliver, end } = await oneDelivery({ status: 429, headers: { 'retry-after': '600' } }, 200)
  await t.happen('inbox.changed', changed())
  const [second] = await t.deliveries(endpoint.id)
  await deliver()
  await t.deliver(second!.id)
  assert.equal(t.receiver.received.length, 1)
  assert.equal((await t.deliveries(endpoint.id))[0]!.attempts, 0)
  assert.equal((await t.jobDueAt(second!.id))!.getTime(), t.clock.now().getTime() + 600_000)
  t.clock.advance(600_000)
  await t.deliver(second!.id)
  assert.equal((await t.deliveries(endpoint.id))[0]!.state, 'delivered')
  await end()
})

test('410 switches the endpoint off, says so, and sends nothing more until it is switched on again', async () => {
  const { endpoint, id, now, deliver, end } = await oneDelivery(410, 200)
  await deliver()
  const listed = (await t.as(listWebhooks)).find((one) => one.id === endpoint.id)!
  assert.deepEqual([listed.isEnabled, listed.disabledReason, (await now()).state], [false, 'gone', 'dead'])
  const events = await t.as((ctx) =>
    ctx.sql.many(`select from events where workspace_id = $1 and name = 'webhook.changed' and payload ->> 'endpointId' = $2`, [
      ctx.workspaceId,
      endpoint.id,
    ]),
  )
  assert.equal(events.length, 2)
  await t.happen('inbox.changed', changed())
  assert.equal((await t.deliveries(endpoint.id)).length, 1)
  await assert.rejects(
    t.as((ctx) => replayWebhook(ctx, id)),
    { code: 'webhook.off' },
  )
  const on = await t.as((ctx) => changeWebhook(ctx, endpoint.id, { isEnabled: true }, t.options))
  assert.deepEqual([on.isEnabled, on.disabledReason], [true, null])
  await t.as((ctx) => replayWebhook(ctx, id))
  await deliver()
  assert.equal((await now()).state, 'delivered')
  await end()
})

test('after a rotation both secrets sign for 24 hours, then the new one alone', async () => {
  const { endpoint, secret, end } = await oneDelivery(200)
  const { secret: fresh } = await t.as((ctx) => rotateWebhookSecret(ctx, endpoint.id, t.app.keys))
  assert.notEqual(fresh, secret)
  const verdicts = async () => {
    await t.happen('inbox.changed', changed())
    const [delivery] = await t.deliveries(endpoint.id)
    await t.deliver(delivery!.id)
    const { headers, body } = t.receiver.received.at(-1)!
    return [secret, fresh].map((one) => verifyWebhook(headers as Record<string, string>, body, [one], t.clock.now()))
  }
  assert.deepEqual(await verdicts(), ['ok', 'ok'])
  t.clock.advance(24 * 3_600_000 - 1)
  assert.deepEqual(await verdicts(), ['ok', 'ok'])
  t.clock.advance(1)
  assert.deepEqual(await verdicts(), ['bad_signature', 'ok'])
  await end()
})

test('a process that dies in the middle of a call leaves an attempt that is made again after its time', async () => {
  const { id, now, deliver, end } = await oneDelivery('silent', 200)
  const dying = deliver()
  while (t.receiver.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  // The job is taken back and run again while the first call still hangs.
  await deliver()
  assert.equal(t.receiver.received.length, 1)
  const lease = await t.jobDueAt(id)
  assert.ok(lease!.getTime() > t.clock.now().getTime())
  await dying
  t.clock.advance(60_000)
  await deliver()
  assert.deepEqual([(await now()).state, (await now()).attempts], ['delivered', 2])
  await end()
})

test('what still waits for an endpoint that was removed is not sent', async () => {
  const { id, deliver, end } = await oneDelivery(200)
  await end()
  await deliver()
  assert.equal(t.receiver.received.length, 0)
  const row = await t.as((ctx) =>
    ctx.sql.one(`select state, last_error as "lastError" from webhook_deliveries where workspace_id = $1 and id = $2`, [ctx.workspaceId, id]),
  )
  assert.deepEqual(row, { state: 'dead', lastError: 'endpoint_removed' })
})

test('events handed over twice make one delivery each', async () => {
  const { endpoint, end } = await oneDelivery(200)
  await t.as(async (ctx) => {
    const events = await ctx.sql.many(
      `select number, name, at, payload from events where workspace_id = $1 and name = 'inbox.changed' order by number desc limit 3`,
      [ctx.workspaceId],
    )
    await fanOutWebhooks.handle(ctx, events as never)
    await fanOutWebhooks.handle(ctx, events as never)
  })
  const numbers = (await t.deliveries(endpoint.id)).map((one) => one.eventNumber)
  assert.equal(numbers.length, 1)
  await end()
})

test('delivered ones are kept for 30 days, dead ones for 90, and a lost job is found again', async () => {
  const { endpoint, id, deliver, end } = await oneDelivery(200)
  await deliver()
  const [dead, lost] = [newId(), newId()]
  await t.as(async (ctx) => {
    for (const [one, state, number] of [
      [dead, 'dead', 900_001],
      [lost, 'waiting', 900_002],
    ] as const)
      await ctx.sql.run(
        `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_number, event_name, state, next_attempt_at, created_at) values ($1, $2, $3, $4, 'inbox.changed', $5, $6, $6)`,
        [ctx.workspaceId, one, endpoint.id, number, state, ctx.now],
      )
  })
  const left = async () => {
    await t.happen('inbox.changed', changed())
    return new Set((await t.deliveries(endpoint.id)).map((one) => one.id))
  }
  t.clock.advance(30 * 86_400_000)
  assert.ok((await left()).has(id))
  assert.notEqual(await t.jobDueAt(lost), null)
  t.clock.advance(1)
  assert.ok(!(await left()).has(id) && (await left()).has(dead))
  t.clock.advance(60 * 86_400_000)
  const last = await left()
  assert.ok(!last.has(dead) && last.has(lost))
  await end()
})
