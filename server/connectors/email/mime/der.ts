/** One BER element: its tag number byte and where its content lies. Indefinite lengths are resolved to the end of their content. */
export interface DerElement {
  tag: number
  isConstructed: boolean
  start: number
  end: number
  /** Offset after the element, end-of-contents mark included. */
  next: number
}

/** Deeper elements are not read; CMS needs about ten levels. */
const deepest = 40
/** Elements read while resolving indefinite lengths. */
const mostElements = 2_000_000

/** Reads BER (X.690 §8), of which DER is a subset: what Outlook, Apple Mail and OpenSSL write, streamed forms included. Returns null on nonsense. */
export class DerReader {
  readonly bytes: Buffer
  private budget = mostElements

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  elementAt(at: number, limit: number, depth = 0): DerElement | null {
    const { bytes } = this
    if (at + 2 > limit || depth > deepest || --this.budget < 0) return null
    const tag = bytes[at]!
    if ((tag & 31) === 31) return null
    const isConstructed = (tag & 32) !== 0
    const first = bytes[at + 1]!
    let start = at + 2
    if (first === 0x80) return isConstructed ? this.indefinite(tag, start, limit, depth) : null
    let length = first
    if (first > 0x80) {
      const count = first & 127
      if (count > 5 || start + count > limit) return null
      length = bytes.readUIntBE(start, count)
      start += count
    }
    // A signature cut off in transit: what is there is read.
    const end = Math.min(start + length, limit)
    return { tag, isConstructed, start, end, next: end }
  }

  children(parent: DerElement, depth = 0): DerElement[] {
    const found: DerElement[] = []
    let at = parent.start
    while (at < parent.end) {
      const child = this.elementAt(at, parent.end, depth + 1)
      if (!child || child.next <= at) break
      found.push(child)
      at = child.next
    }
    return found
  }

  /** Content of an OCTET STRING, whose constructed form is a series of strings (X.690 §8.7.3). */
  octets(element: DerElement, depth = 0): Buffer {
    if (!element.isConstructed || depth > deepest) return this.bytes.subarray(element.start, element.end)
    const pieces: Buffer[] = []
    for (const child of this.children(element, depth)) pieces.push(this.octets(child, depth + 1))
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  }

  /** Dotted form of an OBJECT IDENTIFIER. */
  objectId(element: DerElement): string {
    const { bytes } = this
    const parts: number[] = []
    let value = 0
    for (let i = element.start; i < Math.min(element.end, element.start + 64); i++) {
      value = value * 128 + (bytes[i]! & 127)
      if (bytes[i]! & 128) continue
      if (parts.length === 0) parts.push(Math.min(Math.floor(value / 40), 2), value - Math.min(Math.floor(value / 40), 2) * 40)
      else parts.push(value)
      value = 0
    }
    return parts.join('.')
  }

  private indefinite(tag: number, start: number, limit: number, depth: number): DerElement {
    const { bytes } = this
    let at = start
    while (at + 2 <= limit) {
      if (bytes[at] === 0 && bytes[at + 1] === 0) return { tag, isConstructed: true, start, end: at, next: at + 2 }
      const child = this.elementAt(at, limit, depth + 1)
      if (!child || child.next <= at) break
      at = child.next
    }
    return { tag, isConstructed: true, start, end: at, next: limit }
  }
}
