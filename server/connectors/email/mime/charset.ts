import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import iconv from 'iconv-lite'
import { iconvCharsets, resolveCharset } from './charset-names.ts'
import { detectCharset, isMostlyUtf8 } from './charset-detection.ts'
import { decodeHz, decodeIso2022Cn, decodeIso2022Kr } from './iso-2022.ts'

export interface DecodedText {
  text: string
  /** What the bytes were read as. */
  charset: string
}

/** Charsets whose 7-bit form does not mean ASCII. */
const stateful = new Set([
  'iso-2022-jp',
  'iso-2022-kr',
  'iso-2022-cn',
  'hz-gb-2312',
  'utf-7',
  'utf-7-imap',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'utf-32',
  'utf-32le',
  'utf-32be',
])
const latin = new Set(['us-ascii', 'iso-8859-1', 'windows-1252', 'iso-8859-15'])
const doubleByte = new Set(['shift_jis', 'euc-jp', 'gbk', 'gb18030', 'big5', 'euc-kr'])
const ESCAPE = 27

/**
 * Turns bytes into text: by the label when it fits, by what the bytes are when it is wrong, unknown or missing. Never fails. An ISO-8859-1 label
 * means windows-1252, as in every browser (encoding.spec.whatwg.org, labels). `fallback` is asked before
 * guessing, for text that has no label itself and is not UTF-8.
 */
export function decodeText(bytes: Buffer, label: string | null, fallback: string | null = null): DecodedText {
  if (bytes.length === 0) return { text: '', charset: 'us-ascii' }
  const named = resolveCharset(label)
  const charset = named ?? (fallback === null || isUtf8(bytes) ? null : resolveCharset(fallback))
  if (isAscii(bytes) && (charset === null || !stateful.has(charset))) return decodeAscii(bytes)
  const marked = decodeByMark(bytes, charset)
  if (marked) return marked
  if (charset === null) return decodeUnlabelled(bytes)
  if (charset === 'utf-8') return isUtf8(bytes) ? decodeAs(bytes, 'utf-8') : decodeBrokenUtf8(bytes)
  if (stateful.has(charset)) return decodeStateful(bytes, charset)
  if (isUtf8(bytes) && isSurelyUtf8(bytes, charset)) return decodeAs(bytes, 'utf-8')
  if (charset === 'us-ascii') return decodeUnlabelled(bytes)
  if (doubleByte.has(charset) && isWesternPunctuation(bytes)) return decodeAs(bytes, 'windows-1252')
  if (latin.has(charset)) return decodeAs(bytes, namesWrongScript(bytes) ?? charset)
  return decodeAs(bytes, charset)
}

/** Is text of this label so, or was something else found? For the note to the reader of the raw mail. */
export function sameCharset(label: string | null, found: string): boolean {
  const named = resolveCharset(label)
  return (
    named === found ||
    found === 'us-ascii' ||
    (named === 'iso-8859-1' && found === 'windows-1252') ||
    (named?.startsWith('utf-16') === true && found.startsWith('utf-16'))
  )
}

/** ISO-2022 text is 7-bit: with no label, or an ASCII one, only its escapes tell. */
function decodeAscii(bytes: Buffer): DecodedText {
  if (bytes.includes(0)) {
    const charset = detectCharset(bytes)
    if (charset.startsWith('utf-16')) return decodeAs(bytes, charset)
  }
  const escape = bytes.indexOf(ESCAPE)
  if (escape >= 0 && (bytes[escape + 1] === 36 || bytes[escape + 1] === 40)) {
    const charset = bytes.indexOf('\u001b$)C', escape, 'latin1') >= 0 ? 'iso-2022-kr' : 'iso-2022-jp'
    const decoded = decodeStateful(bytes, charset)
    if (!decoded.text.includes('\ufffd')) return decoded
  }
  return { text: bytes.toString('latin1'), charset: 'us-ascii' }
}

/** A byte order mark outweighs the label, except that FF FE counts only where UTF-16 is plausible. */
function decodeByMark(bytes: Buffer, charset: string | null): DecodedText | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && isUtf8(bytes)) return decodeAs(bytes, 'utf-8')
  const isUnicode = charset === null || charset.startsWith('utf-') || latin.has(charset)
  if (!isUnicode || bytes.length < 2) return null
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? decodeAs(bytes, 'utf-32le') : decodeAs(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, 'utf-16be')
  return null
}

function decodeUnlabelled(bytes: Buffer): DecodedText {
  return isUtf8(bytes) ? decodeAs(bytes, 'utf-8') : decodeAs(bytes, isMostlyUtf8(bytes) ? 'utf-8' : detectCharset(bytes))
}

/** Labelled UTF-8 and not: a few broken letters keep the label, otherwise the bytes decide. */
function decodeBrokenUtf8(bytes: Buffer): DecodedText {
  return decodeAs(bytes, isMostlyUtf8(bytes) ? 'utf-8' : detectCharset(bytes))
}

function decodeStateful(bytes: Buffer, charset: string): DecodedText {
  if (charset === 'iso-2022-kr') return { text: decodeIso2022Kr(bytes), charset }
  if (charset === 'iso-2022-cn') return { text: decodeIso2022Cn(bytes), charset }
  if (charset === 'hz-gb-2312') return { text: decodeHz(bytes), charset }
  if (charset === 'utf-16') return decodeAs(bytes, guessUtf16(bytes))
  if (charset.startsWith('utf-16') && !looksUtf16(bytes)) return decodeText(bytes, null)
  if (charset === 'iso-2022-jp' && !bytes.includes(ESCAPE) && !isAscii(bytes)) return decodeUnlabelled(bytes)
  if (charset === 'iso-2022-jp' && !isAscii(bytes)) return decodeMixedJapanese(bytes)
  return decodeAs(bytes, charset)
}

/** 8-bit bytes within ISO-2022-JP are Shift_JIS half-width letters or another charset's; the escaped runs are read as such. */
function decodeMixedJapanese(bytes: Buffer): DecodedText {
  const whole = decodeAs(bytes, 'iso-2022-jp')
  if (!whole.text.includes('\ufffd') || countOf(bytes, ESCAPE, mostRuns) >= mostRuns) return whole
  let text = ''
  let start = 0
  let isWide = false
  for (let i = bytes.indexOf(ESCAPE); i >= 0; i = bytes.indexOf(ESCAPE, i + 1)) {
    text += decodeRun(bytes.subarray(start, i), isWide)
    start = i
    isWide = bytes[i + 1] === 36
  }
  return { text: text + decodeRun(bytes.subarray(start), isWide), charset: 'iso-2022-jp' }
}

/** Text with more escapes than this is hostile and is not read run by run. */
const mostRuns = 5000

function countOf(bytes: Buffer, byte: number, enough: number): number {
  let count = 0
  for (let i = bytes.indexOf(byte); i >= 0 && count < enough; i = bytes.indexOf(byte, i + 1)) count++
  return count
}

function decodeRun(run: Buffer, isWide: boolean): string {
  if (isWide || isAscii(run)) return decodeAs(run, 'iso-2022-jp').text
  const skip = run[0] === ESCAPE ? 3 : 0
  return decodeUnlabelled(run.subarray(skip)).text
}

const looksUtf16 = (bytes: Buffer) => bytes.length < 2 || bytes.subarray(0, 512).includes(0) || !isAscii(bytes.subarray(0, 512))

function guessUtf16(bytes: Buffer): string {
  let evenZeros = 0
  let oddZeros = 0
  for (let i = 0; i + 1 < Math.min(bytes.length, 2000); i += 2) {
    if (bytes[i] === 0) evenZeros++
    if (bytes[i + 1] === 0) oddZeros++
  }
  return evenZeros > oddZeros ? 'utf-16be' : evenZeros + oddZeros === 0 && isAscii(bytes) ? 'us-ascii' : 'utf-16le'
}

/**
 * Valid UTF-8 under another label is UTF-8 when chance is no explanation: one letter suffices against a Latin label, four against any other (GBK and
 * Big5 text of four letters that is also strict UTF-8 does not occur in practice).
 */
function isSurelyUtf8(bytes: Buffer, charset: string): boolean {
  let needed = latin.has(charset) ? 1 : doubleByte.has(charset) ? 4 : 2
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0xc0 && --needed === 0) return true
  return false
}

/**
 * Under a Latin label, text whose high bytes nearly all stand side by side is of another script, when they are of many kinds and make words of their own:
 * rulers ("°°°°"), the same few accented letters over and over, and words that mix them with ASCII letters are Latin after all.
 */
function namesWrongScript(bytes: Buffer): string | null {
  const seen = new Set<number>()
  let high = 0
  let beside = 0
  let mixed = 0
  const end = Math.min(bytes.length, 20_000)
  for (let i = 0; i < end; i++) {
    const c = bytes[i]!
    if (c < 0xa0) continue
    high++
    seen.add(c)
    const before = bytes[i - 1] ?? 0
    const after = bytes[i + 1] ?? 0
    if (before >= 0x80 || after >= 0x80) beside++
    else if (isAsciiLetter(before) || isAsciiLetter(after)) mixed++
  }
  if (high < 20 || seen.size < 10 || beside < high * 0.95 || mixed * 50 > high) return null
  const found = detectCharset(bytes)
  return latin.has(found) ? null : found
}

const isAsciiLetter = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122)

/**
 * Under a double-byte label, text whose only high bytes are single windows-1252 quotes, dashes and dots between ASCII characters is windows-1252: programs
 * put the label of their country on English text.
 */
function isWesternPunctuation(bytes: Buffer): boolean {
  let found = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c < 0x80) continue
    const isSign = c === 0x85 || (c >= 0x91 && c <= 0x97)
    if (!isSign || (bytes[i + 1] ?? 0) >= 0x80) return false
    found++
  }
  return found > 0
}

const decoders = new Map<string, TextDecoder>()

function decodeAs(bytes: Buffer, charset: string): DecodedText {
  if (charset === 'utf-8') return { text: withoutMark(bytes.toString('utf8')), charset }
  if (charset === 'us-ascii') return { text: bytes.toString('latin1'), charset }
  if (iconvCharsets.has(charset)) return { text: withoutMark(iconv.decode(bytes, charset)), charset }
  let decoder = decoders.get(charset)
  if (!decoder) decoders.set(charset, (decoder = new TextDecoder(charset)))
  const name = charset === 'iso-8859-1' ? 'windows-1252' : charset
  return { text: decoder.decode(bytes), charset: name }
}

const withoutMark = (text: string) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** What an HTML document says of itself in its first 4 kB, for those whose header names no charset. */
export function metaCharset(content: Buffer): string | null {
  return /<meta[^>]{0,300}charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})/i.exec(content.toString('latin1', 0, 4096))?.[1] ?? null
}
