/** What gives a language away in Latin letters. Words are folded (no accents) and separated by blanks; romanised words in the spellings people use. */
export interface Lexicon {
  /** Words that people write again and again and that are the language's own. */
  frequent: string
  /** Other words, from which the letter sequences of the language are learned. */
  samples: string
}
