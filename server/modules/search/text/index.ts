/**
 * Owns how texts are spelled for searching and in which language they are written; pure functions, no storage.
 * Promises that a text is found in whichever script, romanisation or accepted spelling it is asked for, and that no query makes PostgreSQL refuse.
 * Does not search: columns, indexes and the order of steps are in README.md.
 */
export { detectLanguage } from './detect-language.ts'
export type { Detection, Language } from './detection.ts'
export { highlight, type Range } from './highlight.ts'
export { indexOfKey, indexText, termQueries, tsQuery, type Width } from './index-keys.ts'
export { packVector } from './pack-vector.ts'
export { orderNumbers, plainNumber } from './order-numbers.ts'
export { rankMatches, textKeys, trigramSimilarity, type Ranked, type TextKeys } from './rank.ts'
export { romanKey, soundKeys } from './roman-key.ts'
export type { Script } from './scripts.ts'
export { phoneNumbers, searchKey, tokens, words, type Token } from './words.ts'
