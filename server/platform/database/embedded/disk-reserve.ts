import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Space that the database can still use when others have filled its disk. */
export interface DiskReserve {
  /** True while so little space is left that nothing new should be taken in. */
  isLow(): boolean
  /** Looks now instead of at the next second: before a start, and after a failed write. */
  look(): void
  stop(): void
}

const megabyte = 1024 * 1024
/** Three segments of the write-ahead log: enough for sign-ins, drafts and heartbeats while mail is refused. */
export const reserveBytes = 48 * megabyte
const lowBytes = 64 * megabyte
/** Well above `low`, so that the state does not flutter. */
const enoughBytes = lowBytes + reserveBytes + 32 * megabyte
const lookEveryMs = 1_000

/**
 * Keeps a file of 48 MB beside the cluster and gives it up when the disk is almost full: PostgreSQL stops altogether when it cannot extend
 * its write-ahead log, reading included (measured), and so goes on reading. Makes the file again when there is space.
 */
export function keepDiskReserve(folder: string, log: (line: string) => void): DiskReserve {
  const path = join(folder, 'reserve')
  let isLow = false
  const look = () => {
    const freeBytes = measureFree(folder)
    if (freeBytes === null) return
    if (!isLow && freeBytes < lowBytes) {
      isLow = true
      rmSync(path, { force: true })
      log(`The disk is almost full (${Math.floor(freeBytes / megabyte)} MB left): nothing new is taken in until there is space.`)
    }
    if (isLow && freeBytes > enoughBytes) {
      isLow = false
      log('There is space on the disk again.')
    }
    if (!isLow && freeBytes > enoughBytes && !existsSync(path)) fill(path)
  }
  look()
  const timer = setInterval(look, lookEveryMs).unref()
  return { isLow: () => isLow, look, stop: () => clearInterval(timer) }
}

/** What an ordinary process may use; null when the system does not say. */
function measureFree(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Written in full, because a sparse file reserves nothing. */
function fill(path: string): void {
  const zeros = Buffer.alloc(megabyte)
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      for (let written = 0; written < reserveBytes; written += zeros.length) writeSync(file, zeros)
    } finally {
      closeSync(file)
    }
  } catch {
    rmSync(path, { force: true }) // somebody else took the space meanwhile; the next look decides again
  }
}
