/** One field as sent: name in lower case, value unfolded, one character per byte (latin1), not decoded. */
export interface HeaderField {
  name: string
  raw: string
}

export interface HeaderBlock {
  fields: HeaderField[]
  /** Offset of the first byte of the body. */
  bodyStart: number
  /** Bytes beyond the limit were not read as fields. */
  isCut: boolean
  /** The body began without the blank line that RFC 5322 §2.1 asks for. */
  isUnseparated: boolean
}

interface Line {
  start: number
  end: number
  next: number
}

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32
const DASH = 45
const COLON = 58

/** CRs that may stand before one LF and still be one line end: some gateways turn CRLF into CRCRLF, seldom twice. */
const longestCrRun = 3

/** Lines looked ahead to tell a badly folded header from the body. */
const linesAhead = 6

/**
 * Reads the fields of a block that starts at `start`: CRLF, LF, CR and CRCRLF line ends, folded and badly folded lines, mbox "From " lines, a missing blank
 * line. Linear in the block. `isPart` is true below the top, where a line that begins with "--" may come first.
 */
export function readHeaderBlock(bytes: Buffer, start: number, headerBytes: number, isPart: boolean): HeaderBlock {
  const reader = new BlockReader(bytes, start, headerBytes, isPart)
  return reader.read()
}

class BlockReader {
  private readonly bytes: Buffer
  private readonly cutAt: number
  private readonly isPart: boolean
  private readonly crMode: boolean
  private readonly fields: HeaderField[] = []
  private position: number
  private isCut = false

  constructor(bytes: Buffer, start: number, headerBytes: number, isPart: boolean) {
    this.bytes = bytes
    this.position = start
    this.cutAt = start + headerBytes
    this.isPart = isPart
    this.crMode = endsLinesWithCr(bytes, start)
  }

  read(): HeaderBlock {
    const { bytes } = this
    while (this.position < bytes.length) {
      const line = this.lineAt(this.position)
      if (line.end === line.start) return this.finish(line.next, false)
      const first = bytes[line.start]!
      if (first === SPACE || first === TAB) {
        if (this.isBlank(line)) {
          if (!this.goesOnAfter(line)) return this.finish(line.next, false)
        } else this.continueField(line)
        this.position = line.next
        continue
      }
      if (first === DASH && bytes[line.start + 1] === DASH && (this.isPart || this.fields.length > 0)) return this.finish(line.start, true)
      const colon = nameEnd(bytes, line.start, line.end)
      if (colon >= 0) this.addField(line.start, colon, line.end)
      else if (!isFromLine(bytes, line.start)) {
        if (!this.fieldFollows(line)) return this.finish(line.start, true)
        this.continueField(line)
      }
      this.position = line.next
    }
    return this.finish(bytes.length, false)
  }

  private finish(bodyStart: number, isUnseparated: boolean): HeaderBlock {
    return { fields: this.fields, bodyStart, isCut: this.isCut, isUnseparated }
  }

  private addField(start: number, colon: number, end: number): void {
    if (start >= this.cutAt) {
      this.isCut = true
      return
    }
    const { bytes } = this
    let nameStop = colon
    while (nameStop > start && (bytes[nameStop - 1] === SPACE || bytes[nameStop - 1] === TAB)) nameStop--
    this.fields.push({ name: bytes.toString('latin1', start, nameStop).toLowerCase(), raw: this.trimmed(colon + 1, end) })
  }

  /** A folded line joins its field with one space, whatever white space it was folded with: gateways replace the original space by a tab. */
  private continueField(line: Line): void {
    if (line.start >= this.cutAt) {
      this.isCut = true
      return
    }
    const field = this.fields.at(-1)
    const piece = this.trimmed(line.start, line.end)
    if (field) field.raw = field.raw === '' ? piece : `${field.raw} ${piece}`
    else {
      const colon = piece.indexOf(':')
      if (colon > 0 && /^[\w-]{1,80}$/.test(piece.slice(0, colon)))
        this.fields.push({ name: piece.slice(0, colon).toLowerCase(), raw: piece.slice(colon + 1).trim() })
    }
  }

  private trimmed(start: number, end: number): string {
    const { bytes } = this
    let from = start
    let to = Math.min(end, this.cutAt)
    if (to < end) this.isCut = true
    while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB || bytes[to - 1] === CR)) to--
    const value = bytes.toString('latin1', from, to)
    // No database text may hold a NUL, and no header value means one.
    return value.includes('\0') ? value.replaceAll('\0', '') : value
  }

  private isBlank(line: Line): boolean {
    for (let i = line.start; i < line.end; i++) if (this.bytes[i] !== SPACE && this.bytes[i] !== TAB && this.bytes[i] !== CR) return false
    return true
  }

  /** A line of nothing but white space: obsolete folding when a field or a folded line comes next, else the end of the header. */
  private goesOnAfter(line: Line): boolean {
    if (line.next >= this.bytes.length || this.fields.length === 0) return true
    let next = this.lineAt(line.next)
    if (next.end === next.start) return true
    for (let i = 0; i < linesAhead && this.isBlank(next) && next.next < this.bytes.length; i++) next = this.lineAt(next.next)
    if (next.end === next.start) return false
    const first = this.bytes[next.start]!
    if (first === SPACE || first === TAB) return !this.isBlank(next) && this.fieldFollows(next)
    const colon = nameEnd(this.bytes, next.start, next.end)
    return colon >= 0 && isKnownName(this.bytes.toString('latin1', next.start, colon))
  }

  /** A line that is no field was folded without white space when a field known to mail comes soon after it; otherwise the body has begun. */
  private fieldFollows(line: Line): boolean {
    let position = line.next
    for (let i = 0; i < linesAhead && position < this.bytes.length; i++) {
      const next = this.lineAt(position)
      if (next.end === next.start) return false
      if (this.bytes[next.start] === DASH && this.bytes[next.start + 1] === DASH) return false
      const colon = nameEnd(this.bytes, next.start, next.end)
      if (colon >= 0) return isKnownName(this.bytes.toString('latin1', next.start, colon))
      position = next.next
    }
    return false
  }

  private lineAt(start: number): Line {
    const { bytes } = this
    for (let i = start; i < bytes.length; i++) {
      const c = bytes[i]!
      if (c === LF) return { start, end: i, next: i + 1 }
      if (c !== CR) continue
      const next = lineBreakAfter(bytes, i)
      if (next > 0) return { start, end: i, next }
      if (this.crMode || startsField(bytes, i + 1)) return { start, end: i, next: i + 1 }
    }
    return { start, end: bytes.length, next: bytes.length }
  }
}

/** Offset after CRLF, CRCRLF … that begins at `cr`, or 0 when this CR stands alone. */
export function lineBreakAfter(bytes: Buffer, cr: number): number {
  for (let i = cr + 1; i <= cr + longestCrRun; i++) {
    if (bytes[i] === LF) return i + 1
    if (bytes[i] !== CR) return 0
  }
  return 0
}

function endsLinesWithCr(bytes: Buffer, start: number): boolean {
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] === LF) return false
    if (bytes[i] === CR) return lineBreakAfter(bytes, i) === 0
  }
  return false
}

/** The colon after a field name at `start`, or -1. White space before the colon is obsolete but valid (RFC 5322 §4.5); a URL is no field. */
function nameEnd(bytes: Buffer, start: number, end: number): number {
  const limit = Math.min(end, start + 200)
  for (let i = start; i < limit; i++) {
    const c = bytes[i]!
    if (c === COLON) return i > start && !(bytes[i + 1] === 47 && bytes[i + 2] === 47) ? i : -1
    if (c === SPACE || c === TAB) {
      let j = i
      while (j < limit && (bytes[j] === SPACE || bytes[j] === TAB)) j++
      return i > start && j < limit && bytes[j] === COLON ? j : -1
    }
    if (c < 33 || c > 126) return -1
  }
  return -1
}

function startsField(bytes: Buffer, start: number): boolean {
  const first = bytes[start]
  if (first === undefined || first === CR) return false
  if (first === DASH && bytes[start + 1] === DASH) return true
  const colon = nameEnd(bytes, start, bytes.length)
  return colon >= 0 && isKnownName(bytes.toString('latin1', start, colon))
}

/** mbox separators: "From x@y Tue …", ">From x@y …". */
function isFromLine(bytes: Buffer, start: number): boolean {
  const at = bytes[start] === 62 ? start + 1 : start
  return bytes.toString('latin1', at, at + 5) === 'From '
}

const knownNames = new Set(
  `from to cc bcc subject date message-id in-reply-to references reply-to sender return-path received mime-version importance priority precedence
   delivered-to envelope-to thread-topic thread-index user-agent organization organisation auto-submitted errors-to authentication-results
   dkim-signature domainkey-signature arc-seal arc-message-signature arc-authentication-results received-spf comments keywords status lines sensitivity
   disposition-notification-to return-receipt-to mailing-list newsgroups path apparently-to followup-to original-recipient encoding`
    .trim()
    .split(/\s+/),
)

/** Is this a field name that mail is known to use? Decides only between a badly folded line and the start of the body. */
export function isKnownName(name: string): boolean {
  const lower = name.trim().toLowerCase()
  return knownNames.has(lower) || lower.startsWith('content-') || lower.startsWith('x-') || lower.startsWith('list-') || lower.startsWith('resent-')
}
