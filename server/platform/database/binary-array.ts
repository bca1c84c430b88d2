/**
 * One-dimensional arrays as PostgreSQL receives them in binary form (src/backend/utils/adt/arrayfuncs.c, array_recv). As text every element is quoted here and parsed
 * there, and what is escaped in it twice: a third of what a batch of messages costs.
 */

/** Where arrays are put together. It grows as it must, and what was grown for a rare large one is given back. */
const room = { bytes: Buffer.allocUnsafe(64 * 1024), length: 0 }
const mostKept = 1024 * 1024

/** Makes room for so many bytes and returns where they begin. */
function take(size: number): number {
  const at = room.length
  room.length += size
  if (room.length > room.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(room.length, room.bytes.length * 2))
    room.bytes.copy(larger, 0, 0, at)
    room.bytes = larger
  }
  return at
}

/** Writes one element behind its length; false when its form is not one of this type's that we know. */
type Write = (value: unknown) => boolean

const int32 = (value: number) => void room.bytes.writeInt32BE(value, take(4))

function bytes(value: unknown): boolean {
  if (!(value instanceof Uint8Array)) return false
  int32(value.length)
  const at = take(value.length)
  room.bytes.set(value, at)
  return true
}

function text(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const size = Buffer.byteLength(value)
  int32(size)
  const at = take(size)
  room.bytes.write(value, at)
  return true
}

/** Version 1 of the binary form is a byte 1 and the text (src/backend/utils/adt/jsonb.c, jsonb_recv). */
function jsonb(value: unknown): boolean {
  const json = typeof value === 'string' ? value : JSON.stringify(value)
  const size = Buffer.byteLength(json)
  int32(size + 1)
  const at = take(size + 1)
  room.bytes[at] = 1
  room.bytes.write(json, at + 1)
  return true
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function uuid(value: unknown): boolean {
  if (typeof value !== 'string' || !uuidForm.test(value)) return false
  int32(16)
  const at = take(16)
  room.bytes.write(value.slice(0, 8) + value.slice(9, 13) + value.slice(14, 18) + value.slice(19, 23) + value.slice(24), at, 'hex')
  return true
}

function int4(value: unknown): boolean {
  if (typeof value !== 'number' || (value | 0) !== value) return false
  int32(4)
  int32(value)
  return true
}

function int8(value: unknown): boolean {
  if (!Number.isSafeInteger(value)) return false
  int32(8)
  const at = take(8)
  room.bytes.writeBigInt64BE(BigInt(value as number), at)
  return true
}

function bool(value: unknown): boolean {
  if (typeof value !== 'boolean') return false
  int32(1)
  const at = take(1)
  room.bytes[at] = value ? 1 : 0
  return true
}

const y2000 = Date.UTC(2000, 0, 1)

/** Microseconds since 2000. */
function timestamptz(value: unknown): boolean {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return false
  int32(8)
  const at = take(8)
  room.bytes.writeBigInt64BE(BigInt(value.getTime() - y2000) * 1_000n, at)
  return true
}

/** Object ids of built-in types, the same everywhere (src/include/catalog/pg_type.dat), and how their elements are written. */
const types = {
  boolean: [16, bool],
  bytea: [17, bytes],
  bigint: [20, int8],
  int: [23, int4],
  integer: [23, int4],
  text: [25, text],
  timestamptz: [1184, timestamptz],
  uuid: [2950, uuid],
  tsvector: [3614, bytes],
  jsonb: [3802, jsonb],
} as const satisfies Record<string, readonly [number, Write]>

export type ElementType = keyof typeof types
export const elementTypes = Object.keys(types) as ElementType[]

/**
 * The elements as a binary array; null and undefined stand for null, `jsonb` takes JSON as text or what is to become it. Null when an element has no form that is
 * known here: then it is PostgreSQL that reads the text of them all, or refuses it.
 */
export function binaryArray(type: ElementType, elements: readonly unknown[]): Buffer | null {
  const [id, write] = types[type]
  if (room.bytes.length > mostKept) room.bytes = Buffer.allocUnsafe(64 * 1024)
  room.length = 0
  int32(elements.length === 0 ? 0 : 1)
  const nullsAt = room.length
  int32(0)
  int32(id)
  if (elements.length > 0) {
    int32(elements.length)
    int32(1) // the first index
  }
  for (const element of elements) {
    if (element === null || element === undefined) {
      room.bytes.writeInt32BE(1, nullsAt)
      int32(-1)
    } else if (!write(element)) return null
  }
  return Buffer.from(room.bytes.subarray(0, room.length))
}
