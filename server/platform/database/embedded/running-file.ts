import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the database of a running Samvad can be reached; readable by its owner only, because it holds the password. */
export interface Running {
  connectionString: string
  processId: number
  startedAt: string
}

const pathIn = (dataDir: string) => join(dataDir, 'running.json')

/** What the last start wrote, or null. A killed server leaves the file behind, so the reader must try the connection. */
export function readRunning(dataDir: string): Running | null {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), 'utf8'))
  } catch {
    return null
  }
}

export function writeRunning(dataDir: string, connectionString: string): void {
  const running: Running = { connectionString, processId: process.pid, startedAt: new Date().toISOString() }
  // Removed first, because the mode applies only to a file that is created.
  removeRunning(dataDir)
  writeFileSync(pathIn(dataDir), JSON.stringify(running, null, 2) + '\n', { mode: 0o600 })
}

export function removeRunning(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true })
}
