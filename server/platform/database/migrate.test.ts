import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createEmptyDatabase } from '../../testing/postgres.ts'
import { migrate } from './migrate.ts'

const folder = mkdtempSync(join(tmpdir(), 'samvad migrations '))
const later = join(folder, '9000_later.sql')
let empty: Awaited<ReturnType<typeof createEmptyDatabase>>
let client: pg.Client
before(async () => {
  cpSync(join(import.meta.dirname, 'migrations'), folder, { recursive: true })
  empty = await createEmptyDatabase()
  client = new pg.Client({ connectionString: empty.url })
  await client.connect()
})
after(async () => {
  await client.end()
  await empty.drop()
  rmSync(folder, { recursive: true })
})

const applied = async () => (await client.query<{ name: string }>('select name from schema_migrations order by name')).rows.map((row) => row.name)

test('two that start at once migrate once', async () => {
  const both = await Promise.all([migrate(empty.url, () => {}, { folder }), migrate(empty.url, () => {}, { folder })])
  assert.deepEqual(both.flat(), ['0001_first.sql'])
  assert.deepEqual(await applied(), ['0001_first.sql'])
})

test('an upgrade that is killed in the middle leaves what was there, and the next start does it', async () => {
  writeFileSync(later, 'create table half (a int); select pg_sleep(600);')
  const program = `import { migrate } from ${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))}; await migrate(${JSON.stringify(empty.url)}, console.log, ${JSON.stringify({ folder })})`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const isAsleep = async () =>
    (await client.query(`select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`)).rowCount === 1
  for (const end = Date.now() + 20_000; !(await isAsleep()); await sleep(20)) assert.ok(Date.now() < end, 'the migration came to its middle')
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  writeFileSync(later, 'create table half (a int);')
  assert.deepEqual(await migrate(empty.url, () => {}, { folder }), ['9000_later.sql'])
  assert.deepEqual(await applied(), ['0001_first.sql', '9000_later.sql'])
  assert.equal((await client.query('select from half')).rowCount, 0)
})

test('a database that is ahead of the program is left alone', async () => {
  await assert.rejects(migrate(empty.url), /database newer than the program: it has 9000_later\.sql/)
})
