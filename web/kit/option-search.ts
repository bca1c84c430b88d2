export interface SearchableOption {
  label: string
  hint?: string
  /** Other words people type for it; not shown. */
  keywords?: string
}

/**
 * Folds text for finding: case, accents, joiners (U+200C/D) and nukta do not matter. Accents go only in Latin, where they are decoration;
 * Indic vowel signs are letters and stay. Pure.
 */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .replace(/\u200c|\u200d|\u093c/g, '')
    .normalize('NFC')
    .toLowerCase()
    .trim()
}

/**
 * The options that hold every word of the query, best first: label begins with it, a word of the label begins with it, it is inside the label,
 * it is in hint or keywords. Equal ones keep their order; an empty query keeps all. Pure; 10,000 options take about 10 ms.
 */
export function searchOptions<T extends SearchableOption>(options: readonly T[], query: string): readonly T[] {
  const folded = foldForSearch(query)
  if (!folded) return options
  const words = folded.split(/\s+/)
  const ranked: { option: T; rank: number }[] = []
  for (const option of options) {
    const label = foldForSearch(option.label)
    const rank = rankOf(label, folded)
    const all = rank < 3 ? label : `${label} ${foldForSearch(`${option.hint ?? ''} ${option.keywords ?? ''}`)}`
    if (rank < 3 || words.every((word) => all.includes(word))) ranked.push({ option, rank })
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ option }) => option)
}

function rankOf(label: string, query: string): number {
  if (label.startsWith(query)) return 0
  if (label.includes(` ${query}`)) return 1
  return label.includes(query) ? 2 : 3
}
