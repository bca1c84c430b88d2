import type { ConnectionFailure } from '../discover/connection-failure.ts'
import type { MailLogin, MailServer, Reach } from '../discover/mail-server.ts'

/** What is done on the mail server with a mail that is safely ours. `nothing` keeps the mailbox read-only. */
export type Afterwards = { kind: 'nothing' } | { kind: 'markSeen' } | { kind: 'moveTo'; folder: string } | { kind: 'delete' }

export interface ImapSettings extends Reach {
  server: MailServer
  login: MailLogin
  /** Folder name, or a special use (`\\Junk`, `\\Archive`, RFC 6154) that is looked up on the server. Default INBOX. */
  folder?: string
  /** Default `nothing`: the mailbox is opened with EXAMINE and no flag ever changes. */
  afterwards?: Afterwards
  /** Largest mail that is fetched; a larger one is reported with its headers. Default 50 MB. */
  maxMailBytes?: number
  /** What the first start fetches: everything in the folder, or only what arrives from now on. Default `everything`. */
  firstStart?: 'everything' | 'from_now'
  /** Shorter times for tests and simulators. */
  timing?: Partial<Timing>
}

/** All in milliseconds. */
export interface Timing {
  /** Asking the server again although IDLE told nothing. */
  poll: number
  /** IDLE is broken and begun anew; some servers cut it at ten minutes. */
  idleRenewal: number
  connect: number
  command: number
  /** One mail, fetched and stored; a slow line gets one second more for each 100 kB. */
  mail: number
  backOffFirst: number
  backOffMost: number
  /** The first wait after a refused login; slow, because servers lock accounts that hammer. */
  refusedLogin: number
  /** Waits before a mail that failed is tried again; afterwards it is given up and stays visible as failed. */
  mailRetries: readonly number[]
  /** A failure that lasts this long needs a person, whatever its kind. */
  alarmAfter: number
}

export const defaultTiming: Timing = {
  poll: 60_000,
  idleRenewal: 9 * 60_000,
  connect: 30_000,
  command: 60_000,
  mail: 120_000,
  backOffFirst: 1_000,
  backOffMost: 5 * 60_000,
  refusedLogin: 60_000,
  mailRetries: [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 12 * 3_600_000],
  alarmAfter: 15 * 60_000,
}

export const defaultMaxMailBytes = 50 * 1024 * 1024

/** A mail that failed and will be tried again although the cursor has passed it. */
export interface PendingRetry {
  uid: number
  /** How often it failed. */
  attempts: number
  /** Unix milliseconds. */
  notBefore: number
}

/**
 * How far a folder is read. UIDs only mean something together with the UIDVALIDITY (RFC 9051 §2.3.1.1); when that changes the folder is
 * read again from the first mail, and the store's unique key (Message-ID or hash) leaves out what is known. Plain JSON.
 */
export interface MailboxCursor {
  uidValidity: string
  lastUid: number
  retries: PendingRetry[]
  /**
   * Set by `firstStart: 'from_now'`: when the folder is read again after a change of UIDVALIDITY, mails below this UID that were received
   * before this time (Unix ms) stay out. It never applies to mails that arrive later, whatever the server's clock says.
   */
  leaveOut: { receivedBefore: number; belowUid: number } | null
}

export interface FetchedMail {
  folder: string
  uidValidity: string
  uid: number
  raw: Uint8Array
  /** INTERNALDATE: when the server received it. */
  receivedAt: Date
}

export interface OversizeMail extends Omit<FetchedMail, 'raw'> {
  sizeBytes: number
  /** The mail's header section, at most 64 kB. */
  headers: Uint8Array
}

export interface FailedMail {
  folder: string
  uidValidity: string
  uid: number
  reason: string
  attempts: number
  /** Null when it is given up; the mail itself stays on the server. */
  retryAt: Date | null
  /** Header section when it could be read, else empty. */
  headers: Uint8Array
}

export type MailboxHealth =
  | { state: 'connected'; since: Date }
  | { state: 'retrying' | 'needs_attention'; failure: ConnectionFailure; since: Date; nextAttemptAt: Date }

/**
 * What the watcher asks of its surroundings. Every promise here resolves only after our database has committed; a rejection stops the
 * watcher before that mail, which is then offered again.
 */
export interface MailboxHost {
  signal: AbortSignal
  /** Storing the same mail twice must have the effect of once. A rejection means: this mail failed; it is recorded by `failed`. */
  store(mail: FetchedMail): Promise<void>
  oversize(mail: OversizeMail): Promise<void>
  failed(mail: FailedMail): Promise<void>
  saveCursor(cursor: MailboxCursor): Promise<void>
  health(health: MailboxHealth): void
  log(line: MailboxLogLine): void
}

export interface MailboxLogLine {
  level: 'debug' | 'warn'
  event: string
  folder: string
  detail?: string
  uid?: number
}
