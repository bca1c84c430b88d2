import { matchWord, queryTerms, wordKeys, type QueryTerm } from './rank.ts'
import { phoneNumbers, tokens, type Token } from './words.ts'

/** UTF-16 offsets, end exclusive. */
export interface Range {
  start: number
  end: number
}

/** Below this a resemblance would puzzle the reader more than help. */
const leastMatch = 0.4

/**
 * Which words of a text to mark for a query, in order and not overlapping. For each term the best kind of agreement found anywhere in the
 * text is marked and nothing weaker, so a typo marks its word and an exact hit does not drag look-alikes along. Whole words are marked.
 */
export function highlight(text: string, query: string): Range[] {
  const found = tokens(text)
  const marked = new Set<Token>()
  for (const term of queryTerms(query)) for (const token of bestTokens(term, found)) marked.add(token)
  const ranges = [...marked].map(({ start, end }) => ({ start, end }))
  return joinRanges([...ranges, ...phoneRanges(text, query)])
}

function bestTokens(term: QueryTerm, found: Token[]): Token[] {
  // Nothing is better than the word itself, and it is found in no time.
  const exact = found.filter(({ whole, parts, glued }) => whole === term.word || glued === term.word || parts.includes(term.word))
  if (exact.length > 0) return exact
  const scored = found.map((token) => ({ token, score: matchToken(term, token) }))
  const best = Math.max(0, ...scored.map(({ score }) => score))
  if (best < leastMatch) return piecesInRow(term, found)
  return scored.filter(({ score }) => score === best).map(({ token }) => token)
}

function matchToken(term: QueryTerm, token: Token): number {
  const forms = [token.whole, ...token.parts, ...(token.glued ? [token.glued] : [])]
  return Math.max(...forms.map((word) => matchWord(term, wordKeys(word))))
}

/** `AB 1234` for `AB-1234`: the pieces as neighbours. */
function piecesInRow(term: QueryTerm, found: Token[]): Token[] {
  if (term.pieces.length < 2) return []
  for (let at = 0; at + term.pieces.length <= found.length; at++) {
    const row = found.slice(at, at + term.pieces.length)
    if (row.every((token, index) => token.whole === term.pieces[index])) return row
  }
  return []
}

/** A phone number written in groups that the query has in other groups. */
function phoneRanges(text: string, query: string): Range[] {
  const digits = query.replace(/\D/g, '')
  if (digits.length < 8) return []
  const ranges: Range[] = []
  for (const match of text.matchAll(/\+?\(?\d[\d\s().-]{6,18}\d/g)) {
    const isSame = phoneNumbers(match[0]).some(
      (phone) => phone === digits || (phone.length >= 10 && digits.endsWith(phone)) || phone.endsWith(digits),
    )
    if (isSame) ranges.push({ start: match.index, end: match.index + match[0].length })
  }
  return ranges
}

function joinRanges(ranges: Range[]): Range[] {
  const joined: Range[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end)
    else joined.push({ ...range })
  }
  return joined
}
