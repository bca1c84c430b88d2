import { lineEnd, skipBreak } from './uuencode.ts'
import type { EncodedFile } from './uuencode.ts'

const ESCAPE = 61

/** Reads the first "=ybegin … =yend" block (yEnc draft 1.3), or null. Works on bytes: yEnc uses all but a few of the 256 values. */
export function decodeYenc(bytes: Buffer): EncodedFile | null {
  const begin = bytes.indexOf('=ybegin ', 0, 'latin1')
  if (begin < 0) return null
  let position = lineEnd(bytes, begin)
  const header = bytes.toString('latin1', begin, Math.min(position, begin + 600))
  const name = /\sname=(.+)$/.exec(header)?.[1]?.trim()
  if (name === undefined) return null
  position = skipBreak(bytes, position)
  if (bytes.toString('latin1', position, position + 7) === '=ypart ') position = skipBreak(bytes, lineEnd(bytes, position))
  const out = Buffer.allocUnsafe(bytes.length - position)
  let length = 0
  for (let i = position; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c === 10 || c === 13) continue
    if (c === ESCAPE) {
      if (bytes[i + 1] === 121 && (bytes[i - 1] === 10 || bytes[i - 1] === 13)) break
      i++
      if (i < bytes.length) out[length++] = (bytes[i]! - 64 - 42) & 255
    } else out[length++] = (c - 42) & 255
  }
  return { name, content: out.subarray(0, length) }
}

/** Takes one yEnc file out of a text part's bytes; the bytes around it remain. */
export function extractYenc(bytes: Buffer): { rest: Buffer; file: EncodedFile } | null {
  const begin = bytes.indexOf('=ybegin ', 0, 'latin1')
  if (begin < 0 || (begin > 0 && bytes[begin - 1] !== 10 && bytes[begin - 1] !== 13)) return null
  const file = decodeYenc(bytes)
  const end = bytes.indexOf('=yend', begin, 'latin1')
  if (!file || end < 0) return null
  return { rest: Buffer.concat([bytes.subarray(0, begin), bytes.subarray(skipBreak(bytes, lineEnd(bytes, end)))]), file }
}
