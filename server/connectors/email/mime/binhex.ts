import type { EncodedFile } from './uuencode.ts'

const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const sextets = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) sextets[alphabet.charCodeAt(i)] = i
const RUN = 0x90

/** Reads a BinHex 4.0 file (RFC 1741): its data fork and name, or null when there is none. The resource fork is left behind. */
export function decodeBinHex(bytes: Buffer): EncodedFile | null {
  const banner = bytes.indexOf('BinHex 4', 0, 'latin1')
  const start = bytes.indexOf(':', banner < 0 ? 0 : bytes.indexOf(')', banner) + 1)
  if (start < 0) return null
  const plain = expandRuns(readSextets(bytes, start + 1))
  const nameLength = plain[0] ?? 0
  const forks = 1 + nameLength + 1 + 4 + 4 + 2
  if (nameLength === 0 || nameLength > 63 || plain.length < forks + 10) return null
  const size = plain.readUInt32BE(forks)
  const content = plain.subarray(forks + 10, forks + 10 + size)
  return { name: plain.toString('latin1', 1, 1 + nameLength), content }
}

function readSextets(bytes: Buffer, start: number): Buffer {
  const out = Buffer.allocUnsafe(Math.ceil(((bytes.length - start) * 3) / 4) + 1)
  let length = 0
  let held = 0
  let bits = 0
  for (let i = start; i < bytes.length && bytes[i] !== 58; i++) {
    const sextet = sextets[bytes[i]!]!
    if (sextet < 0) continue
    bits = ((bits << 6) | sextet) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    out[length++] = (bits >> held) & 255
  }
  return out.subarray(0, length)
}

/** 0x90 n repeats the byte before it to n in all; 0x90 00 is a literal 0x90. A file can grow 85 fold at most; it is cut at 64 MB. */
function expandRuns(packed: Buffer): Buffer {
  let size = 0
  for (let i = 0; i < packed.length; i++) size += packed[i] === RUN ? Math.max(1, packed[++i] ?? 1) : 1
  const out = Buffer.alloc(Math.min(size, 67_108_864))
  let length = 0
  for (let i = 0; i < packed.length && length < out.length; i++) {
    const c = packed[i]!
    if (c !== RUN) {
      out[length++] = c
      continue
    }
    const count = packed[++i] ?? 0
    if (count === 0) out[length++] = RUN
    else {
      const repeated = length > 0 ? out[length - 1]! : 0
      out.fill(repeated, length, Math.min(length + count - 1, out.length))
      length = Math.min(length + count - 1, out.length)
    }
  }
  return out.subarray(0, length)
}
