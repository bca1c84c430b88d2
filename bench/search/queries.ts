import { romanKey } from '../../server/modules/search/text/index.ts'
import type { Corpus } from './corpus.ts'
import { randomNumbers, type Vocabulary } from './words.ts'

export interface QueryClass {
  name: string
  queries: string[]
  /** One word as written: the bare SQL asks the same. */
  isBare: boolean
}

/** Searches of every kind, drawn by rank: the rarer half of the vocabulary, the middle, what is in every tenth message, and the hard ones. */
export function makeQueries({ english, hindi, orderNumbers }: Corpus, count: number): QueryClass[] {
  const random = randomNumbers(99)
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from))
  const many = (make: () => string) => Array.from({ length: count }, make)
  const word = ({ words }: Vocabulary, band: readonly [number, number]) => words[between(band[0], Math.min(band[1], words.length))]!
  const rare = ({ words }: Vocabulary) => [Math.floor(words.length * 0.1), Math.floor(words.length * 0.3)] as const
  const mid = [500, 3000] as const
  const common = [150, 300] as const
  const mostCommon = [5, 40] as const
  const misspell = (of: string) => {
    const at = 1 + Math.floor(random() * (of.length - 3))
    return of.slice(0, at) + of[at + 1] + of[at] + of.slice(at + 2)
  }
  const long = (vocabulary: Vocabulary) => vocabulary.words.filter((one) => one.length >= 9)
  const longEnglish = long(english)
  return [
    { name: 'rare word', isBare: true, queries: many(() => word(english, rare(english))) },
    { name: 'rare word, Hindi', isBare: true, queries: many(() => word(hindi, rare(hindi))) },
    { name: 'mid word', isBare: true, queries: many(() => word(english, mid)) },
    { name: 'mid word, Hindi', isBare: true, queries: many(() => word(hindi, mid)) },
    { name: 'common word', isBare: false, queries: many(() => word(english, common)) },
    { name: 'common word, Hindi', isBare: false, queries: many(() => word(hindi, common)) },
    { name: 'most common word', isBare: false, queries: many(() => word(english, mostCommon)) },
    { name: 'two mid words', isBare: false, queries: many(() => `${word(english, mid)} ${word(english, mid)}`) },
    { name: 'two common words', isBare: false, queries: many(() => `${word(english, common)} ${word(english, common)}`) },
    { name: 'common and rare word', isBare: false, queries: many(() => `${word(english, common)} ${word(english, rare(english))}`) },
    { name: 'six words pasted', isBare: false, queries: many(() => Array.from({ length: 6 }, () => word(english, mid)).join(' ')) },
    { name: 'beginning of a word', isBare: false, queries: many(() => longEnglish[between(0, longEnglish.length)]!.slice(0, 5)) },
    { name: 'Hindi word in Latin letters', isBare: false, queries: many(() => romanKey(word(hindi, mid))) },
    { name: 'typo', isBare: false, queries: many(() => misspell(longEnglish[between(0, longEnglish.length)]!)) },
    {
      name: 'typo and a common word',
      isBare: false,
      queries: many(() => `${word(english, common)} ${misspell(longEnglish[between(0, longEnglish.length)]!)}`),
    },
    { name: 'nothing like it', isBare: false, queries: many(() => `q${between(100, 999)}xz${between(100, 999)}`) },
    { name: 'order number', isBare: false, queries: many(() => orderNumbers[between(0, orderNumbers.length)]!) },
  ]
}
