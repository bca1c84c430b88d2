import type { Conversation } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { visibleConversations } from '../conversations/index.ts'
import type { Budget } from './budget.ts'
import { findMessages, findSimilarWords, visibleIds, type Match, type Matches, type Position } from './queries.ts'
import { allOf, almostAllOf, anyOfWords, type SearchQuery, type Term } from './search-query.ts'

/** What asks the database in one search. */
export interface Finder {
  ctx: Context
  budget: Budget
  contactId: string | null
  /** Conversations looked at so far; null for those that the actor may not see. */
  seen: Map<string, Conversation | null>
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
/** Each single term brings its newest hits; the ranking puts those first that answer several. */
const newestPerTerm = 60

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
    items.push(...(await onlyVisible(finder, matches.items)))
    const last = matches.items.at(-1)
    const isOver = !last || matches.items.length < asked
    if (isOver || items.length >= most)
      return { items: items.slice(0, most), goOnBefore: isOver && items.length <= most ? null : positionOf(items[most - 1]!) }
    position = positionOf(last)
  }
  return { items: items.slice(0, most), goOnBefore: position === before ? null : position }
}

/** Few conversations are read whole, because they are shown next; of many only whether they may be seen. */
const fewConversations = 60

async function onlyVisible({ ctx, seen }: Finder, matches: Match[]): Promise<Match[]> {
  const unknown = [...new Set(matches.map((match) => match.conversationId))].filter((id) => !seen.has(id))
  if (unknown.length > fewConversations) {
    const seesAll = ctx.actor.kind === 'system' || (ctx.actor.kind === 'agent' && ctx.actor.role !== 'agent')
    const visible = seesAll ? null : await visibleIds(ctx, unknown)
    const hidden = new Set(visible ? unknown.filter((id) => !visible.has(id)) : [])
    for (const id of hidden) seen.set(id, null)
  } else if (unknown.length > 0) {
    for (const id of unknown) seen.set(id, null)
    for (const conversation of await visibleConversations(ctx, unknown)) seen.set(conversation.id, conversation)
  }
  return matches.filter((match) => seen.get(match.conversationId) !== null)
}

export const positionOf = ({ at, messageId }: Match): Position => ({ at, id: messageId })

/**
 * Hits for a query that hardly anything answers as a whole: all terms but one, each term alone, and for terms that nobody has ever written the nearest words
 * of the vocabulary. Newest first, each once.
 */
export async function findAnything(finder: Finder, query: SearchQuery, before: Position, already: Match[]): Promise<Match[]> {
  const { terms } = query
  const found = [already]
  const find = async (wanted: string, most: number) => {
    const { items } = wanted ? await findVisible(finder, wanted, before, most) : { items: [] }
    found.push(items)
    return items
  }
  const corrected: Term[] = []
  for (const term of terms) {
    // A single term was asked for already.
    const hits = terms.length === 1 ? already : await find(term.wide, newestPerTerm)
    corrected.push(hits.length > 0 ? term : ((await nearestTerm(finder, term)) ?? term))
  }
  const changed = corrected.filter((term, at) => term !== terms[at])
  if (changed.length > 0 && terms.length > 1) await find(allOf(corrected), newestPerTerm)
  for (const term of changed) await find(term.wide, newestPerTerm)
  await find(almostAllOf(corrected), newestPerTerm)
  const each = new Map(found.flat().map((match) => [match.messageId, match]))
  return [...each.values()].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.messageId < b.messageId ? 1 : -1))
}

/** The term with the words that were probably meant; null for numbers, short words and those that resemble nothing. */
async function nearestTerm({ ctx, budget }: Finder, term: Term): Promise<Term | null> {
  if (term.roman.length < 4 || /\d/.test(term.roman)) return null
  const words = await budget.ask(() => findSimilarWords(ctx, term.roman, nearestWords))
  return words && words.length > 0 ? { ...term, wide: anyOfWords(words) } : null
}
