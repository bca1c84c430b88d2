import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { readRunning } from './running-file.ts'
import { StartError, explainFileError } from './start-error.ts'

const sqliteBusy = 5
const sqliteFull = 13

/** A killed launcher's server notices within half a second and stops; whoever starts it again at once should not be refused for that. */
const leavingOwnerMs = 2_000

/**
 * Takes the data folder for this process until the returned function is called or the process ends, however it ends.
 * The lock is the operating system's own, held through SQLite's exclusive mode because Node offers no `flock`: a killed owner frees it
 * at once, and a process that happens to get the old number cannot be taken for the owner.
 * Errors: StartError `folder_in_use` (after 2 s), `folder_not_writable`, `disk_full`.
 */
export async function lockFolder(dataDir: string): Promise<() => void> {
  const giveUpAt = Date.now() + leavingOwnerMs
  for (;;) {
    const lock = tryLock(dataDir)
    if (lock) return () => void (lock.isOpen && lock.close())
    if (Date.now() > giveUpAt) throw describeOwner(dataDir)
    await sleep(50)
  }
}

/** Null when another process holds it. */
function tryLock(dataDir: string): DatabaseSync | null {
  const path = join(dataDir, 'lock')
  let lock: DatabaseSync | undefined
  try {
    // SQLite would open a file it may not write for reading, and lock nothing.
    closeSync(openSync(path, 'a'))
    lock = new DatabaseSync(path)
    lock.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    const { errcode } = error as { errcode?: number }
    if (errcode === sqliteBusy) return null
    throw explainFileError(errcode === sqliteFull ? Object.assign(error as Error, { code: 'ENOSPC' }) : error, dataDir)
  }
}

function describeOwner(dataDir: string): StartError {
  const owner = readRunning(dataDir)
  const who = owner ? ` (process ${owner.processId})` : ''
  return new StartError(
    'folder_in_use',
    `Another Samvad is already running on ${dataDir}${who}.`,
    'Stop it first, or give this one a folder of its own with --data.',
  )
}
