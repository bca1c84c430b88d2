import type { Context } from '../../platform/context.ts'
import type { Budget } from './budget.ts'
import { findMessages, findSimilarWords, readShown, visibleIds, type Match, type Matches, type Position, type Shown } from './queries.ts'
import { allOf, almostAllOf, anyOfWords, type SearchQuery, type Term } from './search-query.ts'

/** What asks the database in one search. */
export interface Finder {
  ctx: Context
  budget: Budget
  contactId: string | null
  /** Hits that the actor may see, as far as they have been read. */
  shown: Map<string, Shown>
  /** Called with each plan taken, for the benchmark. */
  onPlan?: ((plan: Matches['plan']) => void) | undefined
}

export interface Found {
  items: Match[]
  /** Where to go on; null when there is nothing older. */
  goOnBefore: Position | null
}

/** Rounds over hits that the actor may not see, before a short page is given out with its marker. */
const mostRounds = 4
const nearestWords = 3
/** The terms together bring so many of their newest hits; the ranking puts those first that answer several. */
const newestOfTerms = 160
/** What the ranking takes in hand: more would hold up the whole process. */
const mostCandidates = 120

/** The newest `most` hits that the actor may see. Those of hidden conversations are passed over, a few times as many as are wanted being looked at. */
export async function findVisible(finder: Finder, wanted: string, before: Position, most: number): Promise<Found> {
  const { budget } = finder
  const items: Match[] = []
  let position = before
  for (let round = 0; round < mostRounds; round++) {
    const asked = round === 0 ? most : most * 3
    const matches = await budget.ask(() => findMessages(finder.ctx, wanted, position, finder.contactId, asked))
    if (!matches) break
    finder.onPlan?.(matches.plan)
    if (matches.isPartial) budget.cut()
    const visible = await budget.ask(() => onlyVisible(finder, matches.items))
    if (!visible) break
    items.push(...visible)
    const last = matches.items.at(-1)
    const isOver = !last || matches.items.length < asked
    if (isOver || items.length >= most)
      return { items: items.slice(0, most), goOnBefore: isOver && items.length <= most ? null : positionOf(items[most - 1]!) }
    position = positionOf(last)
  }
  return { items: items.slice(0, most), goOnBefore: position === before ? null : position }
}

/** Few hits are read whole, because they are shown next; of many only whether they may be seen. */
const fewHits = 60

async function onlyVisible({ ctx, shown }: Finder, matches: Match[]): Promise<Match[]> {
  if (matches.length === 0) return matches
  if (matches.length <= fewHits) {
    for (const [messageId, one] of await readShown(
      ctx,
      matches.map((match) => match.messageId),
    ))
      shown.set(messageId, one)
    return matches.filter((match) => shown.has(match.messageId))
  }
  if (ctx.actor.kind === 'system' || (ctx.actor.kind === 'agent' && ctx.actor.role !== 'agent')) return matches
  const visible = await visibleIds(ctx, [...new Set(matches.map((match) => match.conversationId))])
  return matches.filter((match) => visible.has(match.conversationId))
}

export const positionOf = ({ at, messageId }: Match): Position => ({ at, id: messageId })

/**
 * Hits for a query that hardly anything answers as a whole: all terms but one, each term alone, and for terms that nobody has ever written the nearest words
 * of the vocabulary. Newest first, each once.
 */
export async function findAnything(finder: Finder, query: SearchQuery, before: Position, already: Match[]): Promise<Match[]> {
  const { terms } = query
  const newestPerTerm = Math.max(12, Math.floor(newestOfTerms / terms.length))
  const found: Match[][] = []
  const find = async (wanted: string, most: number) => {
    const matches = wanted ? await finder.budget.ask(() => findMessages(finder.ctx, wanted, before, finder.contactId, most)) : null
    if (!matches) return []
    finder.onPlan?.(matches.plan)
    if (matches.isPartial) finder.budget.cut()
    found.unshift(matches.items)
    return matches.items
  }
  const corrected: Term[] = []
  for (const term of terms) {
    // A single term was asked for already.
    // As written is quicker by far, and whoever spells a word as others do needs no guesses.
    const asWritten = terms.length === 1 ? already : await find(`'${term.word}'`, newestPerTerm)
    const hits = asWritten.length > 0 || terms.length === 1 ? asWritten : await find(term.wide, newestPerTerm)
    corrected.push(hits.length > 0 ? term : ((await nearestTerm(finder, term)) ?? term))
  }
  const changed = corrected.filter((term, at) => term !== terms[at])
  if (changed.length > 0 && terms.length > 1) await find(allOf(corrected), newestPerTerm)
  for (const term of changed) await find(term.wide, newestPerTerm)
  await find(almostAllOf(corrected), newestPerTerm)
  // What answers more terms was found last, and stays when there are too many.
  const candidates = new Map(found.flat().map((match) => [match.messageId, match]))
  const known = new Set(already.map((match) => match.messageId))
  const others = [...candidates.values()].filter((match) => !known.has(match.messageId)).slice(0, mostCandidates)
  const visible = (await finder.budget.ask(() => onlyVisible(finder, others))) ?? []
  return [...already, ...visible].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.messageId < b.messageId ? 1 : -1))
}

/** The term with the words that were probably meant; null for numbers, short words and those that resemble nothing. */
async function nearestTerm({ ctx, budget }: Finder, term: Term): Promise<Term | null> {
  if (term.roman.length < 4 || /\d/.test(term.roman)) return null
  const words = await budget.ask(() => findSimilarWords(ctx, term.roman, nearestWords))
  return words && words.length > 0 ? { ...term, wide: anyOfWords(words) } : null
}
