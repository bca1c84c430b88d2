import { holdsDate, holdsEmail, holdsTime } from './dates.ts'
import type { HeaderKind } from './header-labels.ts'
import { headersInside, readHeader as readHeaderText } from './header-words.ts'
import { isBlank, longestStructuralLine, nextFilled, type Line } from './lines.ts'

/** No client prints more headers, with wrapped values and blank lines between, than this above a quoted mail. */
const longestBlock = 40

type Header = ReturnType<typeof readHeaderText>
/** Each line is asked for its header from several starts; the answer is remembered as long as the line lives. */
const known = new WeakMap<Line, Header>()

function readHeader(line: Line): Header {
  let header = known.get(line)
  if (header === undefined) known.set(line, (header = readHeaderText(line.body.slice(0, longestStructuralLine))))
  return header
}

interface Block {
  end: number
  kinds: Set<HeaderKind>
  labels: number
  text: string
}

/**
 * The index of the last line of a quoted mail's header block that begins at `at`, or -1.
 * A block needs a sender or a date, company, and a sign that it is a mail: an address, a subject or a sending time.
 * "From: Delhi / To: Mumbai / Date: 5 June" in a customer's own words is none.
 */
export function findHeaderBlock(lines: Line[], at: number, introduced: boolean): number {
  const first = lines[at]!
  if (first.body.length > longestStructuralLine) return -1
  const header = readHeader(first)
  if (!header) return Math.max(findUnknownBlock(lines, at), findNotesBlock(lines, at))
  if (header.kind === 'cc' || header.kind === 'other') return -1
  if (isOneLineBlock(first.body)) return at
  const block = gatherBlock(lines, at)
  return isMailHeader(block, introduced) ? block.end : -1
}

function gatherBlock(lines: Line[], at: number): Block {
  const depth = lines[at]!.depth
  const block: Block = { end: at, kinds: new Set(), labels: 0, text: '' }
  let wrapped = 0
  let previous: HeaderKind | null = null
  for (let i = at; i < lines.length && i < at + longestBlock; i++) {
    const line = lines[i]!
    if (line.depth !== depth) break
    if (isBlank(line)) {
      const next = nextFilled(lines, i)
      const awaitsValue = lines[block.end] && readHeader(lines[block.end]!)?.value === ''
      if (next >= lines.length || next - i > 2) break
      if (!readHeader(lines[next]!) && !(awaitsValue && wrapped === 0)) break
      if (block.kinds.has('subject') && !isStillHeader(lines, next)) break
      continue
    }
    const header = line.body.length <= longestStructuralLine ? readHeader(line) : null
    if (header) {
      if (header.kind === 'from' && block.kinds.has('from')) break
      if (header.value.length > 400) break
      block.kinds.add(header.kind)
      block.labels++
      wrapped = 0
      previous = header.kind
    } else if (!continuesHeader(lines, i, previous, wrapped++)) break
    block.end = i
    block.text += ` ${line.body.slice(0, 300)}`
  }
  return block
}

/** After the subject and a blank line the quoted mail begins; only further headers of the plain kind go on. */
function isStillHeader(lines: Line[], at: number): boolean {
  const kind = readHeader(lines[at]!)?.kind
  return kind === 'from' || kind === 'sent' || kind === 'to' || kind === 'cc' || kind === 'other'
}

/** A long To or Cc list wraps, and tables put the value under its label. */
function continuesHeader(lines: Line[], at: number, previous: HeaderKind | null, wrappedAlready: number): boolean {
  const body = lines[at]!.body
  const above = lines[at - 1]!
  const emptyAbove = readHeader(above)?.value === ''
  if (emptyAbove) return wrappedAlready === 0
  if (wrappedAlready > 12 || isBlank(above)) return false
  if (previous === 'subject') return wrappedAlready === 0 && above.body.length > 45 && nextIsHeader(lines, at)
  if (/^[<([]|[;,<]$/.test(body) || /[;,<]$/.test(above.body) || holdsEmail(body)) return true
  return wrappedAlready === 0 && nextIsHeader(lines, at)
}

function nextIsHeader(lines: Line[], at: number): boolean {
  const next = lines[at + 1]
  return next !== undefined && readHeader(next) !== null
}

function isMailHeader(block: Block, introduced: boolean): boolean {
  const { kinds, labels, text } = block
  const address = holdsEmail(text)
  const dated = holdsDate(text) || holdsTime(text)
  if (!kinds.has('from') && !(kinds.has('sent') && kinds.has('to') && (address || kinds.has('subject')))) return false
  if (introduced) return labels >= 2 || address
  if (kinds.size >= 3) return kinds.has('subject') ? address || dated || kinds.has('sent') : address && kinds.has('sent') && dated
  if (kinds.size === 2 && kinds.has('sent')) return address && dated
  return kinds.size === 2 && kinds.has('subject') && address
}

/** "From: A <a@x> Sent: … To: … Subject: …" on one line, as some converters leave it. */
function isOneLineBlock(body: string): boolean {
  const kinds = headersInside(body)
  return kinds.has('from') && kinds.has('subject') && kinds.size >= 3 && (holdsDate(body) || holdsTime(body) || holdsEmail(body))
}

const anyLabel = /^[\s*_]{0,4}[\p{L}\p{M}][\p{L}\p{M}\s.'’]{0,24}[*_]{0,2}\s?[:：]/u
const mailbox = /<[^<>\s]{1,90}@[^<>\s]{1,120}>/

/** Labels of a language we do not hold: a mailbox in angle brackets on the first line, a date with a time under it, three lines or more, then a blank one. */
function findUnknownBlock(lines: Line[], at: number): number {
  if (!anyLabel.test(lines[at]!.body) || !mailbox.test(lines[at]!.body)) return -1
  let end = at
  while (
    end + 1 < lines.length &&
    end - at < 8 &&
    lines[end + 1]!.depth === lines[at]!.depth &&
    lines[end + 1]!.body.length < 300 &&
    anyLabel.test(lines[end + 1]!.body)
  )
    end++
  const block = lines.slice(at + 1, end + 1)
  const closed = end + 1 >= lines.length || isBlank(lines[end + 1]!)
  return closed && block.length >= 2 && block.some((line) => holdsDate(line.body) && holdsTime(line.body)) ? end : -1
}

const notesTo = /^(?:To|An|Para|Pour|À|A|Aan|Til|Till|宛先|收件人)$/u
const notesSubject = /^(?:Subject|Thema|Betreff|Assunto|Asunto|Objet|Onderwerp|Emne|Ämne|件名|主题)$/u

/** The old Lotus Notes form: a name, a date line, then "To", "cc", "Subject" as lines of their own. */
function findNotesBlock(lines: Line[], at: number): number {
  if (lines[at]!.body.length > 120 || isBlank(lines[at]!)) return -1
  let filled = 0
  let sawDate = false
  let sawTo = false
  for (let i = at; i < lines.length && i < at + 24; i++) {
    const { body } = lines[i]!
    if (body === '') continue
    if (++filled > 12 || body.length > 160) return -1
    if (!sawTo && filled === 2 && holdsDate(body) && holdsTime(body) && body.length < 40) sawDate = true
    else if (sawDate && notesTo.test(body)) sawTo = true
    else if (sawTo && notesSubject.test(body)) return Math.min(nextFilled(lines, i + 1), lines.length - 1)
    else if (!sawDate && filled >= 2) return -1
    else if (sawDate && !sawTo && filled > 5) return -1
  }
  return -1
}
