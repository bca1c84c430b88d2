import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type Account, canReach, chooseAccount, mayPass } from './account.ts'
import { sharedStateDir } from './binaries.ts'
import { StartError, explainFileError } from './start-error.ts'

/** Where the cluster lives and who runs it. */
export interface Placement {
  clusterDir: string
  /** Null: our own account. */
  account: Account | null
  /** For a cluster outside the data folder that does not exist yet: the file that must say where it is, once it is complete. */
  pointer: string | null
}

/** Makes the data folder if it is absent. Errors: StartError `folder_not_writable`, `disk_full`. */
export function openDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    // No folder can be made where the one above it is: no file system for folders.
    const isNoPlace = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw isNoPlace
      ? new StartError('folder_not_writable', `${dataDir} cannot be made.`, 'Choose another folder with --data.', { cause: error })
      : explainFileError(error, dataDir)
  }
}

/**
 * With the folders above it, one by one: Node's own recursive way says of a read-only disk that the folder does not exist, and never comes back from a file
 * system that makes no folders (/proc).
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/**
 * Decides where the cluster lives: `postgres` in the data folder, except when we are root and the account of PostgreSQL cannot pass the
 * folders above it (a checkout below /root): then in /var/lib/samvad, and the file `postgres.location` in the data folder says where.
 * Errors: StartError `folder_owned_by_other`, `folder_unreachable`, `account_missing`.
 */
export function placeCluster(dataDir: string, log: (line: string) => void): Placement {
  const pointer = join(dataDir, 'postgres.location')
  const inside = join(dataDir, 'postgres')
  const clusterDir = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : inside
  const account = chooseAccount(clusterDir)
  if (!account) {
    checkOwner(clusterDir)
    return { clusterDir, account, pointer: null }
  }
  if (clusterDir !== inside) {
    if (!existsSync(clusterDir))
      throw new StartError(
        'folder_unreachable',
        `The database of ${dataDir} should be in ${clusterDir}, but is not there.`,
        'Bring that folder back, or restore a backup into a new data folder.',
      )
    return { clusterDir, account, pointer: null }
  }
  openWayTo(account, dataDir)
  if (canReach(account, inside)) return { clusterDir: inside, account, pointer: null }
  if (existsSync(inside)) {
    throw new StartError(
      'folder_unreachable',
      `The account "${account.name}", which runs PostgreSQL, cannot reach ${inside}.`,
      'Move the data folder to /srv or /var/lib, or run: chmod o+x on each folder above it.',
    )
  }
  const outside = makeOutside(`${pointer}.draft`, dataDir)
  log(`The account "${account.name}" cannot reach ${dataDir}, so the database lives in ${outside}.`)
  return { clusterDir: join(outside, 'postgres'), account, pointer }
}

/** Beside a cluster outside its data folder: the path of that folder. */
const belongsTo = 'belongs-to'

/**
 * Clusters outside their data folders whose data folder is gone or names another: deleted by someone, or on a disk that is not there now.
 * Nothing removes them by itself.
 */
export function findLostClusters(): { folder: string; dataDir: string }[] {
  const folders = existsSync(sharedStateDir) ? readdirSync(sharedStateDir).filter((name) => name.startsWith('cluster-')) : []
  return folders.flatMap((name) => {
    const folder = join(sharedStateDir, name)
    const dataDir = existsSync(join(folder, belongsTo)) ? readFileSync(join(folder, belongsTo), 'utf8').trim() : ''
    const pointer = ['postgres.location', 'postgres.location.draft'].map((file) => join(dataDir, file)).find((path) => existsSync(path))
    return pointer && readFileSync(pointer, 'utf8').startsWith(folder) ? [] : [{ folder, dataDir }]
  })
}

/** A new folder for a cluster; the draft names it until the pointer does, so that a killed first start leaves no folder that nobody knows. */
function makeOutside(draft: string, dataDir: string): string {
  const abandoned = existsSync(draft) ? readFileSync(draft, 'utf8').trim() : ''
  if (abandoned.startsWith(`${sharedStateDir}/cluster-`)) rmSync(abandoned, { recursive: true, force: true })
  const outside = join(sharedStateDir, `cluster-${randomBytes(6).toString('hex')}`)
  writeFileSync(draft, `${outside}\n`, { mode: 0o600 })
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  writeFileSync(join(outside, belongsTo), `${realpathSync(dataDir)}\n`)
  return outside
}

/** The data folder is ours to open for passing through; the folders above it are not. */
function openWayTo(account: Account, dataDir: string): void {
  if (!mayPass(account, dataDir)) chmodSync(dataDir, (statSync(dataDir).mode & 0o777) | 0o011)
}

function checkOwner(clusterDir: string): void {
  if (!process.getuid || !existsSync(clusterDir)) return
  const { uid } = statSync(clusterDir)
  if (uid === process.getuid()) return
  throw new StartError(
    'folder_owned_by_other',
    `The database in ${clusterDir} belongs to another user (uid ${uid}).`,
    `Start Samvad as that user or as root, or run: sudo chown -R $(id -un) "${clusterDir}"`,
  )
}
