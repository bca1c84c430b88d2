import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionFailure } from '../discover/connection-failure.ts'
import { backOff } from './back-off.ts'
import { collectMails, isStorageFailure } from './collect-mails.ts'
import { failureFromImap } from './imap-failure.ts'
import { listenForMail, type MailListener } from './listen-for-mail.ts'
import { log, saveCursor, type MailboxSession } from './mailbox-session.ts'
import { openFolder, openImap, timingOf } from './open-imap.ts'
import type { ImapSettings, MailboxCursor, MailboxHost, Timing } from './settings.ts'

/** The folder is opened anew after so many polls: the only way to see a new UIDVALIDITY on a connection that never breaks. */
const pollsUntilReopen = 10
/** A connection that lived this long was sound; the next failure starts the back-off from the beginning. */
const soundAfterMs = 30_000
const storageWaitMostMs = 30_000
/** A pass that worked shortens the next wait to a few seconds, but a server that lets us in and throws us out again is not hammered. */
const failuresAfterSuccess = 2

/**
 * Watches one folder for ever: fetches what lies beyond the cursor, oldest first, then waits for more (IDLE and a poll). Nothing is
 * changed on the server before `host.store` resolved, by default nothing at all. Every failure ends in another attempt, with back-off;
 * `host.health` says how it stands. Resolves, within a second, only when `host.signal` aborts; never rejects.
 * Further folders (Junk) are further calls, each with a cursor of its own. `cursor` is null on the first start.
 */
export async function watchMailbox(settings: ImapSettings, cursor: MailboxCursor | null, host: MailboxHost): Promise<void> {
  const watch: Watch = { settings, timing: timingOf(settings), host, cursor, suspects: new Map(), failures: 0, failingSince: null, soundSince: null }
  while (!host.signal.aborted) {
    try {
      await runSession(watch)
    } catch (error) {
      if (host.signal.aborted) break
      const wait = noteFailure(watch, failureFromImap(error))
      await sleep(wait, undefined, { signal: host.signal }).catch(() => {})
    }
  }
}

interface Watch {
  settings: ImapSettings
  timing: Timing
  host: MailboxHost
  cursor: MailboxCursor | null
  suspects: Map<number, number>
  failures: number
  failingSince: Date | null
  soundSince: Date | null
}

/** Tells the surroundings and gives the wait until the next attempt, in milliseconds. */
function noteFailure(watch: Watch, failure: ConnectionFailure): number {
  const { timing, host, soundSince } = watch
  if (soundSince && Date.now() - soundSince.getTime() > soundAfterMs) watch.failures = 0
  watch.soundSince = null
  watch.failures++
  watch.failingSince ??= new Date()
  const first = failure.needsPerson ? timing.refusedLogin : timing.backOffFirst
  const most = isStorageFailure(failure) ? storageWaitMostMs : Math.max(timing.backOffMost, first)
  const wait = backOff(watch.failures, first, most)
  const isAlarm = failure.needsPerson || Date.now() - watch.failingSince.getTime() >= timing.alarmAfter
  const state = isAlarm ? 'needs_attention' : 'retrying'
  host.health({ state, failure, since: watch.failingSince, nextAttemptAt: new Date(Date.now() + wait) })
  log({ host, folder: watch.settings.folder ?? 'INBOX' }, { level: 'warn', event: 'mailbox_failed', detail: failure.message })
  return wait
}

function noteSound(watch: Watch): void {
  if (watch.soundSince && !watch.failingSince) return
  watch.soundSince = new Date()
  watch.failingSince = null
  watch.host.health({ state: 'connected', since: watch.soundSince })
}

/** One connection, from sign-in until it breaks or the watcher stops. */
async function runSession(watch: Watch): Promise<void> {
  const { settings, host, timing, suspects } = watch
  const client = await openImap(settings, host.signal)
  const close = () => client.close()
  host.signal.addEventListener('abort', close)
  let session: MailboxSession | null = null
  try {
    const opened = await openFolder(client, settings)
    session = { client, folder: opened.path, settings, timing, host, suspects, cursor: startingCursor(watch, opened) }
    watch.cursor = session.cursor
    await stayInFolder(watch, session, listenForMail(client))
  } finally {
    host.signal.removeEventListener('abort', close)
    close()
    // What was stored before the break need not be fetched again; if this fails too, the store's unique key takes care of it.
    if (session) await saveCursor(session).catch(() => {})
  }
}

async function stayInFolder(watch: Watch, session: MailboxSession, listener: MailListener): Promise<void> {
  const { client, settings, timing, host } = session
  for (let polls = 1; ; polls++) {
    if (await collectOrWait(watch, session)) {
      noteSound(watch)
      await listener.wait(Math.min(timing.poll, timing.idleRenewal, untilNextRetry(session)), host.signal)
    }
    host.signal.throwIfAborted()
    if (!client.usable) throw new ConnectionFailure('unreachable', 'The server closed the connection.')
    if (polls % pollsUntilReopen === 0) session.cursor = watch.cursor = startingCursor(watch, await openFolder(client, settings))
  }
}

/** True after a complete pass. While our own storage refuses, the connection is kept and the pass repeated after a wait. */
async function collectOrWait(watch: Watch, session: MailboxSession): Promise<boolean> {
  try {
    await collectMails(session)
    watch.failures = Math.min(watch.failures, failuresAfterSuccess)
    return true
  } catch (error) {
    if (!isStorageFailure(error) || !session.client.usable) throw error
    await sleep(noteFailure(watch, error), undefined, { signal: session.host.signal })
    return false
  }
}

/** A day of slack for servers with a wrong clock. */
const clockSlackMs = 24 * 3_600_000

/** The stored cursor while the UIDVALIDITY is the same; else a new one from the first mail on (or from now, when that was asked at the start). */
function startingCursor({ cursor, settings, host }: Watch, opened: { path: string; uidValidity: string; uidNext: number }): MailboxCursor {
  const { uidValidity, uidNext } = opened
  if (cursor?.uidValidity === uidValidity) return cursor
  if (cursor) {
    log({ host, folder: opened.path }, { level: 'warn', event: 'uidvalidity_changed', detail: `${cursor.uidValidity} to ${uidValidity}` })
    return { uidValidity, lastUid: 0, retries: [], leaveOut: cursor.leaveOut && { ...cursor.leaveOut, belowUid: uidNext } }
  }
  if (settings.firstStart !== 'from_now') return { uidValidity, lastUid: 0, retries: [], leaveOut: null }
  return { uidValidity, lastUid: Math.max(0, uidNext - 1), retries: [], leaveOut: { receivedBefore: Date.now() - clockSlackMs, belowUid: 0 } }
}

const untilNextRetry = ({ cursor }: MailboxSession) =>
  Math.max(0, Math.min(...cursor.retries.map(({ notBefore }) => notBefore - Date.now()), Infinity))
