import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readRunning } from './running-file.ts'
import { StartError, explainFileError } from './start-error.ts'

const sqliteBusy = 5
const sqliteFull = 13

/**
 * Takes the data folder for this process until the returned function is called or the process ends, however it ends.
 * The lock is the operating system's own, held through SQLite's exclusive mode because Node offers no `flock`: a killed owner frees it
 * at once, and a process that happens to get the old number cannot be taken for the owner.
 * Errors: StartError `folder_in_use`, `folder_not_writable`, `disk_full`.
 */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, 'lock')
  let lock: DatabaseSync | undefined
  try {
    // SQLite would open a file it may not write for reading, and lock nothing.
    closeSync(openSync(path, 'a'))
    lock = new DatabaseSync(path)
    lock.exec('pragma journal_mode = off; pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock?.close()
    throw explainLockError(error as Error & { errcode?: number }, dataDir)
  }
  const held = lock
  return () => {
    if (held.isOpen) held.close()
  }
}

function explainLockError(error: Error & { errcode?: number }, dataDir: string): unknown {
  if (error.errcode === sqliteBusy) {
    const owner = readRunning(dataDir)
    const who = owner ? ` (process ${owner.processId})` : ''
    return new StartError(
      'folder_in_use',
      `Another Samvad is already running on ${dataDir}${who}.`,
      'Stop it first, or give this one a folder of its own with --data.',
    )
  }
  return explainFileError(error.errcode === sqliteFull ? Object.assign(error, { code: 'ENOSPC' }) : error, dataDir)
}
