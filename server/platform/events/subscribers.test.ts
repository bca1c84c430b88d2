import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { systemClock } from '../clock.ts'
import { createDatabase, type Database } from '../database/database.ts'
import { newId } from '../ids.ts'
import { createLog } from '../log.ts'
import { createBus, type Bus } from './bus.ts'
import type { StoredEvent } from './read.ts'
import { startSubscribers, type Subscriber } from './subscribers.ts'

const log = createLog('silent')
let clone: Awaited<ReturnType<typeof cloneDatabase>>
let bus: Bus
let database: Database
let workspaceId: WorkspaceId
before(async () => (clone = await cloneDatabase()))
beforeEach(async () => {
  bus = createBus(log)
  database = createDatabase({ connectionString: clone.url, clock: systemClock, bus, log })
  workspaceId = newId()
  await database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) => {
    await ctx.sql.run(`insert into workspaces (workspace_id, name) values ($1, 'Shop')`, [workspaceId])
    await ctx.sql.run(`insert into counters (workspace_id, name) values ($1, 'event')`, [workspaceId])
  })
})
after(() => clone.drop())

const tagged = (tag: string) =>
  database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) =>
    ctx.emit('agent.deactivated', { agentId: `00000000-0000-7000-8000-${tag.padStart(12, '0')}` } as never),
  )
const tagOf = (event: StoredEvent) => String(Number((event.payload as { agentId: string }).agentId.slice(-12)))
const collecting = (name: string, seen: string[], events: Subscriber['events'] = ['agent.deactivated']): Subscriber => ({
  name,
  events,
  handle: async (_ctx, given) => void seen.push(...given.map(tagOf)),
})
const start = (subscribers: Subscriber[], on = database) =>
  startSubscribers(on, bus, subscribers, async () => [workspaceId], log, { sweepMs: 60_000 })
const cursors = async () =>
  database.read(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ name: string; cursor: number }>('select name, cursor from subscriber_cursors where workspace_id = $1 order by name', [
      workspaceId,
    ]),
  )

test('each subscriber is given what it wants, in order and once; what it does not want moves it on', async () => {
  const [wanting, other]: [string[], string[]] = [[], []]
  const loop = start([collecting('wanting', wanting), collecting('other', other, ['team.changed'])])
  for (const tag of ['1', '2', '3']) await tagged(tag)
  await loop.idle()
  for (const tag of ['4', '5']) await tagged(tag)
  await loop.idle()
  await loop.stop()
  assert.deepEqual(wanting, ['1', '2', '3', '4', '5'])
  assert.deepEqual(other, [])
  assert.equal(new Set((await cursors()).map((row) => row.cursor)).size, 1)
  await database.close()
})

test('more than one batch is handed over to the end', async () => {
  await database.transaction(workspaceId, { kind: 'system', name: 'test' }, async (ctx) => {
    for (let at = 1; at <= 1203; at++) ctx.emit('agent.deactivated', { agentId: `00000000-0000-7000-8000-${String(at).padStart(12, '0')}` } as never)
  })
  const seen: string[] = []
  const loop = start([collecting('long', seen)])
  await loop.sweep()
  await loop.idle()
  await loop.stop()
  assert.deepEqual(
    seen,
    Array.from({ length: 1203 }, (_, at) => String(at + 1)),
  )
  await database.close()
})

test('one that fails stops no other, keeps its place, and is given the same again', async () => {
  const [good, bad]: [string[], string[]] = [[], []]
  let isBroken = true
  const failing: Subscriber = {
    name: 'failing',
    events: ['agent.deactivated'],
    async handle(ctx, given) {
      await ctx.sql.run(`update workspaces set name = 'half done' where workspace_id = $1`, [workspaceId])
      if (isBroken) throw new Error('not today')
      bad.push(...given.map(tagOf))
    },
  }
  const loop = start([failing, collecting('good', good)])
  await tagged('1')
  await loop.idle()
  assert.deepEqual([good, bad], [['1'], []])
  const [row] = await database.read(workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ name: string }>('select name from workspaces where workspace_id = $1', [workspaceId]),
  )
  assert.notEqual(row!.name, 'half done', 'what a failed subscriber wrote is undone with its place')
  isBroken = false
  await tagged('2')
  await loop.idle()
  await loop.stop()
  assert.deepEqual(
    [good, bad],
    [
      ['1', '2'],
      ['1', '2'],
    ],
  )
  await database.close()
})

test('two processes at once hand each event over once', async () => {
  const seen: string[] = []
  const second = createDatabase({ connectionString: clone.url, clock: systemClock, bus, log })
  const loops = [start([collecting('shared', seen)]), start([collecting('shared', seen)], second)]
  for (let tag = 1; tag <= 60; tag++) await tagged(String(tag))
  for (const loop of [...loops, ...loops]) {
    await loop.sweep()
    await loop.idle()
  }
  for (const loop of loops) await loop.stop()
  assert.deepEqual(
    seen,
    Array.from({ length: 60 }, (_, at) => String(at + 1)),
  )
  await second.close()
  await database.close()
})

test('a subscriber added later begins at the beginning', async () => {
  await tagged('1')
  const [first, late]: [string[], string[]] = [[], []]
  const before = start([collecting('first', first)])
  await before.sweep()
  await before.idle()
  await before.stop()
  const after = start([collecting('first', first), collecting('late', late)])
  await tagged('2')
  await after.idle()
  await after.stop()
  assert.deepEqual(
    [first, late],
    [
      ['1', '2'],
      ['1', '2'],
    ],
  )
  await database.close()
})

test('one that is patient waits until it is quiet, takes everything at once, and hurries when somebody waits for it', async () => {
  const seen: string[] = []
  let rounds = 0
  const counting: Subscriber = {
    ...collecting('patient', seen),
    handle: async (_ctx, given) => {
      rounds++
      seen.push(...given.map(tagOf))
    },
  }
  const never = 3_600_000
  const loop = startSubscribers(database, bus, [counting], async () => [workspaceId], log, {
    pace: { gapMs: 0, quietMs: never, mostMs: never },
    sweepMs: never,
  })
  for (const tag of ['1', '2', '3']) await tagged(tag)
  assert.deepEqual(seen, [])
  await loop.idle()
  assert.deepEqual(seen, ['1', '2', '3'])
  assert.equal(rounds, 1)
  await loop.stop()
  await database.close()
})

test('one that is patient waits no longer than it may, however busy it is', async () => {
  const seen: string[] = []
  const loop = startSubscribers(database, bus, [collecting('patient', seen)], async () => [workspaceId], log, {
    pace: { gapMs: 0, quietMs: 3_600_000, mostMs: 50 },
    sweepMs: 3_600_000,
  })
  await tagged('1')
  for (let tries = 0; seen.length === 0 && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.deepEqual(seen, ['1'])
  await loop.stop()
  await database.close()
})
