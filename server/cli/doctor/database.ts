import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { checkDatabase } from '../../platform/database/embedded/index.ts'
import { type Finding, bad, describeAge, ok, warn } from './finding.ts'

const migrationsDir = join(import.meta.dirname, '../../platform/database/migrations')
const clockToleranceMs = 5_000

/** Version, locale, safety settings, clock, size and migrations of the database. */
export async function checkServer(client: Client, connectionString: string): Promise<Finding[]> {
  const { version } = await checkDatabase(connectionString)
  const size = await one<{ size: string }>(client, 'select pg_size_pretty(pg_database_size(current_database())) as size')
  return [
    ok(`PostgreSQL ${version}, a locale that knows every script, ${size.size}`),
    await checkSafety(client),
    await checkClock(client),
    await checkConnections(client),
    await checkMigrations(client),
  ]
}

async function checkSafety(client: Client): Promise<Finding> {
  const { off } = await one<{ off: string | null }>(
    client,
    `select string_agg(name, ', ') as off from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
  )
  if (off === null) return ok('Every commit is flushed to the disk')
  return bad(
    `PostgreSQL runs with ${off} off: mail that was accepted can be lost.`,
    `Run as a superuser: ${off
      .split(', ')
      .map((name) => `alter system set ${name} = on;`)
      .join(' ')} select pg_reload_conf();`,
  )
}

/** Times are compared across both clocks, and with the newest event: a clock that was set back would answer "just now" for weeks. */
async function checkClock(client: Client): Promise<Finding> {
  const before = Date.now()
  const { now, newest } = await one<{ now: Date; newest: Date | null }>(
    client,
    `select clock_timestamp() as now, (select max(at) from events) as newest`,
  )
  const offMs = Math.abs(now.getTime() - (before + Date.now()) / 2)
  if (offMs > clockToleranceMs)
    return bad(
      `The clocks of this machine and of the database differ by ${describeAge(offMs)}.`,
      'Switch on time synchronisation on both (timedatectl set-ntp true).',
    )
  if (newest && newest.getTime() - Date.now() > clockToleranceMs) {
    return bad(
      `The newest event lies ${describeAge(newest.getTime() - Date.now())} in the future: the clock was set back.`,
      'Correct the clock of this machine (timedatectl set-ntp true).',
    )
  }
  return ok('The clock agrees with the database and its newest event')
}

async function checkConnections(client: Client): Promise<Finding> {
  const { used, most } = await one<{ used: number; most: number }>(
    client,
    `select count(*)::int as used, current_setting('max_connections')::int as most from pg_stat_activity where backend_type = 'client backend'`,
  )
  if (used < most * 0.8) return ok(`${used} of ${most} database connections are in use`)
  return warn(`${used} of ${most} database connections are in use.`, 'Raise max_connections, or run fewer processes.')
}

async function checkMigrations(client: Client): Promise<Finding> {
  const ours = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort()
  const { exists } = await one<{ exists: boolean }>(client, `select to_regclass('public.schema_migrations') is not null as exists`)
  const theirs = exists ? (await client.query<{ name: string }>('select name from schema_migrations')).rows.map(({ name }) => name) : []
  const newer = theirs.filter((name) => !ours.includes(name))
  if (newer.length > 0) return bad(`The database was used by a newer Samvad (${newer.join(', ')}).`, 'Install that version again.')
  const missing = ours.filter((name) => !theirs.includes(name))
  if (missing.length > 0) return warn(`The database lacks ${missing.join(', ')}.`, 'Run: samvad migrate (the next start does it too)')
  return ok(`The database is at ${theirs.sort().at(-1)}`)
}

async function one<Row extends object>(client: Client, text: string): Promise<Row> {
  return (await client.query<Row>(text)).rows[0]!
}
