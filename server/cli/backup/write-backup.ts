import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { join } from 'node:path'
import { StartError } from '../../platform/database/embedded/index.ts'
import { version } from '../../platform/settings.ts'
import { type ArchiveWriter, createArchive } from './archive.ts'
import {
  type Header,
  type Manifest,
  type Table,
  filesPrefix,
  headerPath,
  listMigrations,
  listSequences,
  listTables,
  manifestPath,
} from './catalogue.ts'
import { listDataFiles } from './data-files.ts'

const compress = promisify(gzip)

/** Uncompressed; large enough to compress well, small enough that two of them in memory do not matter. */
const partBytes = 8 * 1024 * 1024

export interface BackupResult {
  rows: number
  files: number
  sizeBytes: number
}

/**
 * Writes everything into one tar archive while the server goes on working: all tables as of one moment (a repeatable-read snapshot), then the
 * files of the data folder. Whatever was committed before the call is in it. Files are stored before the rows that name them are
 * committed, so every file of the snapshot is there. The archive appears under its name only when complete.
 * Errors: StartError when this role cannot see all rows; `disk_full` comes as ENOSPC.
 */
export async function writeBackup(connectionString: string, dataDir: string, path: string, say: (line: string) => void): Promise<BackupResult> {
  const client = new Client({ connectionString, application_name: 'samvad backup' })
  await client.connect()
  const archive = await createArchive(path)
  try {
    await client.query(`begin isolation level repeatable read read only; set local timezone = 'UTC'; set local statement_timeout = 0`)
    await checkSeesEverything(client)
    await archive.add(headerPath, asJson(await describe(client)))
    const tables: Manifest['tables'] = []
    for (const table of await listTables(client)) tables.push(await addTable(client, archive, table, tables.length, say))
    const sequences = await listSequences(client)
    await client.query('commit')
    const files = await addDataFiles(archive, dataDir, path, say)
    await archive.add(manifestPath, asJson({ tables, sequences, files, hashes: Object.fromEntries(archive.hashes) } satisfies Manifest))
    await archive.finish()
    return { rows: tables.reduce((sum, { rows }) => sum + rows, 0), files, sizeBytes: archive.sizeBytes }
  } catch (error) {
    await archive.discard()
    throw error
  } finally {
    await client.end()
  }
}

/** Row-level security would leave rows out of a COPY without a word. */
async function checkSeesEverything(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; seesAll: boolean }>(
    'select quote_ident(rolname) as role, rolsuper or rolbypassrls as "seesAll" from pg_roles where rolname = current_user',
  )
  const { role, seesAll } = rows[0]!
  if (!seesAll)
    throw new StartError(
      'database_unsuitable',
      `The role ${role} cannot see the rows of every workspace.`,
      `Run as a superuser: alter role ${role} bypassrls;`,
    )
}

async function describe(client: Client): Promise<Header> {
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return {
    format: 'samvad-backup-1',
    createdAt: new Date().toISOString(),
    samvadVersion: version,
    postgresVersion: rows[0]!.server_version,
    migrations: await listMigrations(client),
  }
}

async function addTable(
  client: Client,
  archive: ArchiveWriter,
  table: Table,
  index: number,
  say: (line: string) => void,
): Promise<Manifest['tables'][number]> {
  const copy = client.query(copyTo(`copy ${table.name} (${table.columns.join(', ')}) to stdout`))
  const parts: string[] = []
  const folder = `tables/${String(index).padStart(3, '0')}-${table.name.replaceAll(/[^\w.]/g, '_')}`
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let copiedBytes = 0
  const flush = async () => {
    const part = `${folder}/${String(parts.length).padStart(6, '0')}.copy.gz`
    await archive.add(part, await compress(Buffer.concat(waiting), { level: 1 }))
    parts.push(part)
    waiting = []
    waitingBytes = 0
  }
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    waiting.push(chunk)
    waitingBytes += chunk.length
    copiedBytes += chunk.length
    if (waitingBytes >= partBytes) {
      await flush()
      say(`${table.name}: ${Math.round(copiedBytes / 1024 ** 2)} MB`)
    }
  }
  if (waitingBytes > 0) await flush()
  return { ...table, rows: copy.rowCount, parts }
}

async function addDataFiles(archive: ArchiveWriter, dataDir: string, ownPath: string, say: (line: string) => void): Promise<number> {
  let files = 0
  let saidAt = Date.now()
  for await (const path of listDataFiles(dataDir)) {
    const source = join(dataDir, path)
    if (source === ownPath || source === `${ownPath}.partial`) continue
    if (await archive.addFile(`${filesPrefix}${path}`, source)) files++
    if (Date.now() - saidAt > 2_000) {
      say(`${files} files`)
      saidAt = Date.now()
    }
  }
  return files
}

const asJson = (value: object): Buffer => Buffer.from(JSON.stringify(value, null, 1) + '\n')
