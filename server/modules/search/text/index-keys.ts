import { soundMark } from './pack-vector.ts'
import { queryTerms, type QueryTerm } from './rank.ts'
import { soundsOfKey } from './roman-key.ts'
import { searchKey } from './words.ts'

/**
 * What to index a text under: its `searchKey`, then its sound keys, marked. For `to_tsvector('simple', …)`; found by `tsQuery`.
 * `withSounds: false` leaves the coarse keys out, which halves the index for texts that are surely plain English.
 */
export function indexText(text: string, options: { withSounds?: boolean } = {}): string {
  const key = searchKey(text)
  return options.withSounds === false ? key : indexOfKey(key)
}

/** `indexText` of a text that is folded already (the output of `searchKey`). */
export function indexOfKey(key: string): string {
  return key === '' ? '' : [key, ...[...soundsOfKey(key)].map((sound) => soundMark + sound)].join(' ')
}

/**
 * How wide a search is: `exact` asks for every word as written, `all` for every term by word, beginning, pieces or sound, `any` for at least
 * one of them so. Ask in this order and stop when there is a page of hits: each step costs more than the one before.
 */
export type Width = 'exact' | 'all' | 'any'

/** The query for `to_tsquery('simple', …)` over `indexText`. Empty when nothing can be searched for; PostgreSQL never refuses it. */
export function tsQuery(query: string, width: Width = 'all'): string {
  const terms = queryTerms(query)
  if (width === 'exact') return terms.map((term) => `'${term.word}'`).join(' & ')
  return terms.map(termQuery).join(width === 'all' ? ' & ' : ' | ')
}

/** Each term of a query with the query for that term alone (as in `tsQuery(…, 'any')`), for searches that ask for some of the terms. */
export function termQueries(query: string): { word: string; roman: string; wide: string }[] {
  return queryTerms(query).map((term) => ({ word: term.word, roman: term.roman, wide: termQuery(term) }))
}

function termQuery(term: QueryTerm): string {
  const ways = [`'${term.word}'${term.word.length >= 3 ? ':*' : ''}`]
  if (term.pieces.length > 1) ways.push(`(${term.pieces.map((piece) => `'${piece}'`).join(' <-> ')})`)
  if (term.sound) ways.push(`'${soundMark}${term.sound}'${term.sound.length >= 3 ? ':*' : ''}`)
  return ways.length === 1 ? ways[0]! : `(${ways.join(' | ')})`
}
