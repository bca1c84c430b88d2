import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanEnvironment } from './cluster.ts'
import { explainPostgresLog, isPassing } from './explain.ts'
import type { Placement } from './placement.ts'
import { StartError, explainFileError } from './start-error.ts'

/** A running PostgreSQL server that is our child. */
export interface Postmaster {
  processId: number
  /** Resolves when it ends, for whatever reason. */
  ended: Promise<void>
  /** Running transactions are rolled back; everything committed is on disk. */
  stop(): Promise<void>
}

/**
 * First politely: connections that are just being closed may finish, others are cut after a moment. The last is for a disk that takes longer
 * than any checkpoint of our buffers; the next start recovers. Source: postgresql.org/docs/18/server-shutdown.html.
 */
const shutdowns: { signal: NodeJS.Signals; afterMs: number }[] = [
  { signal: 'SIGTERM', afterMs: 0 },
  { signal: 'SIGINT', afterMs: 300 },
  { signal: 'SIGQUIT', afterMs: 30_000 },
]
const passingRefusalMs = 10_000
const logKeepBytes = 5 * 1024 * 1024

/**
 * Starts PostgreSQL on the cluster and waits until it accepts connections, however long its recovery takes.
 * Errors: StartError by `explainPostgresLog`.
 */
export async function startPostmaster(
  postgres: string,
  placement: Placement,
  args: string[],
  logFile: string,
  log: (line: string) => void,
): Promise<Postmaster> {
  const giveUpAt = Date.now() + passingRefusalMs
  for (;;) {
    const logHandle = openLog(logFile)
    const logStart = statSync(logFile).size
    const child = spawnPostgres(postgres, placement, args, logHandle)
    closeSync(logHandle)
    const failed = await waitUntilReady(child, placement.clusterDir, log)
    if (!failed) return asPostmaster(child)
    if (failed instanceof StartError) throw failed
    const said = readFileSync(logFile).subarray(logStart).toString()
    if (!isPassing(said) || Date.now() > giveUpAt) throw explainPostgresLog(said, placement.clusterDir)
    await sleep(100)
  }
}

/** Ends a server that a killed Samvad left running on this cluster, and clears a pid file whose number now belongs to someone else. */
export async function settleOrphan(clusterDir: string, log: (line: string) => void): Promise<void> {
  const pid = readPid(clusterDir)
  if (pid === null) return
  if (!isPostmasterOf(pid, clusterDir)) {
    for (const name of readdirSync(clusterDir))
      if (name === 'postmaster.pid' || name.startsWith('.s.PGSQL.')) rmSync(join(clusterDir, name), { force: true })
    return
  }
  log('Waiting for the database of the previous run to stop …')
  await shutDown(pid, () => isPostmasterOf(pid, clusterDir))
}

/**
 * The shell becomes PostgreSQL (same process id) and leaves a watcher behind that holds the reading end of a pipe from us. When we are
 * killed, the pipe closes and the watcher asks PostgreSQL to stop, so that no server is orphaned. A line instead of the end of the pipe
 * means that PostgreSQL has ended by itself, and its number may belong to another process by now.
 */
const watched = '( ( read -r ended <&3 || kill -INT $$ ) </dev/null >/dev/null 2>&1 & ) ; exec "$@" 3<&-'

function spawnPostgres(postgres: string, { clusterDir, account }: Placement, args: string[], logHandle: number): ChildProcess {
  const command = [postgres, '-D', clusterDir, ...args]
  const identity = account ? { uid: account.uid, gid: account.gid } : {}
  // Its own session: Ctrl-C reaches every process of the terminal's group, and the database must outlive the requests being drained.
  const options = { cwd: '/', env: cleanEnvironment, detached: true, windowsHide: true, ...identity }
  if (process.platform === 'win32')
    return spawn(command[0]!, command.slice(1), { ...options, cwd: dirname(postgres), stdio: ['ignore', 'ignore', logHandle] })
  const child = spawn('/bin/sh', ['-c', watched, 'sh', ...command], { ...options, stdio: ['ignore', 'ignore', logHandle, 'pipe'] })
  const watcher = child.stdio[3] as unknown as import('node:net').Socket
  watcher.on('error', () => {})
  watcher.unref()
  child.once('exit', () => watcher.end('ended\n'))
  return child
}

/** Null when ready, 'ended' when it gave up, or the error of spawning it. */
async function waitUntilReady(child: ChildProcess, clusterDir: string, log: (line: string) => void): Promise<null | 'ended' | StartError> {
  let failed: 'ended' | StartError | null = null
  child.once('error', (error) => (failed = explainSpawn(error)))
  child.once('exit', () => (failed ??= 'ended'))
  const startedAt = Date.now()
  let nextNoteMs = 3_000
  for (;;) {
    if (failed !== null || isReady(clusterDir, child.pid)) return failed
    const waitedMs = Date.now() - startedAt
    if (waitedMs > nextNoteMs) {
      log(`The database is recovering after an unclean stop (${Math.round(waitedMs / 1000)} s) …`)
      nextNoteMs += 5_000
    }
    await sleep(waitedMs < 1_000 ? 5 : 50)
  }
}

/** Lines of postmaster.pid: pid, data folder, start time, port, socket folder, listen address, shared memory key, status. Source: PostgreSQL src/include/utils/pidfile.h. */
function isReady(clusterDir: string, pid: number | undefined): boolean {
  const lines = readPidFile(clusterDir)
  return lines !== null && Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

function asPostmaster(child: ChildProcess): Postmaster {
  child.unref()
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  const ended = isGone() ? Promise.resolve() : new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    processId: child.pid!,
    ended,
    async stop() {
      child.ref()
      if (!isGone()) await shutDown(child.pid!, () => !isGone())
    },
  }
}

async function shutDown(pid: number, isAlive: () => boolean): Promise<void> {
  const startedAt = Date.now()
  const waiting = [...shutdowns]
  while (isAlive()) {
    if (waiting[0] && Date.now() - startedAt >= waiting[0].afterMs) send(pid, waiting.shift()!.signal)
    await sleep(5)
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A postmaster's working directory is its cluster; without /proc, its command line names it. */
function isPostmasterOf(pid: number, clusterDir: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir)
    process.kill(pid, 0)
    return process.platform === 'win32' || execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).includes(clusterDir)
  } catch {
    return false
  }
}

function readPid(clusterDir: string): number | null {
  const pid = Number(readPidFile(clusterDir)?.[0])
  return pid > 0 ? pid : null
}

function readPidFile(clusterDir: string): string[] | null {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
}

function openLog(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true })
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logKeepBytes) renameSync(path, `${path}.1`)
    return openSync(path, 'a', 0o600)
  } catch (error) {
    throw explainFileError(error, path)
  }
}

function explainSpawn(error: Error): StartError {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EPERM')
    return new StartError(
      'account_missing',
      'This root may not switch to another account (a container without that right).',
      'Start Samvad as an ordinary user.',
      { cause: error },
    )
  return new StartError('binaries_missing', `PostgreSQL could not be executed: ${error.message}.`, 'Run: npm install', { cause: error })
}
