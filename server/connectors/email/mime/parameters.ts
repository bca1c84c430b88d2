import { decodeText } from './charset.ts'
import { decodeHeaderText } from './encoded-words.ts'
import { joinPieces } from './rfc2231.ts'
import type { ParameterPiece, RawParameter } from './rfc2231.ts'

/** A structured field such as Content-Type: its value in lower case and its parameters, RFC 2231 pieces joined, not yet turned into text. */
export interface StructuredField {
  value: string
  parameters: Map<string, RawParameter>
}

/** A structured field longer than this is hostile; the rest is not read. */
const longestField = 65_536

const none: StructuredField = { value: '', parameters: new Map() }

/**
 * Reads a structured field as senders write it: comments, quotes that never close, values with spaces and no quotes, missing semicolons, repeated
 * parameters (the first counts), RFC 2231 sections in any order. Linear.
 */
export function readStructuredField(raw: string | undefined): StructuredField {
  if (!raw) return none
  const scanner = new FieldScanner(raw.slice(0, longestField))
  const value = scanner.readValue()
  const pieces = scanner.readPieces()
  return { value, parameters: joinPieces(pieces) }
}

/** The parameter as text, with RFC 2047 words and raw 8-bit letters in it decoded, or null when absent. */
export function parameterText(field: StructuredField, name: string, fallback: string | null): string | null {
  const parameter = field.parameters.get(name)
  if (!parameter) return null
  if (parameter.charset === null) return decodeHeaderText(parameter.raw, fallback)
  const text = decodeText(Buffer.from(parameter.raw, 'latin1'), parameter.charset || null, fallback).text
  // Some senders put an RFC 2047 word inside an RFC 2231 value.
  return text.includes('=?') && text.includes('?=') ? decodeHeaderText(Buffer.from(text, 'utf8').toString('latin1'), 'utf-8') : text
}

/** A parameter that is a plain word (charset, boundary, method …): as sent. */
export function parameterWord(field: StructuredField, name: string): string | null {
  return field.parameters.get(name)?.raw.replaceAll('\0', '').trim() ?? null
}

const knownParameter =
  /[\s,](?:charset|name|filename|boundary|format|type|delsp|method|size|smime-type|protocol|micalg|report-type|x-[\w-]+|(?:file)?name\*\d*\*?)\s*=/i

class FieldScanner {
  private readonly raw: string
  private at = 0

  constructor(raw: string) {
    this.raw = raw
  }

  /** The leading value: "text/plain". Words after it that hold a "=" are parameters whose semicolon is missing. */
  readValue(): string {
    const { raw } = this
    let value = ''
    while (this.at < raw.length) {
      const c = raw[this.at]!
      if (c === ';') break
      if (c === '(') {
        this.skipComment()
        continue
      }
      if (c === '=') {
        const tail = Math.max(0, value.length - 200)
        const nameStart = tail + Math.max(0, value.slice(tail).search(/[\w*-]+\s*$/))
        this.at -= value.length - nameStart
        return cleanValue(value.slice(0, nameStart))
      }
      value += c
      this.at++
    }
    this.at++
    return cleanValue(value)
  }

  readPieces(): ParameterPiece[] {
    const pieces: ParameterPiece[] = []
    const { raw } = this
    while (this.at < raw.length && pieces.length < 5000) {
      this.skipSpace()
      const name = this.readName()
      if (this.at < raw.length && raw[this.at] === '=') {
        this.at++
        this.skipSpace()
        const value = raw[this.at] === '"' ? this.readQuoted() : this.readBare(name)
        if (name !== '') pieces.push({ name: name.toLowerCase(), value })
      }
      if (raw[this.at] === ';' || raw[this.at] === ',') this.at++
    }
    return pieces
  }

  private readName(): string {
    const { raw } = this
    const start = this.at
    while (this.at < raw.length && raw[this.at] !== '=' && raw[this.at] !== ';') {
      if (raw[this.at] === '(') {
        const name = raw.slice(start, this.at).trim()
        this.skipComment()
        if (name !== '') return name
        return this.readName()
      }
      this.at++
    }
    return raw
      .slice(start, this.at)
      .trim()
      .replace(/^.*[\s,"]/, '')
  }

  /** A quoted value. A backslash escapes only quote and backslash, so that C:\\files\\a.txt survives; a quote inside a file name does not end it. */
  private readQuoted(): string {
    const { raw } = this
    this.at++
    let value = ''
    let start = this.at
    while (this.at < raw.length) {
      const c = raw[this.at]!
      if (c === '\\' && (raw[this.at + 1] === '"' || raw[this.at + 1] === '\\')) {
        value += raw.slice(start, this.at)
        start = this.at + 1
        this.at += 2
        continue
      }
      if (c === '"' && this.closesQuote()) break
      this.at++
    }
    value += raw.slice(start, this.at)
    const isOpen = this.at >= raw.length
    this.at++
    if (isOpen) return this.cutAtNextParameter(value, raw.length - value.length)
    this.skipToSeparator()
    return value
  }

  /** A quote closes before a separator, the end, or another parameter; followed by more words and a further quote it is part of a file name. */
  private closesQuote(): boolean {
    const rest = this.raw.slice(this.at + 1, this.at + 200).trimStart()
    if (rest === '' || /^[;,(]/.test(rest) || /^[\w*-]{1,40}\s{0,5}=/.test(rest)) return true
    return !rest.includes('"')
  }

  /** A quote that never closes ends where the next parameter plainly begins: name="a.txt; size=3. */
  private cutAtNextParameter(value: string, valueStart: number): string {
    const cut = value.search(/;\s*(?:charset|filename|name|boundary|size|format|type|x-[\w-]+)\*?\s*=/i)
    if (cut < 0) return value.trim()
    this.at = valueStart + cut
    return value.slice(0, cut).trim()
  }

  private readBare(name: string): string {
    const { raw } = this
    const start = this.at
    while (this.at < raw.length && raw[this.at] !== ';') {
      if (raw[this.at] === '(' && this.at > start && (raw[this.at - 1] === ' ' || raw[this.at - 1] === '\t') && !isFileName(name)) break
      // An RFC 2047 word may hold a semicolon.
      if (raw[this.at] === '=' && raw[this.at + 1] === '?') {
        const end = raw.slice(this.at, this.at + 2000).search(/\?[bq]\?[^?]*\?=/i)
        if (end > 0) this.at = raw.indexOf('?=', this.at + end + 3) + 1
      }
      this.at++
    }
    let value = raw.slice(start, this.at)
    if (raw[this.at] === '(') this.skipComment()
    const next = knownParameter.exec(value.slice(0, 4000))
    if (next) {
      this.at = start + next.index
      value = value.slice(0, next.index)
    } else this.skipToSeparator()
    value = value.trim()
    if (isFileName(name)) return value.replace(/"$/, '')
    return value.split(/[\s,]/, 1)[0]!.replace(/^['"]|['"]$/g, '')
  }

  /** Junk between a value and the next ";" is dropped, unless it is a parameter whose semicolon is missing. */
  private skipToSeparator(): void {
    const { raw } = this
    while (this.at < raw.length && raw[this.at] !== ';' && raw[this.at] !== ',') {
      if (raw[this.at] === '(') this.skipComment()
      else if (/[\w]/.test(raw[this.at]!)) return
      else this.at++
    }
  }

  private skipSpace(): void {
    while (this.at < this.raw.length && this.raw.charCodeAt(this.at) <= 32) this.at++
  }

  private skipComment(): void {
    let depth = 0
    for (; this.at < this.raw.length; this.at++) {
      const c = this.raw[this.at]
      if (c === '\\') this.at++
      else if (c === '(') depth++
      else if (c === ')' && --depth === 0) {
        this.at++
        return
      }
    }
  }
}

const isFileName = (name: string) => /^(?:file)?name\b/i.test(name)

const cleanValue = (value: string) =>
  value
    .trim()
    .toLowerCase()
    .replace(/^["'<]+|["'>]+$/g, '')
    .replace(/\s*\/\s*/g, '/')
    .split(/[\s,]/, 1)[0]!
