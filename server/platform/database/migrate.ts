import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { appRole } from './database.ts'

const ownFolder = join(import.meta.dirname, 'migrations')

export interface MigrateOptions {
  /** Only these, as a backup of an older Samvad needs. */
  only?: string[]
  /** Where the numbered files are. */
  folder?: string
}

/** The names of all migrations of this program, in their order. */
export const listMigrationFiles = async (folder = ownFolder): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()

/** Any number; the same in every process, so that two that start at once migrate one after the other. */
const lockKey = 7_214_001

/**
 * Brings the database up to this program: the jobs' own schema, then our numbered SQL files, each in a transaction of its own, then roles and
 * row-level security. Safe to run at once from many processes, and beside a running server. Connects as the owner of the tables.
 * Returns the names of the files applied. Errors are PostgreSQL's; `database newer than the program` when it knows migrations we lack.
 */
export async function migrate(
  connectionString: string,
  say: (line: string) => void = () => {},
  { only, folder = ownFolder }: MigrateOptions = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'samvad-migrate' })
  await client.connect()
  try {
    // Of one that was killed PostgreSQL would go on with the statement, and hold the lock, until its end. Not every platform can look.
    await client.query(`set client_connection_check_interval = '1s'`).catch(() => {})
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await ensureAppRole(client)
    await client.query('create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())')
    const applied = new Set((await client.query<{ name: string }>('select name from schema_migrations')).rows.map((row) => row.name))
    const files = await listMigrationFiles(folder)
    const unknown = [...applied].filter((name) => !files.includes(name))
    if (unknown.length > 0) throw new Error(`database newer than the program: it has ${unknown.join(', ')}`)
    const missing = files.filter((name) => !applied.has(name) && (only?.includes(name) ?? true))
    if (missing.length === 0 && (await hasJobs(client))) return []
    await runMigrations({ connectionString })
    for (const name of missing) {
      say(`applying ${name}`)
      await client.query('begin')
      try {
        await client.query(await readFile(join(folder, name), 'utf8'))
        await client.query('insert into schema_migrations (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    }
    await client.query(await readFile(join(import.meta.dirname, 'security.sql'), 'utf8'))
    return missing
  } finally {
    await client.end()
  }
}

async function hasJobs(client: pg.Client): Promise<boolean> {
  return (await client.query(`select from pg_namespace where nspname = 'graphile_worker'`)).rowCount === 1
}

/**
 * The role is the server's, shared by its databases: twenty databases made at once must not stumble over each other here. From PostgreSQL 16 on, who makes a
 * role is a member that may administer it but not become it. SOURCE: postgresql.org/docs/16/release-16.html, "CREATEROLE".
 */
async function ensureAppRole(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${appRole}') then
      begin
        create role ${appRole} nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, '${appRole}', case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) then
      grant ${appRole} to current_user;
    end if;
  end $$`)
}
