import { decodeBinHex } from './binhex.ts'
import { decodeUuencode } from './uuencode.ts'
import { decodeYenc } from './yenc.ts'

export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable' | 'uuencode' | 'yenc' | 'binhex'

const LF = 10
const CR = 13
const SPACE = 32
const TAB = 9
const EQUALS = 61

/** Reads Content-Transfer-Encoding as senders write it ("Quoted_Printable;", "base 64", "(c) BASE64"). Unknown words are identity, with `isKnown` false. */
export function readTransferEncoding(raw: string): { encoding: TransferEncoding; isKnown: boolean } {
  const word = raw
    .slice(0, 200)
    .toLowerCase()
    .replace(/\([^)]{0,100}\)/g, '')
    .replace(/["'\s_-]/g, '')
    .split(/[;,]/)[0]!
  if (word === '' || /^(7bits?|8bits?|binary|none|plain|identity|ascii|8bitmime)$/.test(word)) return { encoding: 'identity', isKnown: true }
  if (/^(base64|b64)/.test(word)) return { encoding: 'base64', isKnown: true }
  if (/^(quotedprint|quotedprn|quotableprint|qp$|quotep)/.test(word)) return { encoding: 'quoted-printable', isKnown: true }
  if (/^(x?uue|x?uuencoded?)/.test(word)) return { encoding: 'uuencode', isKnown: true }
  if (/^(x?yenc)/.test(word)) return { encoding: 'yenc', isKnown: true }
  if (/^(x?binhex|x?(mac)?binhex40)/.test(word)) return { encoding: 'binhex', isKnown: true }
  return { encoding: 'identity', isKnown: false }
}

/** Undoes a transfer encoding; never fails: what is not of the encoding stays as it is. The result may share memory with `bytes`. */
export function decodeTransfer(bytes: Buffer, encoding: TransferEncoding): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(bytes)
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes)
    case 'uuencode':
      return decodeUuencode(bytes)?.content ?? bytes
    case 'yenc':
      return decodeYenc(bytes)?.content ?? bytes
    case 'binhex':
      return decodeBinHex(bytes)?.content ?? bytes
    case 'identity':
      return bytes
  }
}

const sextets = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) sextets['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(i)] = i

/**
 * Base64 of RFC 2045 §6.8: characters outside the alphabet are skipped, missing padding is supplied. After padding the stream goes on only when clean
 * base64 lines follow (streams joined end to end); a list footer after it is not decoded into garbage.
 */
export function decodeBase64(bytes: Buffer): Buffer {
  const pad = bytes.indexOf(EQUALS)
  if (pad < 0 || onlyPadding(bytes, pad)) return Buffer.from(dropUrlSafeLetters(bytes.toString('latin1')), 'base64')
  return decodeJoinedBase64(bytes)
}

function onlyPadding(bytes: Buffer, from: number): boolean {
  for (let i = from; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c !== EQUALS && c !== CR && c !== LF && c !== SPACE && c !== TAB) return false
  }
  return true
}

function decodeJoinedBase64(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(Math.ceil((bytes.length * 3) / 4) + 3)
  let length = 0
  let quantum = 0
  let held = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c === EQUALS) {
      if (held < 2) continue
      if (held === 2) out[length++] = quantum >> 4
      else {
        out[length++] = quantum >> 10
        out[length++] = (quantum >> 2) & 255
      }
      quantum = held = 0
      i = skipPadding(bytes, i)
      if (!isBase64Line(bytes, i + 1)) break
      continue
    }
    const sextet = sextets[c]!
    if (sextet < 0) continue
    quantum = (quantum << 6) | sextet
    if (++held < 4) continue
    out[length++] = quantum >> 16
    out[length++] = (quantum >> 8) & 255
    out[length++] = quantum & 255
    quantum = held = 0
  }
  if (held === 2) out[length++] = quantum >> 4
  if (held === 3) {
    out[length++] = quantum >> 10
    out[length++] = (quantum >> 2) & 255
  }
  return out.subarray(0, length)
}

function skipPadding(bytes: Buffer, at: number): number {
  let i = at
  while (i + 1 < bytes.length && (bytes[i + 1] === EQUALS || bytes[i + 1]! <= SPACE)) i++
  return i
}

/** Does a line of clean base64 begin here: whole quanta, nothing outside the alphabet? */
function isBase64Line(bytes: Buffer, start: number): boolean {
  let i = start
  while (i < bytes.length && sextets[bytes[i]!]! >= 0) i++
  const letters = i - start
  while (i < bytes.length && bytes[i] === EQUALS) i++
  if (i - start < 4 || letters < 2 || (i - start) % 4 !== 0) return false
  return i >= bytes.length || bytes[i]! <= SPACE
}

/** Text declared base64 that is none: some senders label plain text so. True when too much of it lies outside the alphabet. */
export function isPlainlyNotBase64(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 4096)
  let foreign = 0
  let innerSpaces = 0
  for (let i = 0; i < sample.length; i++) {
    const c = sample[i]!
    if (c === SPACE && i > 0 && sample[i - 1]! > SPACE && i + 1 < sample.length && sample[i + 1]! > SPACE) innerSpaces++
    else if (c > SPACE && c !== EQUALS && sextets[c]! < 0) foreign++
  }
  return (foreign + innerSpaces) * 20 > sample.length
}

const hexDigits = new Int8Array(256).fill(-1)
for (let i = 0; i < 10; i++) hexDigits[48 + i] = i
for (let i = 0; i < 6; i++) hexDigits[65 + i] = hexDigits[97 + i] = 10 + i

/** Quoted-printable of RFC 2045 §6.7, leniently: white space at line ends goes, "=" without two hex digits stays as sent, small hex letters count. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  /** Length up to the last byte that white space at a line end may not remove. */
  let solid = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c === LF || c === CR) {
      if (!(c === LF && bytes[i - 1] === CR)) length = solid
      out[length++] = c
      solid = length
    } else if (c === EQUALS) {
      const high = hexDigits[bytes[i + 1]!] ?? -1
      const low = hexDigits[bytes[i + 2]!] ?? -1
      if (high >= 0 && low >= 0) {
        out[length++] = (high << 4) | low
        i += 2
      } else {
        const next = softBreakEnd(bytes, i)
        if (next > 0) i = next - 1
        else out[length++] = c
      }
      solid = length
    } else {
      out[length++] = c
      if (c !== SPACE && c !== TAB) solid = length
    }
  }
  return out.subarray(0, length)
}

/** Offset after the soft line break that begins with "=" at `at`, or 0. White space that gateways add after the "=" belongs to it. */
function softBreakEnd(bytes: Buffer, at: number): number {
  let i = at + 1
  while (i < bytes.length && i - at < 200 && (bytes[i] === SPACE || bytes[i] === TAB)) i++
  if (i >= bytes.length) return bytes.length
  if (bytes[i] === LF) return i + 1
  if (bytes[i] !== CR) return 0
  // CRCRLF is one line end; where CR alone ends lines, a second CR is the next one.
  const first = i + 1
  while (i < bytes.length && i - at < 204 && bytes[i] === CR) i++
  return bytes[i] === LF ? i + 1 : first
}

/** Node reads "-" and "_" as letters of the URL alphabet; in mail they are junk to be skipped. */
const dropUrlSafeLetters = (text: string) => (text.includes('-') || text.includes('_') ? text.replaceAll(/[-_]/g, '') : text)
