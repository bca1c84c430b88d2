import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { findBinaries } from './binaries.ts'
import { databaseName, openCluster, openPassword, ownerRole, readPassword } from './cluster.ts'
import { keepDiskReserve } from './disk-reserve.ts'
import { lockFolder } from './folder-lock.ts'
import { keepRunning } from './keep-running.ts'
import { openDataFolder, placeCluster } from './placement.ts'
import { setPassword } from './password.ts'
import { writePostgresSettings } from './postgres-settings.ts'
import { settleOrphan, startPostmaster } from './postmaster.ts'
import { removeRunning, writeRunning } from './running-file.ts'
import { explainFileError } from './start-error.ts'

export { checkDatabase } from './check-database.ts'
export { findLostClusters } from './placement.ts'
export { readRunning } from './running-file.ts'
export { StartError } from './start-error.ts'

/** The PostgreSQL that runs inside the data folder, for as long as we run. */
export interface EmbeddedDatabase {
  /** As the cluster's owner, on a unix socket in the cluster's folder (on 127.0.0.1 where that is impossible). Holds the password. */
  connectionString: string
  serverVersion: string
  /** True while the disk is so full that nothing new should be taken in; answer 503 then, so that senders come again. */
  isDiskLow(): boolean
  /** Shuts it down; returns when everything is on disk and the folder is free for another process. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL 18 in `dataDir`, creating, recovering or taking over what the previous run left. Warm: about 0.2 s.
 * `log` gets one line for each step that a person would wait for.
 * Errors: StartError (one clear line and a hint) for everything a person can mend.
 */
export async function startEmbedded(options: { dataDir: string; log?: (line: string) => void }): Promise<EmbeddedDatabase> {
  const { dataDir, log = () => {} } = options
  openDataFolder(dataDir)
  const unlock = await lockFolder(dataDir)
  let stopServer = async () => {}
  try {
    const placement = placeCluster(dataDir, log)
    const binaries = await findBinaries(placement.account)
    const password = openPassword(dataDir)
    const cluster = await openCluster(placement, binaries, password.path, log)
    await settleOrphan(placement.clusterDir, log)
    if (cluster === 'existing' && password.isNew) await setPassword(binaries.postgres, placement, readPassword(password.path))
    writePostgresSettings(placement.clusterDir)
    const address = await chooseAddress(placement.clusterDir)
    const reserve = keepDiskReserve(dirname(placement.clusterDir), log)
    const start = async () => {
      reserve.look()
      await settleOrphan(placement.clusterDir, log)
      return startPostmaster(binaries.postgres, placement, address.args, join(dataDir, 'postgres.log'), log)
    }
    const running = await keepRunning(start, log)
    stopServer = () => (reserve.stop(), running.stop())
    const connectionString = address.connectionString(readPassword(password.path))
    const serverVersion = await openDatabase(connectionString, cluster)
    writeRunning(dataDir, connectionString)
    return {
      connectionString,
      serverVersion,
      isDiskLow: reserve.isLow,
      async stop() {
        await stopServer()
        removeRunning(dataDir)
        unlock()
      },
    }
  } catch (error) {
    await stopServer()
    unlock()
    throw explainFileError(error, dataDir)
  }
}

/** A socket's address holds 107 bytes on Linux and 103 on macOS. Source: unix(7), sys/un.h. */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

async function chooseAddress(clusterDir: string) {
  const makeUrl = (host: string, port: number) => (password: string) =>
    `postgresql://${ownerRole}:${password}@localhost:${port}/${databaseName}?host=${encodeURIComponent(host)}`
  const socketFits = Buffer.byteLength(join(clusterDir, '.s.PGSQL.5432.lock')) <= longestSocketPath
  if (process.platform !== 'win32' && socketFits) {
    // A list in which quotes protect commas and spaces.
    const folders = `"${clusterDir.replaceAll('"', '""')}"`
    const args = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folders}`, '-c', 'unix_socket_permissions=0700', '-c', 'port=5432']
    return { args, connectionString: makeUrl(clusterDir, 5432) }
  }
  const port = await findFreePort()
  return {
    args: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', `port=${port}`],
    connectionString: makeUrl('127.0.0.1', port),
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Makes the database if a kill came between the cluster's creation and this; returns the server's version. */
async function openDatabase(connectionString: string, cluster: 'new' | 'existing'): Promise<string> {
  try {
    if (cluster === 'existing') return await readVersion(connectionString)
  } catch (error) {
    const databaseIsMissing = '3D000'
    if ((error as { code?: string }).code !== databaseIsMissing) throw error
  }
  const url = new URL(connectionString)
  url.pathname = '/postgres'
  await withClient(url.href, (client) => client.query(`create database ${databaseName}`))
  return readVersion(connectionString)
}

const readVersion = (connectionString: string) =>
  withClient(connectionString, async (client) => (await client.query<{ server_version: string }>('show server_version')).rows[0]!.server_version)

async function withClient<T>(connectionString: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
