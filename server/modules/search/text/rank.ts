import { memo } from './memo.ts'
import { romanOfKey, soundOf } from './roman-key.ts'
import { searchKey, tokens } from './words.ts'

/** The three spellings of one word, from exact to coarse. */
interface WordKeys {
  word: string
  roman: string
  sound: string
}

/** What a text can be found by. Make it once a text; matching a query against it then takes microseconds. */
export interface TextKeys {
  words: Set<string>
  /** The distinct words with their coarser spellings. */
  vocabulary: WordKeys[]
  sounds: Set<string>
}

/** One thing the searcher typed, with every spelling that stands for it. */
export interface QueryTerm extends WordKeys {
  /** Several pieces (`ab`, `1234`) that may also stand side by side in the text; empty for a plain word. */
  pieces: string[]
}

/** How much each kind of agreement counts; measured on the query pairs in `fixtures/`. */
const weight = { exact: 1, begins: 0.9, roman: 0.85, inflected: 0.7, sound: 0.7, soundBegins: 0.5, shortSound: 0.45, similar: 0.75 }
const leastSimilarity = 0.34

export function textKeys(text: string): TextKeys {
  const words = new Set(searchKey(text).split(' '))
  words.delete('')
  const vocabulary = [...words].map(wordKeys)
  return { words, vocabulary, sounds: new Set(vocabulary.map((known) => known.sound).filter(Boolean)) }
}

/** A folded word in its three spellings. People repeat words: remembering them makes ranking and marking several times faster. */
export const wordKeys = memo(20_000, (word): WordKeys => {
  const roman = romanOfKey(word)
  return { word, roman, sound: soundOf(roman) }
})

/** The terms of a query, each once. Initials spelled out one by one (`जी एस टी`, `G.S.T.`) are one term. */
export function queryTerms(query: string): QueryTerm[] {
  const terms = new Map<string, QueryTerm>()
  const add = (word: string, pieces: string[]) => terms.set(word, { ...wordKeys(word), pieces })
  let initials: string[] = []
  const addInitials = () => {
    if (initials.length > 0) add(initials.join(''), initials.length > 1 ? initials : [])
    initials = []
  }
  for (const token of tokens(query)) {
    if (token.glued) {
      addInitials()
      add(token.glued, token.parts)
      continue
    }
    for (const part of token.parts) {
      if (isInitial(part)) initials.push(part)
      else {
        addInitials()
        add(part, [])
      }
    }
  }
  addInitials()
  return [...terms.values()]
}

/** The names of the Latin letters as Indic scripts write them, in roman keys (voiced and voiceless, since Tamil writes both alike). */
const spokenLetters = new Set('i bi pi si di ti if ji ic ki il im in u kiu ar is iu vi'.split(' '))

const isInitial = (word: string) => word.length === 1 || (word.length <= 6 && /^[\u0900-\u0d7f]+$/.test(word) && spokenLetters.has(romanOfKey(word)))

/** How well a text answers one term: 0 not at all, 1 to the letter. `scores` keeps what words of other texts were worth to the same term. */
export function matchTerm(term: QueryTerm, text: TextKeys, scores: Map<string, number> = new Map()): number {
  if (text.words.has(term.word)) return weight.exact
  if (term.pieces.length > 0 && term.pieces.every((piece) => text.words.has(piece))) return weight.begins
  let best = 0
  for (const known of text.vocabulary) {
    let score = scores.get(known.word)
    if (score === undefined) scores.set(known.word, (score = matchWord(term, known)))
    if (score > best) best = score
  }
  return best
}

/** How well one word answers one term. */
export function matchWord(term: WordKeys, known: WordKeys): number {
  if (known.word === term.word) return weight.exact
  const isNumber = /\d/.test(term.word)
  if (term.word.length >= 3 && known.word.startsWith(term.word)) return weight.begins
  if (isNumber) return term.word.length >= 10 && known.word.length >= 8 && term.word.endsWith(known.word) ? weight.begins : 0
  if (known.roman === term.roman && term.roman.length >= 2) return weight.roman
  if (term.roman.length >= 4 && known.roman.startsWith(term.roman)) return weight.roman
  if (known.roman.length >= 4 && known.roman.length >= term.roman.length * 0.6 && term.roman.startsWith(known.roman)) return weight.inflected
  const bySound = matchSound(term.sound, known.sound)
  if (term.roman.length < 4 || known.roman.length < 3) return bySound
  // A word has one trigram more than letters; words too unlike in length cannot share enough of them.
  const [short, long] = term.roman.length < known.roman.length ? [term.roman.length, known.roman.length] : [known.roman.length, term.roman.length]
  if (short + 1 < (long + 1) * leastSimilarity) return bySound
  const similarity = trigramSimilarity(term.roman, known.roman)
  return Math.max(bySound, similarity >= leastSimilarity ? similarity * weight.similar : 0)
}

/** Case endings grow at the end of Indic words, so a beginning of three sounds counts too; and compounds are written in one or in two. */
function matchSound(term: string, known: string): number {
  if (term === '') return 0
  if (term.length < 3) return known === term ? weight.shortSound : 0
  if (known === term) return weight.sound
  return known.startsWith(term) || (known.length >= 4 && term.startsWith(known)) ? weight.soundBegins : 0
}

/** Shared trigrams over all trigrams, with two blanks before and one after the word, as pg_trgm's `similarity` counts them. */
export function trigramSimilarity(one: string, other: string): number {
  const first = trigrams(one)
  const second = trigrams(other)
  let shared = 0
  for (const trigram of first) if (second.has(trigram)) shared++
  return shared / (first.size + second.size - shared)
}

const trigrams = memo(20_000, (word) => {
  const padded = `  ${word} `
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, index) => padded.slice(index, index + 3)))
})

export interface Ranked<T> {
  item: T
  score: number
}

/**
 * The candidates that answer the query, best first, equal ones in the order given. A term counts the more the fewer candidates have it,
 * so filler words need no list. Meant for the few hundred candidates that an index has found.
 */
export function rankMatches<T>(query: string, candidates: { item: T; keys: TextKeys }[]): Ranked<T>[] {
  const totals = candidates.map(({ item }) => ({ item, score: 0 }))
  for (const term of queryTerms(query)) {
    const scores = new Map<string, number>()
    const matches = candidates.map(({ keys }) => matchTerm(term, keys, scores))
    const spread = matches.reduce((sum, match) => sum + match, 0)
    const rarity = Math.log(1 + candidates.length / (0.5 + spread))
    matches.forEach((match, index) => (totals[index]!.score += match * match * rarity))
  }
  return totals.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)
}
