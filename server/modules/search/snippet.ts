import { highlight } from './text/index.ts'

const longest = 240
/** Words before the hit, so that it can be understood. */
const before = 60
/** Marking looks at every word; further in it would cost more than it shows. */
const looked = 6000

export interface Snippet {
  snippet: string
  /** UTF-16 offsets into `snippet`, end exclusive. */
  marks: [number, number][]
}

/** One line of a text around its first hit, with the words that answer the query marked. */
export function snippetOf(text: string, query: string): Snippet {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const cut = line.length <= longest ? line : cutAround(line, firstHit(line, query))
  return { snippet: cut, marks: highlight(cut, query).map(({ start, end }) => [start, end]) }
}

/** The word as typed is nearly always there and quickly found; else the marking finds what sounds or looks like it. */
function firstHit(line: string, query: string): number {
  const lower = line.toLowerCase()
  if (lower.length === line.length) {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word.length > 1)
    const places = words.sort((a, b) => b.length - a.length).map((word) => lower.indexOf(word))
    const place = places.find((at) => at >= 0)
    if (place !== undefined) return place
  }
  return highlight(line.slice(0, looked), query)[0]?.start ?? 0
}

/** Cuts at blanks where there are any near, and never through a character. */
function cutAround(line: string, hit: number): string {
  const from = hit <= before ? 0 : startOfWord(line, hit - before)
  const to = from + longest >= line.length ? line.length : endOfWord(line, from + longest)
  return `${from > 0 ? '…' : ''}${line.slice(from, to).trim()}${to < line.length ? '…' : ''}`
}

function startOfWord(line: string, at: number): number {
  const blank = line.indexOf(' ', at)
  return blank >= 0 && blank < at + before - 20 ? blank + 1 : startOfCharacter(line, at)
}

function endOfWord(line: string, at: number): number {
  const blank = line.lastIndexOf(' ', at)
  return blank > at - 40 ? blank : startOfCharacter(line, at)
}

/** Back to where a character with all its marks begins. */
function startOfCharacter(line: string, at: number): number {
  let place = at
  while (place > 0 && place > at - 20 && (/[\p{M}\u200c\u200d]/u.test(line[place] ?? '') || /[\uDC00-\uDFFF]/.test(line[place] ?? ''))) place--
  return place
}
