/** Property ids of [MS-OXPROPS] that a mail needs. */
export const mapi = {
  messageClass: 0x001a,
  subject: 0x0037,
  clientSubmitTime: 0x0039,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  senderSmtp: 0x5d01,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachExtension: 0x3703,
  attachFileName: 0x3704,
  attachMethod: 0x3705,
  attachLongName: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
  attachContentLocation: 0x3713,
  attachFlags: 0x3714,
  messageCodePage: 0x3ffd,
  internetCodePage: 0x3fde,
} as const

/** A property's value: text types as raw bytes with their type, since their charset is known only when all are read. */
export interface MapiValue {
  type: number
  number: number
  bytes: Buffer
}

export const mapiTypes = { string8: 0x1e, unicode: 0x1f, binary: 0x102, object: 0x0d, systime: 0x40 } as const

const fixedSizes: Record<number, number> = { 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16 }
const MULTIPLE = 0x1000

/** Reads a MAPI property list as TNEF holds it ([MS-OXTNEF] §2.1.3.4). Named properties (id 0x8000 and up) are passed over; reading stops at nonsense. */
export function readMapiProperties(bytes: Buffer): Map<number, MapiValue> {
  const properties = new Map<number, MapiValue>()
  if (bytes.length < 4) return properties
  const count = Math.min(bytes.readUInt32LE(0), 10_000)
  let at = 4
  for (let i = 0; i < count && at + 4 <= bytes.length; i++) {
    const type = bytes.readUInt16LE(at)
    const id = bytes.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) at = skipName(bytes, at)
    const read = at < 0 ? null : readValues(bytes, at, type)
    if (!read) break
    at = read.next
    if (id < 0x8000 && read.value && !properties.has(id)) properties.set(id, read.value)
  }
  return properties
}

function skipName(bytes: Buffer, at: number): number {
  if (at + 24 > bytes.length) return -1
  const kind = bytes.readUInt32LE(at + 16)
  if (kind === 0) return at + 24
  return at + 24 + padded(bytes.readUInt32LE(at + 20))
}

function readValues(bytes: Buffer, start: number, type: number): { value: MapiValue | null; next: number } | null {
  const single = type & ~MULTIPLE
  const size = fixedSizes[single]
  const isVariable = size === undefined
  if (isVariable && single !== mapiTypes.string8 && single !== mapiTypes.unicode && single !== mapiTypes.binary && single !== mapiTypes.object)
    return null
  let at = start
  let count = 1
  if (isVariable || type & MULTIPLE) {
    if (at + 4 > bytes.length) return null
    count = bytes.readUInt32LE(at)
    at += 4
  }
  let value: MapiValue | null = null
  for (let i = 0; i < count; i++) {
    let length = size ?? 0
    if (isVariable) {
      if (at + 4 > bytes.length) return null
      length = bytes.readUInt32LE(at)
      at += 4
    }
    if (at > bytes.length) return null
    const raw = bytes.subarray(at, Math.min(at + length, bytes.length))
    value ??= { type: single, number: raw.length >= 4 ? raw.readUInt32LE(0) : 0, bytes: raw }
    at += isVariable ? padded(length) : length
    if (at > bytes.length + 3) return { value, next: bytes.length }
  }
  return { value, next: at }
}

/** Values are padded to four bytes. */
const padded = (length: number) => Math.ceil(length / 4) * 4
