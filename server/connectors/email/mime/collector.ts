import type { Reading } from './limits.ts'
import type { HeaderField } from './header-lines.ts'

/** A stretch of the body: one text part, or the versions of one text. */
export interface BodySegment {
  plain: string | null
  html: string | null
}

/** An attachment before it gets its final name. */
export interface FoundAttachment {
  name: string | null
  contentType: string
  content: Buffer
  contentId: string | null
  contentLocation: string | null
  disposition: string | null
}

/** Everything found on the walk through a mail's parts. */
export interface Collector {
  reading: Reading
  /** Charset for header text that names none: the one the mail declares for its text. */
  fallbackCharset: string | null
  attachments: FoundAttachment[]
  /** Bodies of winmail.dat, used when the mail has no other. */
  spareBodies: BodySegment[]
  calendarMethod: string | null
  isSigned: boolean
  isEncrypted: boolean
  reportType: string | null
  reportParts: { contentType: string; text: string }[]
  returnedFields: HeaderField[] | null
  /** A text part was taken as body already. */
  hasBody: boolean
}

export function newCollector(reading: Reading, fallbackCharset: string | null): Collector {
  return {
    reading,
    fallbackCharset,
    attachments: [],
    spareBodies: [],
    calendarMethod: null,
    isSigned: false,
    isEncrypted: false,
    reportType: null,
    reportParts: [],
    returnedFields: null,
    hasBody: false,
  }
}
