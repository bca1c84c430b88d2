import { fold } from './fold.ts'

/** One run of letters, marks and digits, with the marks that hold a code, an address or a contraction together inside it. */
export interface Token {
  /** UTF-16 offsets into the text as written. */
  start: number
  end: number
  /** The token in folded spelling: `ab-1234`. */
  whole: string
  /** Its pieces: `ab`, `1234`. A single plain word has itself as only piece. */
  parts: string[]
  /** The pieces written together, where people do write them so: `ab1234`. */
  glued: string | null
}

/** Joiners belong to Indic words and the soft hyphen to Latin ones, so a word is not cut at them. */
const letters = '[\\p{L}\\p{M}\\p{N}\\u00ad\\u200b-\\u200d\\u2060]'
const tokenPattern = new RegExp(`${letters}+(?:['’.,\\-\\u2010-\\u2012_/@+:&]${letters}+)*`, 'gu')

const needsCutting = /[^\p{L}\p{M}]/u
/** Also what compatibility folding leaves behind (⑴ becomes (1)). */
const connector = /[^\p{L}\p{M}\p{N}]+/u
const digitBoundary = /(?<=\d)(?=\p{L})|(?<=[\p{L}\p{M}])(?=\d)/u
/** A phone number in groups: 8 to 15 digits (E.164 allows at most 15). */
const groupedPhone = /(?<![\w-])\+?\(?\d[\d\s().-]{6,18}\d(?!\w)/g

/** The tokens of a text with their places. Pieces without any letter or digit are dropped. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  for (const match of text.matchAll(tokenPattern)) {
    const token = toToken(fold(match[0]), match.index, match.index + match[0].length)
    if (token) found.push(token)
  }
  return found
}

function toToken(whole: string, start: number, end: number): Token | null {
  if (whole === '') return null
  if (!needsCutting.test(whole)) return { start, end, whole, parts: [whole], glued: null }
  const bare = whole.replace(/(?<=\p{L}\p{M}*)'(?=\p{L})|\s/gu, '')
  const pieces = bare.split(connector).flatMap((piece) => (/\d/.test(piece) ? piece.split(digitBoundary) : [piece]))
  const parts = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece))
  if (parts.length === 0) return null
  return { start, end, whole: bare, parts, glued: parts.length > 1 ? glue(bare, parts) : null }
}

/** Codes (`AB-1234`), amounts (`1,249`) and hyphenated words (`e-mail`) are also written together; addresses and `and/or` are not. */
function glue(whole: string, parts: string[]): string | null {
  if (whole.includes('@') || parts.length > 6 || whole.length > 40) return null
  const joined = parts.join('')
  if (/\d/.test(whole)) return joined
  return /^[^.,/_+:&]+$/.test(whole) ? joined : null
}

/**
 * Every word form under which a text should be found, in order, each once: folded words, and for codes, e-mail addresses and phone numbers
 * the whole, the pieces and the glued form (`AB-1234`: `ab-1234`, `ab`, `1234`, `ab1234`).
 */
export function words(text: string): string[] {
  const forms = new Set<string>()
  for (const token of tokens(text)) {
    forms.add(token.whole)
    for (const part of token.parts) forms.add(part)
    if (token.glued) forms.add(token.glued)
  }
  for (const phone of phoneNumbers(text)) forms.add(phone)
  return [...forms]
}

/** Digits of the phone numbers in a text, as written and without the country code (the last ten digits), by which people look for them. */
export function phoneNumbers(text: string): string[] {
  if (!/\d/.test(text)) return []
  const found: string[] = []
  for (const [match] of text.matchAll(groupedPhone)) {
    const digits = match.replace(/\D/g, '')
    if (digits.length < 8 || digits.length > 15) continue
    found.push(digits)
    if (digits.length > 10) found.push(digits.slice(-10))
  }
  return found
}

/**
 * The text as folded words separated by one space, for `to_tsvector('simple', …)`. Pieces of codes and addresses follow each other, so that a
 * phrase query finds them; the glued form comes after them. Contains only letters, marks and ASCII digits: nothing the parser would cut.
 */
export function searchKey(text: string): string {
  const forms: string[] = []
  for (const written of fold(text).match(tokenPattern) ?? []) {
    if (!needsCutting.test(written)) {
      forms.push(written)
      continue
    }
    const token = toToken(written, 0, 0)
    if (!token) continue
    forms.push(...token.parts)
    if (token.glued) forms.push(token.glued)
  }
  forms.push(...phoneNumbers(text))
  return forms.join(' ')
}
