import { setTimeout as sleep } from 'node:timers/promises'
import type { FailedMail, FetchedMail, MailboxCursor, MailboxHealth, MailboxHost, MailboxLogLine, OversizeMail } from '../imap/settings.ts'

export interface RecordedMail {
  uid: number
  uidValidity: string
  messageId: string
  text: string
}

/** A store in memory with a unique key on the Message-ID, as the database has one: storing a mail twice has the effect of once. */
export interface RecordingHost extends MailboxHost {
  stored: Map<string, RecordedMail>
  /** Every call, also of mails that were known. */
  offered: RecordedMail[]
  oversizeMails: OversizeMail[]
  failures: FailedMail[]
  healths: MailboxHealth[]
  logs: MailboxLogLine[]
  cursor: MailboxCursor | null
  /** Called before a mail is stored; a rejection is a store that fails. */
  beforeStore: (mail: RecordedMail) => Promise<void> | void
  /** Called before a failure is recorded; a rejection is a database that is away. */
  beforeFailed: (mail: FailedMail) => Promise<void> | void
  stop(): void
}

/** Surroundings of a watcher that live in memory and outlive a watcher: `continueFrom` is the store of an earlier one. */
export function recordingHost(continueFrom?: RecordingHost): RecordingHost {
  const stopper = new AbortController()
  const host: RecordingHost = {
    signal: stopper.signal,
    stored: continueFrom?.stored ?? new Map(),
    offered: [],
    oversizeMails: [],
    failures: [],
    healths: [],
    logs: [],
    cursor: continueFrom?.cursor ?? null,
    beforeStore: () => {},
    beforeFailed: () => {},
    stop: () => stopper.abort(),
    async store(mail) {
      const recorded = readRecord(mail)
      await host.beforeStore(recorded)
      host.offered.push(recorded)
      if (!host.stored.has(recorded.messageId)) host.stored.set(recorded.messageId, recorded)
    },
    async oversize(mail) {
      host.oversizeMails.push(mail)
    },
    async failed(mail) {
      await host.beforeFailed(mail)
      host.failures.push(mail)
    },
    async saveCursor(cursor) {
      host.cursor = cursor
    },
    health: (health) => void host.healths.push(health),
    log: (line) => void host.logs.push(line),
  }
  return host
}

function readRecord({ uid, uidValidity, raw }: FetchedMail): RecordedMail {
  const text = Buffer.from(raw).toString('utf8')
  return { uid, uidValidity, text, messageId: /^message-id:\s*(\S+)/im.exec(text)?.[1] ?? `uid:${uid}` }
}

/** Waits until `isTrue`, looking every 20 ms. Rejects with `what` after `ms`. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await sleep(20)
  }
}

/** A small valid mail with a Message-ID of its own. */
export function sampleMail(name: string, body = `Namaste, this is ${name}.`): string {
  return `From: Asha <asha@example.org>\nTo: help@example.com\nSubject: ${name}\nMessage-ID: <${name}@example.org>\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`
}
