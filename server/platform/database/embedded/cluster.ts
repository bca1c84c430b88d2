import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Placement } from './placement.ts'
import { reserveBytes } from './disk-reserve.ts'
import { explainPostgresLog } from './explain.ts'
import { StartError, explainFileError } from './start-error.ts'

/** The superuser of the embedded cluster and the name of its one database. */
export const ownerRole = 'samvad'
export const databaseName = 'samvad'

/** The major version we ship; a cluster of another one needs a backup from the old version and a restore into the new. */
const majorVersion = '18'
/** initdb writes 23 MB of catalogue and 16 MB of write-ahead log, the first migration about as much again; and the reserve. */
const firstStartBytes = 120 * 1024 * 1024 + reserveBytes

/**
 * Makes the cluster if there is none. It appears under its name only when complete: a kill halfway leaves nothing that a start would
 * mistake for a database. UTF-8 with the builtin C.UTF-8 locale, because with libc's C `similarity()` is 0 for every Indic word.
 * Errors: StartError `version_mismatch`, `disk_full`, `folder_not_writable`, `not_started`.
 */
export async function openCluster(
  placement: Placement,
  binaries: Binaries,
  passwordFile: string,
  log: (line: string) => void,
): Promise<'new' | 'existing'> {
  const { clusterDir, account, pointer } = placement
  removeUnfinished(clusterDir)
  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    checkVersion(clusterDir)
    return 'existing'
  }
  if (existsSync(clusterDir) && readdirSync(clusterDir).length > 0) {
    throw new StartError(
      'cluster_damaged',
      `${clusterDir} holds files but no database.`,
      'Move it aside, or restore a backup into a new data folder.',
    )
  }
  checkSpace(dirname(clusterDir))
  log('Creating the database (first start only) …')
  const unfinished = `${clusterDir}.new-${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(unfinished, { mode: 0o700 })
    if (account) chownSync(unfinished, account.uid, account.gid)
    await runInitdb(binaries.initdb, unfinished, account, readPassword(passwordFile))
    rmSync(`${unfinished}.password`)
    rmSync(clusterDir, { recursive: true, force: true })
    renameSync(unfinished, clusterDir)
    syncFolder(dirname(clusterDir))
    if (pointer) {
      writeFileSync(pointer, `${clusterDir}\n`, { mode: 0o600 })
      rmSync(`${pointer}.draft`, { force: true })
    }
  } catch (error) {
    removeUnfinished(clusterDir)
    throw explainFileError(error, dirname(clusterDir))
  }
  return 'new'
}

/** The random password of the cluster's owner, made at the first start; `isNew` says that the cluster cannot know it yet. */
export function openPassword(dataDir: string): { path: string; isNew: boolean } {
  const path = join(dataDir, 'postgres.password')
  if (existsSync(path) && readPassword(path)) return { path, isNew: false }
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  } catch (error) {
    throw explainFileError(error, dataDir)
  }
  return { path, isNew: true }
}

export const readPassword = (path: string): string => readFileSync(path, 'utf8').trim()

/** PostgreSQL reads PG* variables and the language of the caller; ours must decide alone. */
export const cleanEnvironment = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {}),
}

function runInitdb(initdb: string, folder: string, account: Account | null, password: string): Promise<void> {
  const options = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--auth=scram-sha-256',
  ]
  const passwordFile = `${folder}.password`
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (account) chownSync(passwordFile, account.uid, account.gid)
  const args = [`--pgdata=${folder}`, `--username=${ownerRole}`, `--pwfile=${passwordFile}`, '--no-instructions', ...options]
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, args, { cwd: '/', env: cleanEnvironment, ...(account ? { uid: account.uid, gid: account.gid } : {}) })
    let said = ''
    child.stdout.resume()
    child.stderr.on('data', (chunk) => (said += chunk))
    child.stdin.end()
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(explainPostgresLog(said, folder))))
  })
}

function removeUnfinished(clusterDir: string): void {
  const unfinished = `${basename(clusterDir)}.new-`
  for (const name of readdirSync(dirname(clusterDir)))
    if (name.startsWith(unfinished)) rmSync(join(dirname(clusterDir), name), { recursive: true, force: true })
}

function checkVersion(clusterDir: string): void {
  const found = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  if (found === majorVersion) return
  throw new StartError(
    'version_mismatch',
    `The database in ${clusterDir} was made by PostgreSQL ${found}; this Samvad brings ${majorVersion}.`,
    'Run `samvad backup` with the Samvad version that made it, then `samvad restore` into a new data folder.',
  )
}

function checkSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= firstStartBytes) return
  throw new StartError(
    'disk_full',
    `The disk that holds ${folder} has ${Math.floor((bavail * bsize) / 1024 ** 2)} MB free; the first start needs ${firstStartBytes / 1024 ** 2} MB.`,
    'Free some space, or choose another folder with --data.',
  )
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
