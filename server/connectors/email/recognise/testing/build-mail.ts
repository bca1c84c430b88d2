import type { MailAddress, MailAttachment, ParsedMail } from '../../mime/mail.ts'
import { firstHeader, readHeaderBlock, type Header } from '../headers.ts'

interface Part {
  headers: Header[]
  body: string
}

/**
 * A ParsedMail from raw text with the least of MIME that the rules need: headers, one level of multipart, report parts, attached
 * messages. Tests of the rules stay independent of the real parser by it; corpus.test.ts runs the same mails through both.
 */
export function buildMail(raw: string): ParsedMail {
  const { headers, body } = splitPart(raw.replace(/^From \S+.*\n/, ''))
  const contentType = firstHeader(headers, 'content-type') ?? 'text/plain'
  const parts = /^multipart\//i.test(contentType) ? splitMultipart(body, contentType) : [{ headers, body }]
  const typeOf = (part: Part) => (firstHeader(part.headers, 'content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase()
  const reportType = /^multipart\/report/i.test(contentType) ? (/report-type="?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? null) : null
  const returned = parts.find((part) => /^(?:message\/rfc822|text\/rfc822-headers)$/.test(typeOf(part)))
  const texts = parts.filter((part) => typeOf(part) === 'text/plain')
  return {
    headers,
    messageId: ids(headers, 'message-id')[0] ?? null,
    inReplyTo: ids(headers, 'in-reply-to'),
    references: ids(headers, 'references'),
    threadIndexRoot: threadIndexRoot(firstHeader(headers, 'thread-index')),
    from: mailboxes(headers, 'from')[0] ?? null,
    sender: mailboxes(headers, 'sender')[0] ?? null,
    replyTo: mailboxes(headers, 'reply-to'),
    to: mailboxes(headers, 'to'),
    cc: mailboxes(headers, 'cc'),
    subject: firstHeader(headers, 'subject') ?? '',
    sentAt: null,
    text: texts.map((part) => part.body.trim()).join('\n\n'),
    html: parts.find((part) => typeOf(part) === 'text/html')?.body ?? null,
    attachments: parts
      .filter((part) => typeOf(part) === 'message/rfc822' || /^(?:application|text\/rfc822)/.test(typeOf(part)))
      .map((part) => attachment(typeOf(part), part.body)),
    calendarMethod:
      /method=(\w+)/i.exec(
        parts.map((part) => firstHeader(part.headers, 'content-type') ?? '').find((type) => /text\/calendar/i.test(type)) ?? '',
      )?.[1] ?? null,
    isSigned: false,
    isEncrypted: false,
    reportType,
    reportParts: parts
      .filter((part) => /delivery-status|disposition-notification|feedback-report/.test(typeOf(part)))
      .map((part) => ({ contentType: typeOf(part), text: part.body })),
    returnedHeaders: reportType && returned ? readHeaderBlock(returned.body) : null,
    repairs: [],
  }
}

function splitPart(raw: string): Part {
  const end = raw.search(/\n\s*\n/)
  if (raw.startsWith('\n')) return { headers: [], body: raw }
  return end < 0
    ? { headers: readHeaderBlock(raw), body: '' }
    : { headers: readHeaderBlock(raw.slice(0, end)), body: raw.slice(end).replace(/^\s*\n\s*?\n/, '') }
}

function splitMultipart(body: string, contentType: string): Part[] {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1] ?? ''
  return body
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => splitPart(part.replace(/^[ \t]*\n/, '')))
}

const ids = (headers: Header[], name: string) =>
  headers.filter((header) => header.name === name).flatMap((header) => [...header.value.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1]!))

function mailboxes(headers: Header[], name: string): MailAddress[] {
  return (firstHeader(headers, name) ?? '')
    .split(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/)
    .filter((box) => box.trim() !== '')
    .map((box) => {
      const angled = /^(.*)<([^<>]*)>\s*$/s.exec(box.trim())
      const comment = /\(([^()]*)\)/.exec(box)?.[1] ?? ''
      return angled
        ? { name: angled[1]!.trim().replace(/^"|"$/g, ''), address: angled[2]!.trim() }
        : { name: comment, address: box.replace(/\([^()]*\)/g, '').trim() }
    })
}

const threadIndexRoot = (value: string | null) => (value ? Buffer.from(value, 'base64').subarray(0, 22).toString('base64') : null)

function attachment(contentType: string, body: string): MailAttachment {
  return { name: 'part', contentType, content: new TextEncoder().encode(body), contentId: null, isInline: false }
}
