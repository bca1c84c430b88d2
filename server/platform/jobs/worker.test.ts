import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, afterEach, before, test } from 'node:test'
import pg from 'pg'
import type { MessageId, WorkspaceId } from '../../../contract/ids.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { systemClock } from '../clock.ts'
import { createDatabase, type Database } from '../database/database.ts'
import { createBus } from '../events/bus.ts'
import { newId } from '../ids.ts'
import { createLog } from '../log.ts'
import { startHeartbeat } from './heartbeat.ts'
import { startWorker, type JobHandlers, type Worker } from './worker.ts'

const log = createLog('silent')
const workspaceId = newId<WorkspaceId>()
let clone: Awaited<ReturnType<typeof cloneDatabase>>
let database: Database
let pool: pg.Pool
let worker: Worker | null = null
before(async () => {
  clone = await cloneDatabase()
  database = createDatabase({ connectionString: clone.url, clock: systemClock, bus: createBus(log), log, maxConnections: 3 })
  pool = new pg.Pool({ connectionString: clone.url, max: 20 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
})
let free: () => void = () => {}
afterEach(async () => {
  free()
  await worker?.stop()
  await pool.query('delete from graphile_worker._private_jobs')
})
after(async () => {
  await database.close()
  await pool.end()
  await clone.drop()
})

const until = async (what: string, isTrue: () => boolean | Promise<boolean>) => {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) if (await isTrue()) return
  assert.fail(`not within 10 s: ${what}`)
}
const enqueueWebhooks = (count: number) =>
  database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) => {
    for (let at = 0; at < count; at++) ctx.enqueue('webhooks.deliver', { deliveryId: newId() }, { queue: `webhook:${at}` })
  })
const enqueueSend = () =>
  database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) => ctx.enqueue('delivery.send', { messageId: newId<MessageId>() }))
const waiting = async (name: string) =>
  (
    await pool.query<{ count: number }>(
      `select count(*)::int as count from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 and j.locked_at is null`,
      [name],
    )
  ).rows[0]!.count

/** A handler whose every run hangs until it is let go. */
function hanging() {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  // Whatever a test ends with, its workers can stop.
  free = letGo
  const seen = { running: 0, ended: 0 }
  const handler = async () => {
    seen.running++
    await gate
    seen.ended++
  }
  return { seen, handler, letGo }
}

/** All workers of its lane are held, and more wait: nothing of the kind can start before one ends. */
async function isFull(name: string, seen: { running: number }): Promise<void> {
  await until(`${name} runs`, () => seen.running > 0)
  for (let before = -1; before !== seen.running; await sleep(2_500)) before = seen.running
  assert.ok((await waiting(name)) > 0, 'and more of them wait')
}

test('while receivers of webhooks hold every worker that serves them, and more wait, mail goes out', async () => {
  const slow = hanging()
  let sent = 0
  worker = await startWorker(pool, { 'webhooks.deliver': slow.handler, 'delivery.send': async () => void sent++ } satisfies JobHandlers, log)
  await enqueueWebhooks(40)
  await isFull('webhooks.deliver', slow.seen)
  for (let mail = 1; mail <= 5; mail++) {
    await enqueueSend()
    await until('the mail is out', () => sent === mail)
  }
  assert.equal(slow.seen.ended, 0, 'none of the slow ones had ended')
  assert.ok((await waiting('webhooks.deliver')) > 0)
  slow.letGo()
  await until('then the webhooks go on', async () => slow.seen.ended === 40)
})

test('while mail servers hold every worker that sends, webhooks go out', async () => {
  const slow = hanging()
  let called = 0
  worker = await startWorker(pool, { 'delivery.send': slow.handler, 'webhooks.deliver': async () => void called++ } satisfies JobHandlers, log)
  for (let at = 0; at < 20; at++) await enqueueSend()
  await isFull('delivery.send', slow.seen)
  await enqueueWebhooks(3)
  await until('the webhooks are out', () => called === 3)
  assert.equal(slow.seen.ended, 0)
  slow.letGo()
  await until('then the mail goes on', () => slow.seen.ended === 20)
})

test('every name that holds a job is known to the heartbeat, so that its locks can be told from a dead one’s', async () => {
  const slow = hanging()
  worker = await startWorker(pool, { 'webhooks.deliver': slow.handler, 'delivery.send': slow.handler } satisfies JobHandlers, log)
  await enqueueWebhooks(2)
  await enqueueSend()
  await until('all three run', () => slow.seen.running === 3)
  const { rows } = await pool.query<{ by: string }>('select distinct locked_by as by from graphile_worker._private_jobs where locked_by is not null')
  const known = new Set(worker.workerIds())
  assert.ok(rows.length > 0)
  for (const { by } of rows) assert.ok(known.has(by), `${by} is unknown`)
  slow.letGo()
  await until('they end', () => slow.seen.ended === 3)
})

test('a job that takes longer than the dead are waited for is left to whoever runs it; a dead one’s is taken back', async () => {
  const slow = hanging()
  worker = await startWorker(pool, { 'delivery.send': slow.handler } satisfies JobHandlers, log)
  await enqueueSend()
  await until('it runs', () => slow.seen.running === 1)
  await enqueueWebhooks(1)
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = now() - interval '10 minutes', locked_by = coalesce(locked_by, 'pool-of-the-dead')`,
  )
  const stop = startHeartbeat(pool, crypto.randomUUID(), ['worker'], worker.workerIds, log)
  await until('what the dead held is free', async () => (await waiting('webhooks.deliver')) === 1)
  assert.equal(await waiting('delivery.send'), 0, 'still held')
  await stop()
  slow.letGo()
  await until('it ends', () => slow.seen.ended === 1)
  assert.equal(slow.seen.running, 1, 'and it ran once')
})

/** The pool, and a database behind it that can be away, for new connections and for statements under way. */
function shakyPool(): { pool: pg.Pool; away(ms: number): void } {
  let isAway = false
  const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const shaky = new pg.Pool({ connectionString: clone.url, max: 10 })
  shaky.on('error', () => {})
  shaky.on('connect', (client) => {
    client.on('error', () => {})
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
    client.query = ((...given: unknown[]) => {
      if (!isAway) return query(...given)
      const callback = given.at(-1)
      const error = new Error('Connection terminated unexpectedly')
      return typeof callback === 'function' ? (callback as (error: Error) => void)(error) : Promise.reject(error)
    }) as never
  })
  const connect = shaky.connect.bind(shaky) as (...given: unknown[]) => Promise<unknown>
  shaky.connect = ((...given: unknown[]) => {
    if (!isAway) return connect(...given)
    const [callback] = given as [((error: Error) => void) | undefined]
    return callback ? callback(refused()) : Promise.reject(refused())
  }) as never
  return {
    pool: shaky,
    away(ms) {
      isAway = true
      setTimeout(() => (isAway = false), ms).unref()
    },
  }
}

test('a job that ends while the database is away has run once, and the worker goes on', async () => {
  const shaky = shakyPool()
  let sent = 0
  const handler = async () => {
    if (++sent === 1) shaky.away(1_200)
  }
  worker = await startWorker(shaky.pool, { 'delivery.send': handler } satisfies JobHandlers, log)
  await enqueueSend()
  const left = async () => (await pool.query<{ count: number }>('select count(*)::int as count from graphile_worker._private_jobs')).rows[0]!.count
  await until('its end is written down', async () => (await left()) === 0)
  assert.equal(sent, 1)
  await enqueueSend()
  await until('the next one runs', async () => sent === 2 && (await left()) === 0)
  await worker.stop()
  worker = null
  await shaky.pool.end()
})

test('a worker stops while the database is away', async () => {
  const shaky = shakyPool()
  const stopping = await startWorker(shaky.pool, { 'delivery.send': async () => {} } satisfies JobHandlers, log)
  await sleep(300)
  shaky.away(60_000)
  await sleep(1_500)
  const startedAt = Date.now()
  await stopping.stop()
  assert.ok(Date.now() - startedAt < 12_000)
})

test('a job that is locked in our name and that nobody runs is taken up again, without a lost attempt', async () => {
  let sent = 0
  worker = await startWorker(pool, { 'delivery.send': async () => void sent++ } satisfies JobHandlers, log)
  await database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) =>
    ctx.enqueue('delivery.send', { messageId: newId<MessageId>() }, { runAt: new Date(Date.now() + 600_000) }),
  )
  await pool.query(`update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = $1, attempts = 1`, [
    worker.workerIds()[0],
  ])
  await sleep(1_500)
  assert.equal(sent, 0)
  for (const end = Date.now() + 20_000; sent === 0 && Date.now() < end;) await sleep(50)
  assert.equal(sent, 1)
})
