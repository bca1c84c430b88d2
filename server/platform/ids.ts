import { randomBytes, randomFillSync } from 'node:crypto'

let lastMs = 0
let counter = 0

/** Random bytes are asked for many at a time: a call of its own for each id costs more than the rest of making it. */
const pool = Buffer.alloc(4096)
let used = pool.length

function eightRandomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return pool.subarray(used, (used += 8))
}

/**
 * A UUIDv7 (RFC 9562 §5.7) that sorts after every earlier one of this process: within a millisecond the 12 bits after the time count up,
 * and when they run out the time is borrowed from the next millisecond. 62 bits are random.
 */
export function newId<Id extends string = string>(nowMs: number = Date.now()): Id {
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = randomBytes(2).readUInt16BE() & 0x3ff
  } else if (++counter > 0xfff) {
    lastMs += 1
    counter = 0
  }
  const bytes = Buffer.allocUnsafe(16)
  eightRandomBytes().copy(bytes, 8)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
