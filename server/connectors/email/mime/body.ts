import { collectAttachment } from './attachment.ts'
import { typeOfName } from './attachment-name.ts'
import type { BodySegment, Collector } from './collector.ts'
import { readHeaderBlock } from './header-lines.ts'
import { parameterText, parameterWord } from './parameters.ts'
import type { MailPart } from './part.ts'
import { fieldOf } from './part.ts'
import { partContent } from './part-content.ts'
import { readCms } from './pkcs7.ts'
import { readEntity } from './structure.ts'
import { normaliseLines } from './text-lines.ts'
import { readTextPart } from './text-part.ts'
import { collectTnef } from './tnef-collect.ts'
import { isTnef } from './tnef.ts'

/** Where a part stands: decides whether a text is the body or a file. */
interface Place {
  depth: number
  isRoot: boolean
  isAlternative: boolean
  /** A member of multipart/related other than its root. */
  isResource: boolean
  isReport: boolean
  /** Every part is kept as it is: nothing inside can be read. */
  isSealed: boolean
}

const rootPlace: Place = { depth: 0, isRoot: true, isAlternative: false, isResource: false, isReport: false, isSealed: false }

/** Walks a mail's parts in order: body text in segments, all else into the collector. */
export function collectMail(root: MailPart, collector: Collector): BodySegment[] {
  return collectPart(root, collector, rootPlace)
}

function collectPart(part: MailPart, collector: Collector, place: Place): BodySegment[] {
  if (part.children.length > 0) return collectMultipart(part, collector, { ...place, depth: place.depth + 1, isRoot: false })
  if (part.type.startsWith('multipart/')) return []
  if (!place.isSealed && isBodyText(part, collector, place)) return collectText(part, collector)
  return collectLeaf(part, collector, place)
}

function collectMultipart(part: MailPart, collector: Collector, outer: Place): BodySegment[] {
  const kind = part.type.slice('multipart/'.length)
  const inner: Place = { ...outer, isAlternative: false, isResource: false }
  if (kind === 'alternative') return collectAlternative(part, collector, { ...inner, isAlternative: true, isResource: outer.isResource })
  if (kind === 'related') return collectRelated(part, collector, { ...inner, isAlternative: outer.isAlternative })
  if (kind === 'signed' || kind === 'x-pgp-signed') collector.isSigned = true
  if (kind === 'encrypted') {
    collector.isEncrypted = true
    inner.isSealed = true
  }
  // Virus gateways turn a report into a multipart/mixed and leave its parameter.
  if (kind === 'report' || parameterWord(part.typeField, 'report-type') !== null) {
    inner.isReport = true
    const declared = parameterWord(part.typeField, 'report-type')?.toLowerCase() ?? null
    collector.reportType ??= declared || impliedReport(part)
  } else if (part.children.some((child) => child.type === 'message/delivery-status')) inner.isReport = true
  return part.children.flatMap((child) => collectPart(child, collector, inner))
}

function impliedReport(part: MailPart): string | null {
  for (const child of part.children) {
    const kind = child.type.startsWith('message/') ? child.type.slice('message/'.length).replace(/^global-/, '') : ''
    if (kind === 'delivery-status' || kind === 'disposition-notification' || kind === 'feedback-report') return kind
  }
  return null
}

/** Versions of one text: plain from those that have no HTML, HTML from those that have. Versions that differ (senders who meant mixed) are all kept. */
function collectAlternative(part: MailPart, collector: Collector, place: Place): BodySegment[] {
  const segments = part.children.flatMap((child) => collectPart(child, collector, place))
  const plain = distinct(segments.filter((segment) => segment.html === null).map((segment) => segment.plain))
  const html = distinct(segments.map((segment) => segment.html))
  const spare = distinct(segments.filter((segment) => segment.html !== null).map((segment) => segment.plain))
  if (plain.length === 0 && html.length === 0) return []
  return [{ plain: plain.join('\n') || spare.join('\n') || null, html: html.length === 0 ? null : html.join('\n') }]
}

const distinct = (texts: (string | null)[]) => [...new Set(texts.filter((text) => text !== null && text.trim() !== ''))]

function collectRelated(part: MailPart, collector: Collector, place: Place): BodySegment[] {
  const start = parameterWord(part.typeField, 'start')?.replaceAll(/[<>\s]/g, '')
  const named = start ? part.children.find((child) => contentIdOf(child) === start) : undefined
  const root = named ?? part.children[0]
  return part.children.flatMap((child) => {
    const isNamed =
      ['content-id', 'content-location'].some((name) => fieldOf(child.fields, name) !== undefined) || fileName(child, collector) !== null
    const isResource = child !== root && isNamed
    return collectPart(child, collector, { ...place, isResource })
  })
}

const contentIdOf = (part: MailPart) => fieldOf(part.fields, 'content-id')?.replaceAll(/[<>\s]/g, '')

const bodyTypes = new Set([
  'text/plain',
  'text/html',
  'text/enriched',
  'text/richtext',
  'text/markdown',
  'text/x-markdown',
  'text/unknown',
  'text/x-plain',
  'text/x-html',
  'text/*',
  'application/xhtml+xml',
])

/**
 * Is this part body text? Not when it is declared an attachment, is a resource of the HTML, or carries a file name, unless it is the first text of the
 * mail or one version of an alternative: some clients name their body parts.
 */
function isBodyText(part: MailPart, collector: Collector, place: Place): boolean {
  if (!bodyTypes.has(part.type))
    return (
      place.isRoot && /^text\/(?!calendar|x?-?v?card|csv|rtf|xml|directory|rfc822-headers|css)/.test(part.type) && fileName(part, collector) === null
    )
  if (part.disposition !== null && part.disposition.startsWith('attach')) return false
  if (place.isResource) return false
  if (part.type === 'text/enriched' || part.type === 'text/richtext')
    return !(place.isAlternative && collector.hasBody) && fileName(part, collector) === null
  if (place.isRoot || place.isAlternative) return true
  return fileName(part, collector) === null || (!collector.hasBody && collector.attachments.length === 0)
}

function fileName(part: MailPart, collector: Collector): string | null {
  return (
    parameterText(part.dispositionField, 'filename', collector.fallbackCharset) ||
    parameterText(part.typeField, 'name', collector.fallbackCharset) ||
    null
  )
}

function collectText(part: MailPart, collector: Collector): BodySegment[] {
  const read = readTextPart(part, collector.reading.repairs, collector.fallbackCharset)
  collector.hasBody = true
  for (const file of read.files) {
    collector.attachments.push({
      name: file.name,
      contentType: typeOfName(file.name),
      content: file.content,
      contentId: null,
      contentLocation: null,
      disposition: 'attachment',
    })
  }
  return read.text.trim() === '' ? [] : [read.isHtml ? { plain: null, html: read.text } : { plain: read.text, html: null }]
}

function collectLeaf(part: MailPart, collector: Collector, place: Place): BodySegment[] {
  const content = partContent(part, collector.reading.repairs)
  const name = fileName(part, collector)
  if (!place.isSealed) {
    if (isTnef(content) && collectTnef(content, collector, place.depth)) return []
    if (isCms(part.type, name)) {
      const inside = openCms(content, part, collector, place)
      if (inside) return inside
    }
  }
  noteReport(part, content, collector, place)
  collectAttachment(part, content, name, collector)
  return []
}

const isCms = (type: string, name: string | null) => /^application\/(?:x-)?pkcs7-mime$/.test(type) || /\.p7m$/i.test(name ?? '')

/** The mail inside an opaque signature or a compressed object; null when it cannot be read and stays an attachment. */
function openCms(content: Buffer, part: MailPart, collector: Collector, place: Place): BodySegment[] | null {
  const { reading } = collector
  const declared = parameterWord(part.typeField, 'smime-type')?.toLowerCase() ?? ''
  const found = place.depth < reading.limits.depth ? readCms(content) : null
  if (!found) {
    if (declared === 'enveloped-data' || declared === 'authenveloped-data') collector.isEncrypted = true
    else reading.repairs.add('smime:unreadable')
    return null
  }
  if (found.kind === 'enveloped') {
    collector.isEncrypted = true
    return null
  }
  if (found.kind === 'signed') collector.isSigned = true
  if (!found.content || found.content.length === 0) return null
  const inner = readEntity(found.content, 0, reading, place.depth + 1)
  return collectPart(inner, collector, { ...place, depth: place.depth + 1 })
}

const reportTypes = /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/
/** Report parts and returned headers are a few kilobytes; hostile ones are cut. */
const longestReportPart = 200_000

function noteReport(part: MailPart, content: Buffer, collector: Collector, place: Place): void {
  if (reportTypes.test(part.type)) {
    const contentType = part.type.replace('global-', '')
    if (collector.reportParts.length < 50)
      collector.reportParts.push({ contentType, text: normaliseLines(content.subarray(0, longestReportPart).toString('utf8')) })
  } else if (
    place.isReport &&
    collector.returnedFields === null &&
    /^(?:message\/(?:rfc822|global|rfc822-headers)|text\/rfc822(?:-headers)?)$/.test(part.type)
  ) {
    const { start } = skipLeadingBlank(content)
    collector.returnedFields = readHeaderBlock(content, start, collector.reading.limits.headerBytes, false).fields
  }
}

/** Offset of the first line that is not empty. */
export function skipLeadingBlank(bytes: Buffer): { start: number } {
  let start = 0
  while (start < bytes.length && (bytes[start] === 10 || bytes[start] === 13)) start++
  return { start }
}
