import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { ConnectionFailure, withinTime } from '../discover/connection-failure.ts'
import type { ImapSettings, MailboxCursor, MailboxHost, MailboxLogLine, Timing } from './settings.ts'

/** How long a store that is under way may finish after the watcher was told to stop. */
const graceAfterAbortMs = 350

/** One open folder on one connection, with what the watcher remembers beyond it. */
export interface MailboxSession {
  client: ImapFlow
  folder: string
  settings: ImapSettings
  timing: Timing
  host: MailboxHost
  /** Advances in memory with every mail; saved after every slice. */
  cursor: MailboxCursor
  /** How often reading a mail took the connection down; survives reconnections. */
  suspects: Map<number, number>
}

/** Runs one IMAP command under a time limit. A command that hangs blocks the connection, so the connection is closed. */
export async function ask<T>({ client }: MailboxSession, what: string, ms: number, command: () => Promise<T>): Promise<T> {
  try {
    return await withinTime(command(), ms, what)
  } catch (error) {
    if (error instanceof ConnectionFailure && error.kind === 'timeout') client.close()
    throw error
  }
}

/**
 * Waits for our own storage under a time limit; a stop is honoured after a short grace, so that a commit that is about to succeed counts.
 * Rejects with what the storage said, a timeout, or the reason of the stop.
 */
export async function askHost<T>({ host, timing }: MailboxSession, what: string, work: Promise<T>, ms = timing.mail): Promise<T> {
  const settled = new AbortController()
  const stop = stopAfterGrace(host.signal, settled.signal)
  try {
    return await Promise.race([withinTime(work, ms, what), stop])
  } finally {
    settled.abort()
  }
}

async function stopAfterGrace(stop: AbortSignal, settled: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    stop.addEventListener('abort', () => resolve(), { once: true, signal: settled })
  })
  await sleep(graceAfterAbortMs, undefined, { ref: false })
  throw stop.reason
}

/** The same, for what has to be recorded before the watcher may go on: a refusal is a failure of kind `storage`. */
export async function record(session: MailboxSession, what: string, work: Promise<void>): Promise<void> {
  try {
    await askHost(session, what, work)
  } catch (error) {
    session.host.signal.throwIfAborted()
    throw new ConnectionFailure('storage', `${what}: ${reasonOf(error)}`, error)
  }
}

export const saveCursor = (session: MailboxSession) => record(session, 'saving the cursor', session.host.saveCursor(structuredClone(session.cursor)))

export function log(session: Pick<MailboxSession, 'host' | 'folder'>, line: Omit<MailboxLogLine, 'folder'>): void {
  session.host.log({ folder: session.folder, ...line })
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
