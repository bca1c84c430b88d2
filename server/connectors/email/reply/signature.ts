import { isDeviceLine } from './device-lines.ts'
import { isBanner, isDisclaimer, isListFooter } from './footers.ts'
import { isRule } from './separators.ts'
import { isNameLike, isSentence, isSignOff, readContactFeature } from './signature-words.ts'

/** A line of a segment as this file needs it: the body, and the raw form because the mark "-- " ends in a blank (RFC 3676 section 4.3). */
export interface SignatureLine {
  raw: string
  body: string
  html: 'own' | 'quoted' | 'signature' | null
}

interface Paragraph {
  start: number
  end: number
}

const rfcMark = /^(?:> ?)*--[ \u00A0]$/
const bareMark = /^--\s?$/
const looseMark = /^(?:---+|—+|–+|__+|==+|\*\*\*+|~~+|-–|–-|\+\+\++|⸻|__ __)\s*$/u
/** A card is short; the longest signatures with a legal note stay under this. */
const longestRfcBlock = 60
const longestBareBlock = 25
const longestLooseBlock = 14

/** Where the signature, device line, legal note or list footer at the end of a segment begins; its length when there is none. Linear. */
export function findSignatureStart(lines: SignatureLine[], beforeQuote = false): number {
  let end = lines.length
  const above = trimBlank(lines, end)
  if (beforeQuote && above > 1 && isRule(lines[above - 1]!.body)) end = above - 1
  for (let round = 0; round < 24; round++) {
    const before = trimBlank(lines, end)
    if (before === 0) return 0
    const next = trimOnce(lines, before)
    if (next === before) return end === lines.length ? end : before
    end = next
  }
  return trimBlank(lines, end)
}

function trimOnce(lines: SignatureLine[], end: number): number {
  const marked = findMark(lines, end)
  if (marked < end) return marked
  const byHtml = trimHtmlSignature(lines, end)
  if (byHtml < end) return byHtml
  const device = trimDevice(lines, end)
  if (device < end) return device
  if (end < lines.length && isRule(lines[end - 1]!.body)) return end - 1
  const footer = trimFooter(lines, end)
  if (footer < end) return footer
  return findCard(lines, end)
}

function trimBlank(lines: SignatureLine[], end: number): number {
  while (end > 0 && lines[end - 1]!.body === '') end--
  return end
}

function trimHtmlSignature(lines: SignatureLine[], end: number): number {
  let start = end
  while (start > 0 && (lines[start - 1]!.html === 'signature' || (lines[start - 1]!.body === '' && lines[start - 2]?.html === 'signature'))) start--
  return start
}

/** One device line, or one that wrapped: its link or its last words on a line below. */
function trimDevice(lines: SignatureLine[], end: number): number {
  const last = lines[end - 1]!.body
  if (isDeviceLine(last)) return end - 1
  const above = trimBlank(lines, end - 1)
  const upper = lines[above - 1]?.body
  if (upper === undefined) return end
  if (/^[<(]?https?:\/\/\S+$/i.test(last) && isDeviceLine(upper)) return above - 1
  if (above === end - 1 && last.length < 70 && upper.length > 20 && isDeviceLine(`${upper} ${last}`) && !/[.!?]$/.test(upper)) return above - 1
  return end
}

/** The paragraph at the end when a mail system wrote it, or the titled legal note that the end belongs to. */
function trimFooter(lines: SignatureLine[], end: number): number {
  let paragraphEnd = end
  for (let back = 0; back < 8 && paragraphEnd > 0; back++) {
    const { start } = paragraphBefore(lines, paragraphEnd)
    const first = lines[start]!.body
    const whole = lines
      .slice(start, paragraphEnd)
      .map((line) => line.body)
      .join(' ')
    const titled = isDisclaimer(first, whole)
    if (
      back === 0
        ? titled || isListFooter(first, whole) || isListFooter(lines[paragraphEnd - 1]!.body, whole)
        : titled && isDisclaimer(first, `${whole} ${first}`)
    )
      return start
    if (back === 0) {
      const inside = footerInside(lines, start, paragraphEnd)
      if (inside < paragraphEnd) return inside
    }
    paragraphEnd = trimBlank(lines, start)
    if (whole.length < 30 && back > 0) break
  }
  return end
}

/** A list footer or legal note glued to the line above it without a blank line. */
function footerInside(lines: SignatureLine[], start: number, end: number): number {
  for (let at = Math.max(start + 1, end - 12); at < end; at++) {
    const rest = lines
      .slice(at, end)
      .map((line) => line.body)
      .join(' ')
    if (isRule(lines[at - 1]!.body) && (isListFooter(lines[at]!.body, rest) || isDisclaimer(lines[at]!.body, rest))) return at - 1
    if (/^(?:disclaimer|confidentiality notice|aviso legal|legal notice)\b\s?:?/iu.test(lines[at]!.body)) return at
  }
  return end
}

function paragraphBefore(lines: SignatureLine[], end: number): Paragraph {
  let start = end
  while (start > 0 && lines[start - 1]!.body !== '') start--
  return { start, end }
}

/** The first delimiter whose block down to the end may be a signature. */
function findMark(lines: SignatureLine[], end: number): number {
  const filledAfter = new Int32Array(end + 1)
  for (let at = end - 1; at >= 0; at--) filledAfter[at] = filledAfter[at + 1]! + (lines[at]!.body === '' ? 0 : 1)
  for (let at = 0; at < end; at++) {
    const { raw, body } = lines[at]!
    const after = filledAfter[at + 1]!
    if (rfcMark.test(raw) && after <= longestRfcBlock && !isMidText(lines, at, end, after)) return at
    if (bareMark.test(body) && after <= longestBareBlock && isCardAfter(lines, at + 1, end)) return at
    if (looseMark.test(body) && after > 0 && after <= longestLooseBlock && isContactCard(lines, at + 1, end)) return at
  }
  return end
}

/** "-- " used as a divider: what follows is prose of several sentences and no card. */
function isMidText(lines: SignatureLine[], at: number, end: number, after: number): boolean {
  if (after === 0) return false
  const block = lines.slice(at + 1, end).filter((line) => line.body !== '')
  const prose = block.filter((line) => isSentence(line.body) && line.body.length > 40).length
  return (
    prose >= 2 &&
    prose * 2 > block.length &&
    !block.some((line) => readContactFeature(line.body)) &&
    !isDisclaimer(block[0]!.body, block.map((line) => line.body).join(' '))
  )
}

function isCardAfter(lines: SignatureLine[], start: number, end: number): boolean {
  const block = lines.slice(start, end).filter((line) => line.body !== '')
  if (block.length === 0) return true
  const first = block[0]!.body
  if (/^[-*•+]\s|^\p{N}{1,2}[.)]\s/u.test(first) || first.endsWith(':')) return false
  const whole = block.map((line) => line.body).join(' ')
  if (isListFooter(first, whole) || isDisclaimer(first, whole)) return true
  if (first.length > 90 || (isSentence(first) && !isSignOff(first))) return false
  const long = block.filter((line) => isSentence(line.body) && line.body.length > 60).length
  return long === 0 || block.some((line) => readContactFeature(line.body)) || isDisclaimer(first, whole)
}

/** After dashes that people also draw between paragraphs, only a card with a way to reach someone is a signature. */
function isContactCard(lines: SignatureLine[], start: number, end: number): boolean {
  const block = lines.slice(start, end).filter((line) => line.body !== '')
  const first = block[0]?.body ?? ''
  const whole = block.map((line) => line.body).join(' ')
  if (isListFooter(first, whole) || isDisclaimer(first, whole) || block.some((line) => isListFooter(line.body, whole))) return true
  if (block.some((line) => isAttachedText.test(line.body))) return false
  if (block.some((line) => isSentence(line.body) && !isDeviceLine(line.body))) return false
  const features = block.filter((line) => readContactFeature(line.body)).length
  return features >= 1 && (isNameLike(first) || features >= 2 || isSignOff(first) || /[|•·]/.test(first))
}

/** Footnotes and patches stand under dashes too; they are the customer's. */
const isAttachedText = /^\[\p{N}{1,2}\]\s|^(?:diff --git|@@ |\+\+\+ |index [0-9a-f]{7})|\|\s+\d+ [+-]+$/u

/** A card without delimiter: name, then at least two lines with a phone, link, title, company or address, the sign-off above it included. */
function findCard(lines: SignatureLine[], end: number): number {
  const block = joinCardParagraphs(lines, end)
  const signOff = lastSignOff(lines, block.start, end)
  const start = signOff >= 0 ? signOff + 1 : block.start
  const card = lines.slice(start, end).filter((line) => line.body !== '')
  if (card.length === 0 || card.length > 16) return end
  const features = card.map((line) => readContactFeature(line.body))
  const found = features.filter(Boolean).length
  const kinds = new Set(features.filter(Boolean)).size
  const bars = card.length <= 3 && card.some((line) => (line.body.match(/[|•·]/g)?.length ?? 0) >= 2) && found >= 1
  const plain = card.filter((line, i) => !features[i] && !isNameLike(line.body)).length
  if (card.some((line, i) => !features[i] && isSentence(line.body)) || plain > found) return end
  // Name, address and phone alone are what customers send for a delivery; a signature says what someone is or where to find the company.
  if (!features.some((feature) => feature === 'link' || feature === 'title' || feature === 'company' || feature === 'social')) return end
  if (signOff >= 0) return found >= 2 || bars ? signOff : end
  const top = card.find((_, i) => features[i] !== 'image')
  if (!(top && isNameLike(top.body)) && !bars) return end
  if (!((card.length >= 3 && found >= 2 && kinds >= 2) || bars)) return end
  return withSignOffAbove(lines, start, end)
}

/** The last paragraph, and the one above it when both are lines of one card. */
function joinCardParagraphs(lines: SignatureLine[], end: number): Paragraph {
  const block = paragraphBefore(lines, end)
  for (let joined = 0; joined < 3 && block.start > 0; joined++) {
    const allContact = lines.slice(block.start, end).every((line) => line.body === '' || readContactFeature(line.body))
    if (!allContact) break
    const above = paragraphBefore(lines, trimBlank(lines, block.start))
    if (above.end - above.start > 6 || lines.slice(above.start, above.end).some((line) => isSentence(line.body) || line.body.endsWith(':'))) break
    block.start = above.start
  }
  return block
}

function lastSignOff(lines: SignatureLine[], start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) if (isSignOff(lines[at]!.body) || isSignOffWithName(lines[at]!.body)) return at
  return -1
}

/** "Regards, Ravi Kumar" on one line. */
function isSignOffWithName(body: string): boolean {
  const comma = body.indexOf(',')
  return comma > 0 && body.length < 80 && isSignOff(body.slice(0, comma)) && isNameLike(body.slice(comma + 1).trim())
}

/** A card introduced by the customer ("My details:") is part of the message; one under a lone sign-off begins there. */
function withSignOffAbove(lines: SignatureLine[], start: number, end: number): number {
  const above = trimBlank(lines, start)
  const upper = lines[above - 1]?.body ?? ''
  if (/[:：]$/u.test(upper)) return end
  const paragraph = paragraphBefore(lines, above)
  return paragraph.end - paragraph.start === 1 && isSignOff(upper) ? above - 1 : start
}

/** How many lines at the head of a mail are the warning of a mail gateway ("This email originated from outside"); 0 when there is none, or nothing else. */
export function findBannerEnd(lines: { body: string }[]): number {
  let end = 0
  while (end < lines.length && end < 8 && lines[end]!.body !== '') end++
  if (end === lines.length) return 0
  return isBanner(
    lines
      .slice(0, end)
      .map((line) => line.body)
      .join(' '),
  )
    ? end
    : 0
}
