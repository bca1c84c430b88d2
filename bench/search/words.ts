import { romanKey, soundKeys } from '../../server/modules/search/text/roman-key.ts'
import { searchKey } from '../../server/modules/search/text/words.ts'

/** Numbers in 0…1, the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The words of one language by rank, each with the sound it is indexed under ('' for none), and a way to draw them as people use them. */
export interface Vocabulary {
  words: string[]
  sounds: string[]
  /** A rank, by Zipf's law with exponent 1. */
  draw(): number
}

const latin = {
  heads: 'b c d f g h j k l m n p r s t v w br cl cr dr fl gr pl pr sh sl sp st th tr'.split(' '),
  vowels: 'a e i o u ai ea ee oo ou'.split(' '),
  tails: ['', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'st', 'ck'],
}
const devanagari = {
  heads: 'क ख ग घ च छ ज झ ट ठ ड ढ त थ द ध न प फ ब भ म य र ल व श स ह'.split(' '),
  vowels: ['', 'ा', 'ि', 'ी', 'ु', 'ू', 'े', 'ै', 'ो'],
  tails: ['', '', '', 'र', 'न', 'ल', 'त', 'म'],
}

/** Made-up words of one to four syllables, short ones for the frequent ranks as in real languages. */
export function makeVocabulary(script: 'latin' | 'devanagari', size: number, random: () => number): Vocabulary {
  const { heads, vowels, tails } = script === 'latin' ? latin : devanagari
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!
  const known = new Set<string>()
  while (known.size < size) {
    const syllables = Math.min(4, 1 + Math.floor(Math.log10(known.size + 10) * 0.6 + random() * 1.2))
    const word = Array.from({ length: syllables }, () => pick(heads) + pick(vowels)).join('') + pick(tails)
    // Only words that are spelled for searching as they are written, so that the index text can be put together from parts.
    if (searchKey(word) === word) known.add(word)
  }
  const words = [...known]
  return { words, sounds: words.map((word) => soundKeys(romanKey(word))[0] ?? ''), draw: drawByZipf(size, random) }
}

function drawByZipf(size: number, random: () => number): () => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 2.7)
  // A table of first guesses makes a draw two or three steps instead of seventeen.
  const guesses = new Int32Array(65_537)
  for (let at = 0, rank = 0; at <= 65_536; at++) {
    while (rank < size - 1 && sums[rank]! < (at / 65_536) * sum) rank++
    guesses[at] = rank
  }
  return () => {
    const share = random()
    const wanted = share * sum
    let low = guesses[Math.floor(share * 65_536)]!
    let high = guesses[Math.floor(share * 65_536) + 1]!
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
