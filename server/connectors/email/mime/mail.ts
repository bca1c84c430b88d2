/** One address of a header field, decoded. `address` is lower-cased in its domain only and may be empty when the header held a bare name. */
export interface MailAddress {
  name: string
  address: string
}

/** A part that is not the body text: a file, an inline image, a forwarded message, a calendar invitation, a member of winmail.dat. */
export interface MailAttachment {
  /** File name as the sender meant it: RFC 2231, RFC 2047 and raw 8-bit forms decoded; path separators and control characters removed; never empty. */
  name: string
  contentType: string
  content: Uint8Array
  /** Content-ID without angle brackets, for `cid:` images. */
  contentId: string | null
  /** Shown inside the HTML body (referenced by cid or content-location, or Content-Disposition inline image). */
  isInline: boolean
}

/** A mail, read. Header names are lower-case; values are unfolded and decoded; repeated headers keep their order. */
export interface ParsedMail {
  headers: { name: string; value: string }[]
  messageId: string | null
  /** Every id found in In-Reply-To, without angle brackets, in order. */
  inReplyTo: string[]
  references: string[]
  /** First 22 bytes of Outlook's Thread-Index in base64, or null. */
  threadIndexRoot: string | null
  from: MailAddress | null
  sender: MailAddress | null
  replyTo: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  subject: string
  /** From the Date header; null when absent or unreadable. */
  sentAt: Date | null
  /** The body as text: the text/plain alternative, else the HTML turned to text. Line ends are \n. */
  text: string
  /** The body as the sender's HTML, unsanitised, or null. */
  html: string | null
  attachments: MailAttachment[]
  /** text/calendar method (REQUEST, CANCEL, REPLY …) when an invitation is among the parts. */
  calendarMethod: string | null
  /** multipart/signed or application/pkcs7-mime signed-data: the content inside was read. Not a statement that the signature is valid. */
  isSigned: boolean
  /** The content is encrypted and could not be read; it stays among the attachments. */
  isEncrypted: boolean
  /** multipart/report's report-type (delivery-status, disposition-notification, feedback-report), lower-case, or null. */
  reportType: string | null
  /** Text of the machine-readable report parts, line ends \n: message/delivery-status, message/disposition-notification, message/feedback-report. */
  reportParts: { contentType: string; text: string }[]
  /** Headers of the mail that a report returned (message/rfc822 or text/rfc822-headers inside multipart/report), or null. */
  returnedHeaders: { name: string; value: string }[] | null
  /** What had to be repaired or was cut, for the person who looks at the raw mail (e.g. "charset:windows-1252 for utf-8", "parts:limit"). */
  repairs: string[]
}
