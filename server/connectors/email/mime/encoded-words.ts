import { decodeText } from './charset.ts'
import { decodeQWord } from './q-word.ts'

/**
 * A header value as text: RFC 2047 words decoded (neighbours joined before decoding, since senders split letters between them; words inside quotes too),
 * raw 8-bit bytes read as UTF-8 or `fallback` or what they look like. `raw` has one character per byte. Linear.
 */
export function decodeHeaderText(raw: string, fallback: string | null = null): string {
  if (!raw.includes('=?')) return decodeRaw(raw, fallback)
  const out: string[] = []
  const run = new WordRun()
  let literalStart = 0
  let position = raw.indexOf('=?')
  while (position >= 0) {
    const word = readWord(raw, position)
    if (!word) {
      position = raw.indexOf('=?', position + 2)
      continue
    }
    const between = raw.slice(literalStart, position)
    if (!(run.isOpen && isBlank(between))) {
      out.push(run.close(), decodeRaw(between, fallback))
    }
    out.push(run.add(word))
    literalStart = word.end
    position = raw.indexOf('=?', word.end)
  }
  out.push(run.close(), decodeRaw(raw.slice(literalStart), fallback))
  return out.join('')
}

/** One word as sent: charset label, encoding letter, encoded text, and where it ends. */
export interface EncodedWord {
  charset: string
  encoding: 'b' | 'q'
  text: string
  end: number
}

const longestCharset = 60
/** A word without its end is read up to here, or to the next white space. */
const longestOpenWord = 2000

/** The encoded word that begins at `start` ("=?"), or null. A missing "?=" is forgiven where the word ends at white space or at the end. */
export function readWord(raw: string, start: number): EncodedWord | null {
  const charsetEnd = indexWithin(raw, '?', start + 2, longestCharset)
  if (charsetEnd < 0 || charsetEnd === start + 2) return null
  const letter = raw.charCodeAt(charsetEnd + 1) | 32
  if ((letter !== 98 && letter !== 113) || raw.charCodeAt(charsetEnd + 2) !== 63) return null
  const charset = raw.slice(start + 2, charsetEnd)
  if (/[\s"<>(),;]/.test(charset)) return null
  const textStart = charsetEnd + 3
  const encoding = letter === 98 ? 'b' : 'q'
  const close = findClose(raw, textStart, encoding)
  if (close >= 0) return { charset, encoding, text: raw.slice(textStart, close), end: close + 2 }
  let end = textStart
  const limit = Math.min(raw.length, textStart + longestOpenWord)
  while (end < limit && raw.charCodeAt(end) > 32 && raw.charCodeAt(end) !== 34) end++
  return end === textStart ? null : { charset, encoding, text: raw.slice(textStart, end).replace(/\?$/, ''), end }
}

/** "?=" that ends the word. In a Q word an unescaped "?" before "=XX" is text: "what?=20now?=". */
function findClose(raw: string, from: number, encoding: 'b' | 'q'): number {
  const limit = Math.min(raw.length, from + 100_000)
  for (let i = from; i < limit; i++) {
    const c = raw.charCodeAt(i)
    if (c === 61 && raw.charCodeAt(i + 1) === 63 && i > from && opensWord(raw, i)) return -1
    if (c !== 63 || raw.charCodeAt(i + 1) !== 61) continue
    if (encoding === 'q' && /^[0-9A-F]{2}[^\s"<,;)]/.test(raw.slice(i + 2, i + 5)) && indexWithin(raw, '?=', i + 2, 80) >= 0) continue
    return i
  }
  return -1
}

const opensWord = (raw: string, at: number) => /^=\?[\w.:-]{2,40}\?[bq]\?/i.test(raw.slice(at, at + 48))

function indexWithin(raw: string, what: string, from: number, length: number): number {
  const found = raw.slice(from, from + length).indexOf(what)
  return found < 0 ? -1 : from + found
}

/** Neighbouring words of one charset: their bytes are joined, and base64 that was cut within a group of four is joined before decoding. */
class WordRun {
  isOpen = false
  private charset = ''
  private chunks: Buffer[] = []
  private base64 = ''

  /** Takes the next word; returns text that is finished, because the charset changed. */
  add(word: EncodedWord): string {
    const finished = this.isOpen && word.charset.toLowerCase() !== this.charset ? this.close() : ''
    this.isOpen = true
    this.charset = word.charset.toLowerCase()
    if (word.encoding === 'q') {
      this.flushBase64()
      this.chunks.push(decodeQWord(word.text))
    } else {
      this.base64 += word.text.replace(/[^A-Za-z0-9+/=]/g, '')
      if (this.base64.length % 4 === 0 || this.base64.endsWith('=')) this.flushBase64()
    }
    return finished
  }

  close(): string {
    if (!this.isOpen) return ''
    this.flushBase64()
    const { text } = decodeText(this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks), this.charset)
    this.isOpen = false
    this.chunks = []
    return text
  }

  private flushBase64(): void {
    if (this.base64 === '') return
    this.chunks.push(Buffer.from(this.base64, 'base64'))
    this.base64 = ''
  }
}

/** Raw bytes of a header outside encoded words. */
function decodeRaw(raw: string, fallback: string | null): string {
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i)
    if (c > 126 || c === 27) return decodeText(Buffer.from(raw, 'latin1'), null, fallback).text
  }
  return raw
}

function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 32) return false
  return true
}
