import { findAttributionEnding, opensWithAttribution, type Attribution } from './attribution.ts'
import { findHeaderBlock } from './header-block.ts'
import { isBlank, nextFilled, type Line } from './lines.ts'
import { isRule, readSeparator } from './separators.ts'

/** What stands above a quoted mail: an attribution, a header block, a title, or a helpdesk's answer-above-this mark. Lines `start` to `end`. */
export interface Intro {
  start: number
  end: number
  /** Characters of the first line's body that are still the customer's. */
  column: number
  kind: 'attribution' | 'header' | 'original' | 'forward' | 'marker'
  strength: 'strong' | 'weak'
}

/** Every intro among the lines, in order, not overlapping. Linear: each line is looked at a bounded number of times. */
export function findIntros(lines: Line[]): Intro[] {
  const intros: Intro[] = []
  let from = 0
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (isBlank(line)) continue
    const intro = introAt(lines, at, from)
    if (!intro) continue
    intros.push(intro)
    at = intro.end
    from = intro.end + 1
  }
  return intros
}

function introAt(lines: Line[], at: number, from: number): Intro | null {
  const { body } = lines[at]!
  const separator = readSeparator(body)
  if (separator) return { start: at, end: separator === 'marker' ? at : headerEndAfter(lines, at), column: 0, kind: separator, strength: 'strong' }
  if (isRule(body)) {
    const end = headerEndAfter(lines, at)
    return end > at ? { start: at, end, column: 0, kind: 'header', strength: 'strong' } : null
  }
  const end = findHeaderBlock(lines, at, false)
  if (end >= 0) return { start: at, end, column: 0, kind: 'header', strength: 'strong' }
  if (opensWithAttribution(lines[at]!)) return { start: at, end: at, column: 0, kind: 'attribution', strength: 'strong' }
  const found = longestAttribution(lines, at, from)
  return found && { start: found.start, end: found.end, column: found.column, kind: 'attribution', strength: found.strength }
}

/** The attribution that goes on below a line which already looks like a weak one. */
function longestAttribution(lines: Line[], at: number, from: number): Attribution | null {
  const short = findAttributionEnding(lines, at, from)
  if (short?.strength !== 'weak') return short
  for (let end = at + 1; end <= at + 2 && end < lines.length && !isBlank(lines[end]!); end++) {
    const longer = findAttributionEnding(lines, end, from)
    if (longer?.strength === 'strong' && longer.start <= short.start) return longer
  }
  return short
}

/** The end of the header block right under a title or rule, or the title itself. */
function headerEndAfter(lines: Line[], at: number): number {
  const next = nextFilled(lines, at + 1)
  if (next >= lines.length || next - at > 4) return at
  const end = findHeaderBlock(lines, next, true)
  return end >= 0 ? end : at
}
