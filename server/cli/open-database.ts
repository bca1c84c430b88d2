import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { StartError, checkDatabase, readRunning, startEmbedded } from '../platform/database/embedded/index.ts'
import { say } from './command.ts'

/** The database a command works on. */
export interface OpenDatabase {
  connectionString: string
  dataDir: string
  /** Whether a running Samvad of this data folder uses it at the same time. */
  isServerRunning: boolean
}

const startingServerMs = 10_000

/** The data folder a command means: its --data, SAMVAD_DATA, or ./data. */
export const chooseDataDir = (option: string | boolean | undefined): string =>
  resolve((typeof option === 'string' && option) || process.env.SAMVAD_DATA || 'data')

/**
 * Runs a command on the database of `dataDir`: DATABASE_URL if set; else that of the running server; else the embedded one, started for as
 * long as the command takes. Errors: StartError, also when there is no such data folder and the command may not make one.
 */
export async function withDatabase<T>(dataDir: string, mayCreate: boolean, run: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const external = process.env.DATABASE_URL
  if (external) {
    await checkDatabase(external)
    return run({ connectionString: external, dataDir, isServerRunning: false })
  }
  if (!mayCreate && !existsSync(dataDir)) throw new StartError('database_unreachable', `There is no data folder ${dataDir}.`, 'Name it with --data.')
  const giveUpAt = Date.now() + startingServerMs
  for (;;) {
    const running = readRunning(dataDir)
    if (running && (await isReachable(running.connectionString)))
      return run({ connectionString: running.connectionString, dataDir, isServerRunning: true })
    try {
      return await withEmbedded(dataDir, run)
    } catch (error) {
      // The server holds the folder but its database is not ready yet.
      if (!(error instanceof StartError) || error.code !== 'folder_in_use' || Date.now() > giveUpAt) throw error
      await sleep(250)
    }
  }
}

async function withEmbedded<T>(dataDir: string, run: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded({ dataDir, log: say })
  try {
    return await run({ connectionString: embedded.connectionString, dataDir, isServerRunning: false })
  } finally {
    await embedded.stop()
  }
}

async function isReachable(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 3_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
