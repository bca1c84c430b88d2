import { isAscii, isUtf8 } from 'node:buffer'
import { readAddresses } from './addresses.ts'
import { finishAttachments } from './attachment.ts'
import { collectMail, skipLeadingBlank } from './body.ts'
import { newCollector } from './collector.ts'
import type { BodySegment, Collector } from './collector.ts'
import { detectCharset } from './charset-detection.ts'
import { resolveCharset } from './charset-names.ts'
import { readDate } from './dates.ts'
import { decodeHeaderText } from './encoded-words.ts'
import type { HeaderField } from './header-lines.ts'
import { htmlToText } from './html-to-text.ts'
import { defaultLimits, Repairs } from './limits.ts'
import type { MailLimits, Reading } from './limits.ts'
import type { MailAddress, ParsedMail } from './mail.ts'
import { readMessageId, readMessageIds, readThreadIndexRoot } from './message-ids.ts'
import { parameterWord } from './parameters.ts'
import { fieldOf } from './part.ts'
import type { MailPart } from './part.ts'
import { readEntity } from './structure.ts'
import { textToHtml } from './text-lines.ts'
import { readTextPart } from './text-part.ts'

/**
 * Reads a mail. Never throws: what can be read is returned and what was wrong is named in `repairs`. `repairs` holds 'unreadable' when there is nothing to
 * show (empty input, or bytes that are no mail): the caller keeps the raw form for a person to look at. Contents share memory with `raw`; do not change it.
 */
export function parseMail(raw: Uint8Array, limits: Partial<MailLimits> = {}): ParsedMail {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const repairs = new Repairs()
  try {
    return readMail(bytes, { limits: { ...defaultLimits, ...limits }, repairs, partCount: 0 })
  } catch (error) {
    // A defect of ours must not lose a mail: it goes to quarantine with its raw form, and says so.
    repairs.add(`defect:${error instanceof Error ? error.message.slice(0, 120) : 'unknown'}`)
    repairs.add('unreadable')
    return emptyMail(repairs)
  }
}

function readMail(bytes: Buffer, reading: Reading): ParsedMail {
  const { repairs } = reading
  const { start } = skipLeadingBlank(skipByteOrderMark(bytes))
  const mail = skipByteOrderMark(bytes)
  const root = readEntity(mail, start, reading, 0)
  if (root.fields.length === 0) {
    repairs.add('header:none')
    if (start >= mail.length || isBinary(mail)) {
      repairs.add('unreadable')
      return emptyMail(repairs)
    }
  }
  const collector = newCollector(reading, declaredCharset(root) ?? headerCharset(root.fields))
  const segments = collectMail(root, collector)
  const body = joinSegments([segments, collector.spareBodies, readPreamble(root, collector)].find((found) => found.length > 0) ?? [])
  return { ...readFields(root.fields, collector.fallbackCharset), ...body, ...readFindings(collector, body.html), repairs: repairs.list() }
}

/** Old mail systems wrote their words before the first delimiter; they count when there are no others and they are not the usual remark on MIME. */
function readPreamble(root: MailPart, collector: Collector): BodySegment[] {
  if (root.children.length === 0 || root.preambleEnd <= root.start) return []
  const { text } = readTextPart(
    { ...root, type: 'text/plain', end: root.preambleEnd, encoding: 'identity' },
    collector.reading.repairs,
    collector.fallbackCharset,
  )
  if (text.trim() === '' || /\bmime\b|multi-?part/i.test(text.slice(0, 400))) return []
  collector.reading.repairs.add('multipart:preamble-is-text')
  return [{ plain: text, html: null }]
}

function readFindings(collector: Collector, html: string | null) {
  return {
    attachments: finishAttachments(collector.attachments, html),
    calendarMethod: collector.calendarMethod,
    isSigned: collector.isSigned,
    isEncrypted: collector.isEncrypted,
    reportType: collector.reportType,
    reportParts: collector.reportParts,
    returnedHeaders: collector.returnedFields?.map((field) => decodeField(field, collector.fallbackCharset)) ?? null,
  }
}

function readFields(fields: HeaderField[], fallback: string | null) {
  const addresses = (name: string): MailAddress[] => {
    const all: MailAddress[] = []
    for (const field of fields) if (field.name === name) for (const address of readAddresses(field.raw, fallback)) all.push(address)
    return all
  }
  const first = (name: string) => fieldOf(fields, name) ?? ''
  const messageId = fieldOf(fields, 'message-id')
  return {
    headers: fields.map((field) => decodeField(field, fallback)),
    messageId: messageId === undefined ? null : readMessageId(messageId),
    inReplyTo: readMessageIds(first('in-reply-to')),
    references: readMessageIds(first('references')),
    threadIndexRoot: readThreadIndexRoot(first('thread-index')),
    from: addresses('from')[0] ?? null,
    sender: addresses('sender')[0] ?? null,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    subject: decodeField({ name: 'subject', raw: first('subject') }, fallback).value,
    sentAt: readDate(first('date')),
  }
}

// oxlint-disable-next-line no-control-regex -- decoded words may hold line ends and NULs, which no header value may
const controls = /[\u0000-\u0008\u000a-\u001f\u007f]+/g

function decodeField(field: HeaderField, fallback: string | null): { name: string; value: string } {
  const value = decodeHeaderText(field.raw, fallback)
  return { name: field.name, value: value.search(controls) < 0 ? value : value.replaceAll(controls, ' ').trim() }
}

/** All segments in order: as text, and as HTML when at least one of them is. */
function joinSegments(segments: BodySegment[]): { text: string; html: string | null } {
  const texts = segments.map((segment) => trimLines(segment.plain ?? htmlToText(segment.html ?? '')))
  const hasHtml = segments.some((segment) => segment.html !== null)
  return {
    text: texts.filter((text) => text !== '').join('\n'),
    html: hasHtml ? segments.map((segment) => segment.html ?? textToHtml(segment.plain ?? '')).join('\n') : null,
  }
}

/** Without empty lines at both ends; the first line keeps its indent. */
function trimLines(text: string): string {
  const trimmed = text.trimEnd()
  const first = trimmed.search(/\S/)
  return first <= 0 ? trimmed : trimmed.slice(trimmed.lastIndexOf('\n', first) + 1)
}

/** Charset of the first text part that names one, for raw 8-bit header text. */
function declaredCharset(part: MailPart): string | null {
  const own = parameterWord(part.typeField, 'charset')
  if (own !== null) return own
  for (const child of part.children.slice(0, 20)) {
    const found = declaredCharset(child)
    if (found !== null) return found
  }
  return null
}

/** Where no part names a charset: the one of the encoded words in the header, or the one that its raw 8-bit text is written in. */
function headerCharset(fields: HeaderField[]): string | null {
  const raw = ['subject', 'from', 'to'].map((name) => fieldOf(fields, name)?.slice(0, 2000) ?? '').join(' ')
  const named = resolveCharset(/=\?([\w.:-]{2,40})(?:\*[\w-]{1,20})?\?[bq]\?/i.exec(raw)?.[1])
  if (named !== null) return named
  const bytes = Buffer.from(raw, 'latin1')
  if (isAscii(bytes) || isUtf8(bytes)) return null
  const found = detectCharset(bytes)
  return found === 'windows-1252' ? null : found
}

function skipByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** No header, and more than one byte in twenty that no text holds. */
function isBinary(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 4096)
  let strange = 0
  for (const c of sample) if (c < 9 || (c > 13 && c < 27) || (c > 27 && c < 32) || c === 127) strange++
  return strange * 20 > sample.length
}

function emptyMail(repairs: Repairs): ParsedMail {
  return {
    headers: [],
    messageId: null,
    inReplyTo: [],
    references: [],
    threadIndexRoot: null,
    from: null,
    sender: null,
    replyTo: [],
    to: [],
    cc: [],
    subject: '',
    sentAt: null,
    text: '',
    html: null,
    attachments: [],
    calendarMethod: null,
    isSigned: false,
    isEncrypted: false,
    reportType: null,
    reportParts: [],
    returnedHeaders: null,
    repairs: repairs.list(),
  }
}
