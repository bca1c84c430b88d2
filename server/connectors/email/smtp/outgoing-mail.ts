import type { Readable } from 'node:stream'

export interface Correspondent {
  /** Empty when only the address is known. */
  name: string
  address: string
}

export interface OutgoingAttachment {
  name: string
  contentType: string
  /** Bytes, or a function that opens them anew for every attempt. */
  content: Uint8Array | (() => Readable | Promise<Readable>)
  /** Content-ID without angle brackets; the HTML shows the part as `cid:…`. */
  contentId?: string
}

/** A mail to send, complete: the same value always gives the same bytes, so that a resend is the same mail. */
export interface OutgoingMail {
  from: Correspondent
  replyTo?: Correspondent
  to: readonly Correspondent[]
  cc?: readonly Correspondent[]
  /** Named in the envelope only. */
  bcc?: readonly Correspondent[]
  subject: string
  text: string
  html?: string
  /** Without angle brackets; stored before sending and used exactly. */
  messageId: string
  inReplyTo?: string
  /** Without angle brackets, oldest first. */
  references?: readonly string[]
  /** Date header: when the mail was written, not when an attempt is made. */
  date: Date
  /** Further headers (Auto-Submitted, List-Unsubscribe, our loop header). */
  headers?: Readonly<Record<string, string>>
  attachments?: readonly OutgoingAttachment[]
  /** Where bounces go; default the sender, and `null` is the null return path of automatic mail (RFC 3834 §3.3). */
  returnPath?: string | null
}

export interface SmtpEnvelope {
  /** Empty for the null return path. */
  from: string
  to: string[]
}
