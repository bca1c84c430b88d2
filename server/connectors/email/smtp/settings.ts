import type { MailLogin, MailServer, Reach } from '../discover/mail-server.ts'

export interface DkimKey {
  domain: string
  selector: string
  /** PEM. */
  privateKey: string
}

export interface SmtpSettings extends Reach {
  /** Keeps the connections of different inboxes apart. */
  inboxId: string
  server: MailServer
  /** Null for a relay that knows us by our address. */
  login: MailLogin | null
  /** Our name in EHLO; default the machine's name, or the address literal. */
  clientName?: string
  /** Connections open at once. Default 2. */
  maxConnections?: number
  /** Pacing, for providers that count; default no limit. */
  mailsPerMinute?: number
  dkim?: DkimKey
  timing?: Partial<SmtpTiming>
}

/** All in milliseconds. */
export interface SmtpTiming {
  connect: number
  /** Waiting for any answer; RFC 5321 §4.5.3.2.6 asks for 10 minutes after the final dot. */
  answer: number
  /** A connection without work is closed after this. */
  idle: number
}

export const defaultSmtpTiming: SmtpTiming = { connect: 30_000, answer: 10 * 60_000, idle: 15_000 }
