import { brahmicBlock } from './scripts.ts'

/** Accents, nuktas, the avagraha, joiners, soft hyphens, direction marks, variation selectors: none of them tells two words apart for a search. */
const ignorable = new RegExp(
  `[${[
    '\\u0300-\\u036f',
    '\\u093c\\u09bc\\u0a3c\\u0abc\\u0b3c\\u0cbc',
    '\\u093d\\u00ad\\u034f\\u061c\\u180e',
    '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069',
    '\\ufe00-\\ufe0f\\ufeff',
  ].join('')}]`,
  'g',
)
const quotes = /[\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4]/g

/** Letters that have no Unicode decomposition but that people type without their stroke. */
const plainLatin: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const strokedLatin = /[ßæœøłđðþı]/g

const indic = /[\u0900-\u0d7f]/
const nativeDigits =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f]/g

/** Malayalam chillus and the dot reph, as base letter + virama: the older spelling once its joiner is gone (The Unicode Standard, ch. 12.9). */
const chillus: Record<string, string> = {
  ൺ: 'ണ്',
  ൻ: 'ന്',
  ർ: 'ര്',
  ൽ: 'ല്',
  ൾ: 'ള്',
  ൿ: 'ക്',
  ൔ: 'മ്',
  ൕ: 'യ്',
  ൖ: 'ഴ്',
  ൎ: 'ര്',
}
const chillu = /[\u0d7a-\u0d7f\u0d54-\u0d56\u0d4e]/g

/** Nasal + virama before a stop of its own row: हिन्दी is also written हिंदी. Tamil has no anusvara, so it is left alone. */
const homorganicNasal = new RegExp([0x0900, 0x0980, 0x0a80, 0x0c00, 0x0c80, 0x0d00].flatMap(nasalsBeforeOwnRow).join('|'), 'g')

function nasalsBeforeOwnRow(block: number): string[] {
  const letter = (offset: number) => String.fromCharCode(block + offset)
  const rows: [nasal: number, first: number, last: number][] = [
    [0x19, 0x15, 0x18],
    [0x1e, 0x1a, 0x1d],
    [0x23, 0x1f, 0x22],
    [0x28, 0x24, 0x27],
    [0x2e, 0x2a, 0x2d],
  ]
  return rows.map(([nasal, first, last]) => `${letter(nasal)}${letter(0x4d)}(?=[${letter(first)}-${letter(last)}])`)
}

/**
 * One spelling for all the ways a text may be written: lower case, no accents, no joiners, chillus and nuktas resolved, nasals unified,
 * digits in ASCII, straight quotes. Lengths change, so offsets into the result mean nothing in the original.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  // oxlint-disable-next-line no-control-regex -- the whole ASCII range is meant
  if (/^[\u0000-\u007f]*$/.test(lower)) return lower
  let folded = lower
    .normalize('NFKD')
    .replace(ignorable, '')
    .replace(quotes, "'")
    .replace(strokedLatin, (letter) => plainLatin[letter]!)
  if (indic.test(folded)) folded = foldIndic(folded)
  return folded.replace(nativeDigits, asciiDigit).normalize('NFC')
}

function foldIndic(text: string): string {
  return text
    .replace(/[\u0d00-\u0d7f]+/g, foldMalayalam)
    .replace(homorganicNasal, (nasal) => String.fromCharCode(brahmicBlock(nasal.charCodeAt(0)) + 0x02))
    .replace(/[\u0900-\u097f]+/g, foldDevanagari)
    .replace(/[\u0c00-\u0c7f]+/g, foldTelugu)
    .replace(/[\u0b80-\u0bff]+/g, foldTamil)
}

/** Chandrabindu as anusvara, the English short o as आ (ऑर्डर, आर्डर), and गयी, रुपये as गई, रुपए: both spellings are taught. */
function foldDevanagari(word: string): string {
  return word
    .replace(/\u0901/g, '\u0902')
    .replace(/\u0911/g, '\u0906')
    .replace(/\u0949/g, '\u093e')
    .replace(/[\u090d\u0972]/g, '\u090f')
    .replace(/\u0945/g, '\u0947')
    .replace(/(?<=[^\u094d])\u092f\u0940/g, '\u0908')
    .replace(/(?<=[^\u094d])\u092f\u0947/g, '\u090f')
}

/** Old letters ౘ ౙ ఱ ౚ, vocalic ఋ written రు, and the arasunna. */
function foldTelugu(word: string): string {
  return word
    .replace(/\u0c58/g, 'చ')
    .replace(/\u0c59/g, 'జ')
    .replace(/[\u0c31\u0c5a]/g, 'ర')
    .replace(/\u0c0b/g, 'రు')
    .replace(/\u0c01/g, '\u0c02')
}

/** The half-u at a word's end (ു് and ്), the two au signs, a doubled e sign typed for ai. */
function foldMalayalam(word: string): string {
  return word
    .replace(chillu, (letter) => chillus[letter]!)
    .replace(/\u0d41\u0d4d/g, '\u0d4d')
    .replace(/\u0d46\u0d57|\u0d4c/g, '\u0d57')
    .replace(/\u0d46\u0d46/g, '\u0d48')
}

/** ந and ன never contrast; the au length mark looks like ள and is typed as ள; ஶ is a rare ஸ. */
function foldTamil(word: string): string {
  return word
    .replace(/ந/g, 'ன')
    .replace(/\u0bd7/g, 'ள')
    .replace(/ஶ/g, 'ஸ')
}

function asciiDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  return String(code < 0x0900 ? code & 0x0f : (code & 0x7f) - 0x66)
}
