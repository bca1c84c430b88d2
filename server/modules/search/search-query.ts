import { orderNumbers, phoneNumbers, plainNumber, romanKey, searchKey, termQueries, tsQuery } from './text/index.ts'

export interface Term {
  word: string
  roman: string
  /** The term by word, beginning, pieces or sound, for `to_tsquery`. */
  wide: string
}

/** What somebody typed, in every form in which it is looked for. Empty forms look for nothing. */
export interface SearchQuery {
  text: string
  /** Every word as written, or one of the codes. */
  exact: string
  /** Order, invoice and phone numbers: one that is found is what was meant. */
  codes: string[]
  terms: Term[]
  /** It may be the number of a conversation. */
  conversationNumber: number | null
  contact: ContactQuery | null
}

/** A search for contacts; see `search_contacts_matching` in 0001_first.sql. */
export interface ContactQuery {
  /** The patterns of the longest term, which finds the candidates. */
  longest: string
  longestRoman: string
  terms: string[]
  romans: string[]
  roman: string
}

/** Of a pasted text the first words are enough. */
const mostTerms = 12
/** Nobody's name has more words: it is a sentence. An address may have. */
const mostContactTerms = 4
const mostAddressTerms = 10

export function readQuery(text: string): SearchQuery {
  const codes = codesOf(text)
  const exact = tsQuery(text, 'exact')
  const forms = [...(exact ? [`(${exact})`] : []), ...codes.map((code) => `'${code}'`)]
  const number = /^#?\s*(\d{1,9})$/.exec(text.trim())?.[1]
  return {
    text,
    exact: forms.join(' | '),
    codes,
    terms: termQueries(text).slice(0, mostTerms),
    conversationNumber: number ? Number(number) : null,
    contact: contactQuery(text),
  }
}

/** The numbers in a query, in the form that `searchKey` gives them in a text, however they are grouped: AB-1234, ab 1234, 98765 43210. */
function codesOf(text: string): string[] {
  const whole = plainNumber(text).toLowerCase()
  const digits = whole.replace(/\D/g, '').length
  const isCode = digits >= 4 && whole.length <= 30 && whole.length - digits <= 6 && !/\p{L}{7,}/u.test(text)
  // Parts of one code would find its neighbours: inv 2026 0042 is not 2026.
  const found = new Set([...(isCode ? [whole] : orderNumbers(text).map((code) => code.toLowerCase())), ...phoneNumbers(text)])
  return [...found].filter((code) => /^[a-z0-9]{3,44}$/.test(code))
}

/** Every one of `terms`, each in its wide form. */
export const allOf = (terms: Term[]): string => terms.map((term) => term.wide).join(' & ')

/** All of them but any one; empty when there are too few for that to mean anything. */
export function almostAllOf(terms: Term[]): string {
  if (terms.length < 3 || terms.length > 8) return ''
  return terms.map((_, left) => `(${allOf(terms.filter((_term, at) => at !== left))})`).join(' | ')
}

/** The words nearest to a typo, any of them. */
export const anyOfWords = (words: string[]): string => `(${words.map((word) => `'${word}'`).join(' | ')})`

function contactQuery(text: string): ContactQuery | null {
  const words = searchKey(text).split(' ').filter(Boolean)
  if (words.length > (text.includes('@') ? mostAddressTerms : mostContactTerms) || words.every((word) => word.length < 2)) return null
  const pairs = words.map((word) => ({ word, term: pattern(word), roman: pattern(romanKey(word) || word) }))
  const longest = pairs.reduce((a, b) => (b.word.length > a.word.length ? b : a))
  return {
    longest: longest.term,
    longestRoman: longest.roman,
    terms: pairs.map(({ term }) => term),
    romans: pairs.map(({ roman }) => roman),
    roman: words.map((word) => romanKey(word)).join(' '),
  }
}

/** Beginnings of words; of numbers any part, because the last digits of a phone number are what people remember. Keys hold no LIKE wildcard. */
const pattern = (word: string) => (/^\d{3,}$/.test(word) ? `%${word}%` : `% ${word}%`)
