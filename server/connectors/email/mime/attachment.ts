import { cleanName, deriveName, nameOfMessage } from './attachment-name.ts'
import type { Collector, FoundAttachment } from './collector.ts'
import { decodeHeaderText } from './encoded-words.ts'
import { readHeaderBlock } from './header-lines.ts'
import type { MailAttachment } from './mail.ts'
import { parameterWord } from './parameters.ts'
import type { MailPart } from './part.ts'
import { fieldOf } from './part.ts'

/** Header bytes read of a forwarded message to find its subject. */
const subjectSearchBytes = 65_536

/** Keeps a part as an attachment. An empty part that says nothing of itself is none. */
export function collectAttachment(part: MailPart, content: Buffer, name: string | null, collector: Collector): void {
  if (content.length === 0 && name === null && part.isTypeDefault) return
  let givenName = name
  if (part.type === 'text/calendar' || part.type === 'application/ics') {
    collector.calendarMethod ??= calendarMethod(part, content)
    givenName ??= 'invite.ics'
  } else if (part.type === 'message/rfc822' || part.type === 'message/global' || part.type === 'message/news') givenName ??= messageName(content)
  else if (part.encoding === 'uuencode')
    givenName ??=
      /^begin [0-7]{3,4} (.{1,200})/m.exec(part.bytes.toString('latin1', part.start, Math.min(part.end, part.start + 2000)))?.[1]?.trim() ?? null
  collector.attachments.push({
    name: givenName,
    contentType: part.type,
    content,
    contentId: contentId(fieldOf(part.fields, 'content-id')),
    contentLocation: fieldOf(part.fields, 'content-location')?.trim() ?? null,
    disposition: part.disposition,
  })
}

function contentId(raw: string | undefined): string | null {
  if (raw === undefined) return null
  return raw.slice(0, 1000).replaceAll(/[<>\s]/g, '') || null
}

function calendarMethod(part: MailPart, content: Buffer): string | null {
  const declared =
    parameterWord(part.typeField, 'method') ?? /^METHOD:([A-Za-z-]{2,20})\s*$/m.exec(content.toString('latin1', 0, 65_536))?.[1] ?? null
  return declared ? declared.toUpperCase() : null
}

function messageName(content: Buffer): string | null {
  let start = 0
  while (start < content.length && (content[start] === 10 || content[start] === 13)) start++
  const subject = fieldOf(readHeaderBlock(content, start, subjectSearchBytes, false).fields, 'subject')
  return subject === undefined ? null : nameOfMessage(decodeHeaderText(subject.slice(0, 2000)))
}

/** Gives every attachment its final name and says which of them the HTML shows. */
export function finishAttachments(found: FoundAttachment[], html: string | null): MailAttachment[] {
  const shown = html === null ? null : readReferences(html)
  return found.map((attachment, index) => ({
    name: cleanName(attachment.name ?? '') || deriveName(attachment.contentType, index + 1),
    contentType: attachment.contentType,
    content: attachment.content,
    contentId: attachment.contentId,
    isInline: isShown(attachment, shown),
  }))
}

function isShown(attachment: FoundAttachment, shown: { ids: Set<string>; addresses: Set<string> } | null): boolean {
  if (shown && attachment.contentId !== null && shown.ids.has(attachment.contentId.toLowerCase())) return true
  if (shown && attachment.contentLocation !== null && shown.addresses.has(attachment.contentLocation)) return true
  return attachment.disposition === 'inline' && attachment.contentType.startsWith('image/')
}

/** The cid: addresses and the sources that an HTML body names. One pass; each address is read up to 1,000 characters. */
function readReferences(html: string): { ids: Set<string>; addresses: Set<string> } {
  const ids = new Set<string>()
  const addresses = new Set<string>()
  const attribute = /(?:cid:|\b(?:src|background)\s?=\s?["']?)([^"'\s>)]{1,1000})/gi
  for (const [whole, address] of html.matchAll(attribute)) {
    const id = /^cid:/i.test(address!) ? address!.slice(4) : /^cid:/i.test(whole) ? address! : null
    if (id === null) addresses.add(decodeEntities(address!))
    else {
      ids.add(decodeEntities(id).toLowerCase())
      ids.add(decodePercent(decodeEntities(id)).toLowerCase())
    }
  }
  return { ids, addresses }
}

const decodeEntities = (text: string) => (text.includes('&') ? text.replaceAll('&amp;', '&').replaceAll(/&#0?64;|&#x40;/gi, '@') : text)

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
