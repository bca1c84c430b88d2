const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * One or two letters for a name: the first whole letter (grapheme cluster, so లక్ష్మి gives ల or its conjunct as the segmenter sees it, never a lone vowel sign)
 * of the first and last word. Addresses give the first letter; an empty name gives "?". Pure.
 */
export function initialsOf(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean)
  const first = words[0]
  const last = words.length > 1 ? words.at(-1) : undefined
  if (!first) return '?'
  // Two Indic clusters are too wide for a small circle; one is how such names are abbreviated.
  return isLatin(first) && last && isLatin(last) ? firstLetter(first) + firstLetter(last) : firstLetter(first)
}

/** A number below `count` that is the same for the same text, everywhere. Pure (FNV-1a, 32 bit). */
export function pickByText(text: string, count: number): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return hash % count
}

const isLatin = (word: string) => /^[\p{Script=Latin}\p{N}]/u.test(word)

function firstLetter(word: string): string {
  const [first] = graphemes.segment(word)
  return first ? first.segment.toLocaleUpperCase('und') : ''
}
