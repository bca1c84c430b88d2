import { Client } from 'pg'
import { listMigrationFiles, migrate, type MigrateOptions } from '../../platform/database/migrate.ts'
import { listMigrations } from './catalogue.ts'
import { loadTables } from './load-tables.ts'
import { type Backup, BackupError } from './read-backup.ts'

export interface RestoreResult {
  rows: number
  files: number
}

/**
 * Brings a backup into an empty database and data folder: everything or nothing in the database, every piece checked against its hash,
 * every table against its number of rows, every reference by its foreign key. That of an older Samvad is loaded into the tables of its time, and brought up to ours then.
 * Errors: BackupError when the database is not empty, the backup is damaged, or it was made by a newer Samvad.
 */
export async function restoreBackup(
  backup: Backup,
  connectionString: string,
  dataDir: string,
  say: (line: string) => void,
  { folder }: Pick<MigrateOptions, 'folder'> = {},
): Promise<RestoreResult> {
  const { migrations } = backup.header
  const from = folder ? { folder } : {}
  const ours = await listMigrationFiles(folder)
  const newer = migrations.filter((name) => !ours.includes(name))
  if (newer.length > 0) throw new BackupError(`The backup was made by a newer Samvad (it has ${newer.join(', ')}). Install that version first.`)
  await migrate(connectionString, say, { only: migrations, ...from })
  const client = new Client({ connectionString, application_name: 'samvad restore' })
  await client.connect()
  try {
    await client.query(`begin; set local timezone = 'UTC'; set local statement_timeout = 0; set local maintenance_work_mem = '256MB'`)
    await checkEmpty(client)
    await checkSameTime(client, migrations)
    const rows = await loadTables(client, backup, say)
    const files = await backup.writeFiles(dataDir, say)
    await client.query('commit')
    await migrate(connectionString, say, from)
    await client.query('analyze')
    return { rows, files }
  } finally {
    await client.end()
  }
}

/** `directory_entries` has no workspace, so it shows rows to every role, where row-level security would hide them. */
async function checkEmpty(client: Client): Promise<void> {
  await client.query('lock table workspaces in access exclusive mode')
  const { rows } = await client.query<{ holds: boolean }>('select exists (select from directory_entries) or exists (select from workspaces) as holds')
  if (rows[0]!.holds)
    throw new BackupError(
      'This Samvad already holds data, and a restore does not mix. Restore into a new data folder with --data, or into a new database.',
    )
}

/** What is empty may have been made by this version already, and tables do not go back. */
async function checkSameTime(client: Client, theirs: string[]): Promise<void> {
  const ahead = (await listMigrations(client)).filter((name) => !theirs.includes(name))
  if (ahead.length > 0)
    throw new BackupError(`The backup was made by an older Samvad, and this database is newer (it has ${ahead.join(', ')}). Restore into a new one.`)
}
