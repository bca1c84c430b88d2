import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { systemClock } from '../clock.ts'
import { createBus } from '../events/bus.ts'
import { newId } from '../ids.ts'
import { createLog } from '../log.ts'
import { createDatabase, type Database } from './database.ts'
import type { Context } from '../context.ts'
import { limitText, together, type Sql } from './sql.ts'

const system = { kind: 'system', name: 'test' } as const
let clone: Awaited<ReturnType<typeof cloneDatabase>>
let database: Database
const [one, other] = [newId<WorkspaceId>(), newId<WorkspaceId>()]
before(async () => {
  clone = await cloneDatabase()
  const log = createLog('silent')
  // A single connection, so that a transaction follows another on it.
  database = createDatabase({ connectionString: clone.url, clock: systemClock, bus: createBus(log), log, maxConnections: 1 })
  for (const id of [one, other])
    await database.transaction(id, system, (ctx) => ctx.sql.run(`insert into workspaces (workspace_id, name) values ($1, 'first')`, [id]))
})
after(async () => {
  await database.close()
  await clone.drop()
})

const nameOf = (id: WorkspaceId) =>
  database.read(id, system, async (ctx) => (await ctx.sql.one<{ name: string }>('select name from workspaces where workspace_id = $1', [id]))?.name)

test('of statements sent together the first failure is thrown, after all have ended, and nothing of them stays', async () => {
  let ended = 0
  const failed = database.transaction(one, system, (ctx) =>
    together([
      ctx.sql.run(`update workspaces set name = 'changed' where workspace_id = $1`, [one]).finally(() => ended++),
      ctx.sql.run('select 1 / 0').finally(() => ended++),
      ctx.sql.run('select nothing').finally(() => ended++),
    ]),
  )
  await assert.rejects(failed, /division by zero/)
  assert.equal(ended, 3)
  assert.equal(await nameOf(one), 'first')
})

test('a statement after the end of its transaction is refused, and the next transaction does not notice', async () => {
  let kept: Sql | null = null
  await database.transaction(one, system, async (ctx) => void (kept = ctx.sql))
  const next = database.read(other, system, async (ctx) => {
    await assert.rejects(kept!.run(`update workspaces set name = 'late'`), /after the end/)
    return ctx.sql.many<{ name: string }>('select name from workspaces')
  })
  assert.deepEqual(await next, [{ name: 'first' }])
})

test('the workspace of a transaction ends with it', async () => {
  await nameOf(one)
  assert.deepEqual(await database.outside((sql) => sql.many('select name from workspaces')), [])
  assert.equal(await database.read(other, system, async (ctx) => (await ctx.sql.many('select from workspaces')).length), 1)
})

test('a limit is written out for the pages of our own screens and a parameter otherwise', () => {
  const values: unknown[] = ['first']
  assert.deepEqual([limitText(51, values), limitText(17, values), values], ['51', '$2', ['first', 17]])
})

test('a transaction that is sent whole is kept whole or not at all, and says nothing after its commit', async () => {
  const whole = { isSentWhole: true }
  const nameIt = (name: string) => (ctx: Context) => ctx.sql.run(`update workspaces set name = $2 where workspace_id = $1`, [one, name])
  assert.equal(await database.transaction(one, system, nameIt('whole'), whole), 1)
  assert.equal(await nameOf(one), 'whole')
  const failed = database.transaction(one, system, (ctx) => together([nameIt('half')(ctx), ctx.sql.run('select 1 / 0')]), whole)
  await assert.rejects(failed, /division by zero/)
  assert.equal(await nameOf(one), 'whole')
  const late = async (ctx: Context) => {
    await nameIt('first')(ctx)
    await nameIt('second')(ctx)
  }
  await assert.rejects(database.transaction(one, system, late, whole), /after the end/)
  const announces = async (ctx: Context) => {
    await nameIt('first')(ctx)
    ctx.enqueue('webhooks.deliver', { deliveryId: newId() })
  }
  await assert.rejects(database.transaction(one, system, announces, whole), /after the end/)
  assert.equal(await nameOf(one), 'first')
})
