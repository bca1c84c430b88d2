import type { ParsedMail } from '../mime/mail.ts'
import { addressesIn, bareMessageId, firstHeader, headerValues, readHeaderBlock, type Header } from './headers.ts'

/** What a report tells about the mail it returns. */
export interface ReturnedMail {
  headers: Header[]
  messageId: string | null
  /** Whom the returned mail names as its author, lower-cased. */
  authors: string[]
  /** To, Cc and the `for` of its Received lines, lower-cased. */
  recipients: string[]
}

/** Lines with which mail systems announce the copy of the returned mail in a plain-text report. */
const announcement =
  /^[ \t]*(?:[-=*_#~]{2,}[ \t]*)?(?:(?:here|below|included|enclosed|attached|following)\b.{0,40}\b(?:copy|headers?|message|mail)\b.{0,60}|(?:this is|the following is) (?:a|the) (?:copy|header|original).{0,60}|(?:the )?(?:header|body|start|copy|text|beginning) of (?:the |your )?(?:original|returned|undelivered|failed)?\s?(?:message|mail).{0,40}|(?:the )?(?:original|returned|unsent|undelivered|undeliverable|failed|rejected|bounced) (?:message|mail)(?: (?:text|headers?|body|details))?(?: (?:follows?|as follows|is following|is attached))?|message (?:header|text|headers?|body|contents?)? ?(?:follows?|below)|your (?:original )?(?:message|mail) (?:header|reads|follows|was).{0,30}|original mail as follows|below this line.{0,60}|copy of (?:the|your).{0,40}|-+ ?message-body.{0,20}|(?:元の|オリジナル).{0,12}|mensaje original.{0,20}|mensagem original.{0,20}|message (?:original|d'origine).{0,20}|urspr(?:ü|u)ngliche nachricht.{0,20}|nachricht(?:enkopf| im original).{0,20}|исходное (?:сообщение|письмо).{0,20})[ \t]*:?\.?[ \t]*(?:[-=*_#~]{2,})?[ \t]*:?[ \t]*$/iu
const headerLine =
  /^(?:[ \t]*)(?:received|return-path|message-id|mime-version|dkim-signature|domainkey-signature|x-[a-z-]+|from|to|subject|date|content-type|reply-to|x-mailer|delivered-to)[ \t]*:/i
const telltaleHeader = /^(?:[ \t]*)(?:received|return-path|message-id|mime-version|dkim-signature|domainkey-signature|x-originating-ip)[ \t]*:/i

/** A report says what it has to say at its beginning; longer texts are somebody's, or the returned mail itself. */
const textLimit = 200_000

/** No system announces in more; patterns are not tried on longer lines, which keeps the work linear. */
const longestAnnouncement = 1000

/**
 * Splits the text of a report into what the mail system says and the mail that it returns, at an announcing line or where at least
 * three header lines stand together. The second half is empty when nothing is returned.
 */
export function splitReturnedText(text: string): { notice: string; returned: string } {
  const lines = text.slice(0, textLimit).split('\n')
  for (let at = 0; at < lines.length; at++) {
    if (!startsReturnedMail(lines, at)) continue
    const fromSelf = headerLine.test(lines[at]!) || /^From \S+/.test(lines[at]!)
    return { notice: lines.slice(0, at).join('\n').trim(), returned: lines.slice(fromSelf ? at : at + 1).join('\n') }
  }
  return { notice: text.trim(), returned: '' }
}

function startsReturnedMail(lines: string[], at: number): boolean {
  const line = lines[at]!
  if (line.length > longestAnnouncement) return false
  const isHeader = headerLine.test(line)
  if (!isHeader && !announcement.test(line)) return false
  const following = lines.slice(at + 1, at + 40).filter((candidate) => candidate.trim() !== '')
  if (!isHeader) return following.slice(0, 6).some((candidate) => headerLine.test(candidate)) || (at > 3 && /^[ \t]*[-=]{2,}/.test(line))
  const block = [line, ...following].slice(0, 14)
  const fields = block.filter((candidate) => headerLine.test(candidate)).length
  return (
    fields >= 3 &&
    block.some((candidate) => telltaleHeader.test(candidate)) &&
    telltaleHeader.test(block.find((candidate) => headerLine.test(candidate))!)
  )
}

/**
 * Finds the mail that a report returns: in a report part, in an attached message or header part, or copied into the text. Null
 * when the report returns nothing.
 */
export function findReturnedMail(mail: ParsedMail): ReturnedMail | null {
  const candidates = [mail.returnedHeaders ?? [], ...attachedHeaderBlocks(mail), copiedHeaders(mail.text)]
  const headers = candidates.find((found) => found.some((header) => /^(?:message-id|from|to|subject|received)$/.test(header.name)))
  if (!headers) return null
  return describeReturned(headers)
}

export function describeReturned(headers: Header[]): ReturnedMail {
  const addressesOf = (...names: string[]) =>
    names.flatMap((name) => headerValues(headers, name)).flatMap((value) => addressesIn(value).map((address) => address.toLowerCase()))
  const receivedFor = headerValues(headers, 'received').flatMap((value) => /\bfor\s+<?([^<>\s;]+@[^<>\s;]+)>?/i.exec(value)?.[1]?.toLowerCase() ?? [])
  return {
    headers,
    messageId: bareMessageId(firstHeader(headers, 'message-id') ?? firstHeader(headers, 'x-original-message-id')),
    authors: addressesOf('from', 'sender', 'return-path', 'reply-to'),
    recipients: [...new Set([...addressesOf('to', 'cc', 'bcc', 'x-envelope-to', 'envelope-to'), ...receivedFor])],
  }
}

const returnedType = /^(?:message\/(?:rfc822|global|global-headers|partial)|text\/rfc822-headers?)$/i

function attachedHeaderBlocks(mail: ParsedMail): Header[][] {
  return mail.attachments
    .filter(
      (part) =>
        returnedType.test(part.contentType) ||
        /\.eml$/i.test(part.name) ||
        (/^text\/plain/i.test(part.contentType) && /header|original|returned/i.test(part.name)),
    )
    .map((part) => readHeaderBlock(decodeStart(part.content)))
}

function copiedHeaders(text: string): Header[] {
  const { returned } = splitReturnedText(text)
  const start = returned.split('\n').findIndex((line) => headerLine.test(line) || /^[ \t]*From \S+@/.test(line))
  return start < 0 ? [] : readHeaderBlock(returned.split('\n').slice(start).join('\n'), { lenient: true })
}

/** Reports name the lost mail in their own words too ("The message identifier was:", "Message-id: <…>" in an indented list). */
export function findMessageIdInNotice(notice: string): string | null {
  return bareMessageId(/\bmessage[- ]?id(?:entifier)?\s*(?:was|is)?\s*:?\s*(<[^<>\s]+@[^<>\s]+>)/i.exec(notice)?.[1] ?? null)
}

/** Headers are read from the first 64 KiB; bytes beyond ASCII do not matter to them. */
export function decodeStart(content: Uint8Array): string {
  return new TextDecoder('utf-8').decode(content.subarray(0, 65_536))
}
