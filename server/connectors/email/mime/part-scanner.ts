import { lineBreakAfter, readHeaderBlock } from './header-lines.ts'
import type { Reading } from './limits.ts'
import { describePart } from './part.ts'
import type { MailPart } from './part.ts'
import { parameterWord } from './parameters.ts'

interface OpenMultipart {
  part: MailPart
  boundary: string
  /** Its closing line was seen; a further delimiter still opens a part, since some senders close too early. */
  isClosed: boolean
  /** Index on the stack of an outer multipart with the same boundary, or -1. */
  hides: number
}

const LF = 10
const CR = 13
const DASH = 45

/** No boundary is longer (RFC 2046: 70); longer lines are not compared. */
const longestBoundaryLine = 1000

/** Reads the header of a part and notes where its body begins; the body is taken to reach to the end until a delimiter is found. */
export function openPart(bytes: Buffer, start: number, reading: Reading, defaultType: string, isPart: boolean): MailPart {
  const { repairs, limits } = reading
  const block = readHeaderBlock(bytes, start, limits.headerBytes, isPart)
  if (block.isCut) repairs.add('header:limit')
  if (block.isUnseparated && block.fields.length > 0) repairs.add('header:no-blank-line')
  reading.partCount++
  return describePart(block.fields, bytes, block.bodyStart, defaultType, (note) => repairs.add(note))
}

/** A text part with a boundary whose body begins with that very delimiter: bulk mailers send such. */
export function isDisguisedMultipart(part: MailPart, boundary: string | null): boolean {
  if (!boundary || !part.type.startsWith('text/')) return false
  return part.bytes
    .toString('latin1', part.start, part.start + boundary.length + 10)
    .trimStart()
    .startsWith(`--${boundary}`)
}

/** Finds the parts of one multipart and of the multiparts inside it, in one pass over the bytes with a stack of open boundaries. */
export class PartScanner {
  private readonly root: MailPart
  private readonly bytes: Buffer
  private readonly reading: Reading
  private readonly depth: number
  private readonly hasBareCr: boolean
  private readonly stack: OpenMultipart[] = []
  private readonly byBoundary = new Map<string, number>()
  /** How many open boundaries begin with each byte. */
  private readonly firstBytes = new Uint16Array(256)
  /** The leaf whose body is being passed, or null in preambles and epilogues. */
  private leaf: MailPart | null = null

  constructor(root: MailPart, boundary: string, reading: Reading, depth: number) {
    this.root = root
    this.bytes = root.end === root.bytes.length ? root.bytes : root.bytes.subarray(0, root.end)
    this.reading = reading
    this.depth = depth
    this.hasBareCr = root.bytes.indexOf(LF, root.start) < 0 || hasLoneCr(this.bytes, root.start)
    this.push(root, boundary)
  }

  scan(): void {
    let position = this.root.start
    while (position < this.bytes.length) {
      const line = this.nextDashes(position)
      if (line < 0) break
      position = this.readDelimiter(line)
    }
    this.closeTo(0, this.bytes.length)
    this.finishLeaf(this.bytes.length)
  }

  /** Offset of the next line that begins with "--" at or after the line start `from`, or -1. */
  private nextDashes(from: number): number {
    const { bytes } = this
    if (bytes[from] === DASH && bytes[from + 1] === DASH) return from
    if (!this.hasBareCr) {
      const found = bytes.indexOf('\n--', Math.max(from - 1, 0), 'latin1')
      return found < 0 ? -1 : found + 1
    }
    for (let i = bytes.indexOf('--', from, 'latin1'); i >= 0; i = bytes.indexOf('--', i + 1, 'latin1')) {
      const before = bytes[i - 1]
      if (before === LF || before === CR) return i
      while (bytes[i + 2] === DASH) i++
    }
    return -1
  }

  /** Acts on the line at `start` if it is a delimiter; returns where to look on. */
  private readDelimiter(start: number): number {
    const { bytes } = this
    const limit = Math.min(bytes.length, start + longestBoundaryLine)
    let end = start
    while (end < limit && bytes[end] !== LF && bytes[end] !== CR) end++
    const next = Math.max(afterBreak(bytes, end), start + 2)
    if ((end === limit && limit < bytes.length) || !this.mayMatch(start + 2, end)) return next
    const text = bytes.toString('latin1', start + 2, end).trimEnd()
    const found = this.findLevel(text)
    if (!found) return next
    const bodyEnd = beforeBreak(bytes, start, this.root.start)
    const innermost = this.stack.at(-1)!.part
    if (innermost.children.length === 0) innermost.preambleEnd = Math.max(innermost.start, bodyEnd)
    this.finishLeaf(bodyEnd)
    this.closeTo(found.level + 1, bodyEnd)
    const open = this.stack[found.level]!
    if (found.isEnd) {
      open.isClosed = true
      if (open.hides >= 0) this.closeTo(found.level, bodyEnd)
      return next
    }
    if (open.isClosed) this.reading.repairs.add('boundary:after-end')
    return this.openChild(open.part, start, next)
  }

  /** Cheap refusal of lines such as "-- " and "-----": no open boundary begins with this byte. */
  private mayMatch(start: number, end: number): boolean {
    return end > start && this.firstBytes[this.bytes[start]!]! > 0
  }

  private findLevel(text: string): { level: number; isEnd: boolean } | null {
    const exact = this.byBoundary.get(text)
    if (exact !== undefined) return { level: exact, isEnd: false }
    if (text.endsWith('--')) {
      const level = this.byBoundary.get(text.slice(0, -2).trimEnd())
      if (level !== undefined) return { level, isEnd: true }
    }
    const innermost = this.stack.at(-1)!
    if (text.startsWith(innermost.boundary) && text.startsWith('--', innermost.boundary.length)) {
      this.reading.repairs.add('boundary:junk-after-end')
      return { level: this.stack.length - 1, isEnd: true }
    }
    return null
  }

  private openChild(parent: MailPart, lineStart: number, next: number): number {
    const { reading, bytes } = this
    if (reading.partCount >= reading.limits.parts) return this.keepRest(parent, lineStart)
    const child = openPart(bytes, next, reading, parent.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain', true)
    parent.children.push(child)
    const named = parameterWord(child.typeField, 'boundary')
    if (isDisguisedMultipart(child, named)) child.type = 'multipart/mixed'
    const boundary = child.type.startsWith('multipart/') ? named : null
    if (boundary !== null && boundary !== '') {
      if (this.depth + this.stack.length < reading.limits.depth) {
        this.push(child, boundary)
        return child.start
      }
      reading.repairs.add('depth:limit')
      child.type = 'application/octet-stream'
    }
    this.leaf = child
    return child.start
  }

  /** Beyond the limit of parts, all that follows is one attachment. */
  private keepRest(parent: MailPart, start: number): number {
    const { reading, bytes } = this
    reading.repairs.add('parts:limit')
    const rest = describePart(
      [{ name: 'content-type', raw: 'application/octet-stream; name="rest-of-mail.txt"' }],
      bytes,
      start,
      'text/plain',
      () => undefined,
    )
    parent.children.push(rest)
    this.leaf = rest
    return bytes.length
  }

  private push(part: MailPart, boundary: string): void {
    const key = boundary.trimEnd()
    this.stack.push({ part, boundary: key, isClosed: false, hides: this.byBoundary.get(key) ?? -1 })
    this.byBoundary.set(key, this.stack.length - 1)
    this.firstBytes[key.charCodeAt(0) & 255]!++
    this.leaf = null
  }

  private finishLeaf(end: number): void {
    if (this.leaf) this.leaf.end = Math.max(this.leaf.start, end)
    this.leaf = null
  }

  /** Closes multiparts until `size` remain open. */
  private closeTo(size: number, end: number): void {
    while (this.stack.length > size) {
      const open = this.stack.pop()!
      this.firstBytes[open.boundary.charCodeAt(0) & 255]!--
      open.part.end = Math.max(open.part.start, end)
      if (open.hides >= 0) this.byBoundary.set(open.boundary, open.hides)
      else this.byBoundary.delete(open.boundary)
      if (!open.isClosed) this.reading.repairs.add('boundary:no-end')
    }
  }
}

function hasLoneCr(bytes: Buffer, from: number): boolean {
  for (let i = bytes.indexOf(CR, from); i >= 0; i = bytes.indexOf(CR, i + 1)) {
    if (bytes[i + 1] === LF) continue
    const next = lineBreakAfter(bytes, i)
    if (next === 0) return true
    i = next - 1
  }
  return false
}

function afterBreak(bytes: Buffer, at: number): number {
  if (bytes[at] === LF) return at + 1
  if (bytes[at] !== CR) return at
  return lineBreakAfter(bytes, at) || at + 1
}

/** The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1): offset where the body before it ends. */
function beforeBreak(bytes: Buffer, start: number, floor: number): number {
  let end = start
  if (end > floor && bytes[end - 1] === LF) {
    end--
    for (let i = 0; i < 2 && end > floor && bytes[end - 1] === CR; i++) end--
  } else if (end > floor && bytes[end - 1] === CR) end--
  return end
}
