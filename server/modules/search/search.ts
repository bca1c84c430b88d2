import type { z } from 'zod'
import type { SearchHit } from '../../../contract/api/tools.ts'
import type { Contact } from '../../../contract/contact.ts'
import type { Conversation } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { contactsById } from '../contacts/index.ts'
import { visibleConversations } from '../conversations/index.ts'
import { OutOfTime, searchLimits, startBudget, type SearchLimits } from './budget.ts'
import { packSearchCursor, pinnedAt, readSearchCursor, type SearchCursor } from './cursor.ts'
import { findAnything, findVisible, positionOf, type Finder } from './find-matches.ts'
import { beginning, conversationIdByNumber, findContactIds, readShown, textsOf, type Match, type Position } from './queries.ts'
import { allOf, readQuery, type SearchQuery } from './search-query.ts'
import { snippetOf } from './snippet.ts'
import { rankMatches, textKeys } from './text/index.ts'

type Hit = z.infer<typeof SearchHit>
export interface SearchAnswer {
  hits: Hit[]
  contacts: Contact[]
  /** Time ran out: there may be more than this. */
  isPartial: boolean
  next: string | null
}
export interface SearchInput {
  q: string
  contact?: string | undefined
  after?: string | undefined
  limit: number
}
export interface SearchOptions {
  limits?: SearchLimits
  onPlan?: Finder['onPlan']
}

/** With so many hits for the words as written nobody needs guesses. */
const enough = 10
/** So many of the newest hits are put in order of quality together. */
const ranked = 100
/** When so little time is left, on a busy machine; ranking takes processor time that no limit breaks off. */
const lateMs = 250
const rankedLate = 30
const rankedText = 2000
/** Of the hits for only some of the words, those this far below the best are noise. */
const leastShare = 0.3
const mostContacts = 8

interface Page {
  width: SearchCursor['width']
  matches: Match[]
  next: SearchCursor | null
}

/**
 * Messages by what they say, contacts by name and address. The words as written, newest first; when that finds little, also other scripts, spellings,
 * beginnings and typos, the best first. An order or phone number is found exactly, a conversation by its number. Only what the actor may see.
 * Stays within `limits`: what is found until then comes with `isPartial`. Errors: `request.bad_cursor`.
 */
export async function search(ctx: Context, input: SearchInput, options: SearchOptions = {}): Promise<SearchAnswer> {
  try {
    return await searchInTime(ctx, input, options)
  } catch (error) {
    if (error instanceof OutOfTime) return { hits: [], contacts: [], isPartial: true, next: null }
    throw error
  }
}

async function searchInTime(ctx: Context, input: SearchInput, { limits = searchLimits, onPlan }: SearchOptions): Promise<SearchAnswer> {
  const cursor = input.after ? readSearchCursor(input.after) : null
  const query = readQuery(input.q)
  const budget = startBudget(ctx, limits)
  const finder: Finder = { ctx, budget, contactId: input.contact ?? null, shown: new Map(), onPlan }
  const page = cursor ? await findPage(finder, query, cursor, input.limit) : await findFirstPage(finder, query, input.limit)
  const isFirst = !cursor && !input.contact
  const contacts = isFirst ? await findContacts(finder, query, page.width !== 'exact' && !budget.isCut) : []
  await budget.end()
  const numbered = isFirst && query.conversationNumber !== null ? await conversationIdByNumber(ctx, query.conversationNumber) : null
  return {
    hits: await toHits(finder, query, page.matches, numbered),
    contacts,
    isPartial: budget.isCut,
    next: page.next && packSearchCursor(page.next),
  }
}

async function findFirstPage(finder: Finder, query: SearchQuery, limit: number): Promise<Page> {
  if (!query.exact) return { width: 'exact', matches: [], next: null }
  const exact = await findPage(finder, query, { width: 'exact', before: beginning, offset: 0 }, limit)
  const isEnough = exact.matches.length >= Math.min(enough, limit) || (query.codes.length > 0 && exact.matches.length > 0)
  if (isEnough || finder.budget.isCut) return exact
  const all = await findVisible(finder, allOf(query.terms), beginning, ranked)
  // Pinned, so that later pages are cut from the same heap.
  const before = all.items[0] ? pinnedAt(all.items[0].at) : beginning
  if (all.items.length >= Math.min(enough, limit)) return rankedPage(finder, query, all, { width: 'all', before, offset: 0 }, limit)
  return anyPage(finder, query, all.items, { width: 'any', before: beginning, offset: 0 }, limit)
}

async function findPage(finder: Finder, query: SearchQuery, cursor: SearchCursor, limit: number): Promise<Page> {
  if (!query.exact) return { width: 'exact', matches: [], next: null }
  if (cursor.width === 'exact') {
    const { items, goOnBefore } = await findVisible(finder, query.exact, cursor.before, limit + 1)
    const matches = items.slice(0, limit)
    const before = items.length > limit ? positionOf(matches.at(-1)!) : goOnBefore
    return { width: 'exact', matches, next: before && { width: 'exact', before, offset: 0 } }
  }
  const all = await findVisible(finder, allOf(query.terms), cursor.before, ranked)
  return cursor.width === 'all' ? rankedPage(finder, query, all, cursor, limit) : anyPage(finder, query, all.items, cursor, limit)
}

/** A page out of one heap; after its last hit the next heap begins where this one ended. */
async function rankedPage(
  finder: Finder,
  query: SearchQuery,
  heap: { items: Match[]; goOnBefore: Position | null },
  cursor: SearchCursor,
  limit: number,
): Promise<Page> {
  const inOrder = await rank(finder, query, heap.items)
  const end = cursor.offset + limit
  const next = end < inOrder.length ? { ...cursor, offset: end } : heap.goOnBefore && { width: 'all' as const, before: heap.goOnBefore, offset: 0 }
  return { width: 'all', matches: inOrder.slice(cursor.offset, end).map(({ item }) => item), next }
}

async function anyPage(finder: Finder, query: SearchQuery, already: Match[], cursor: SearchCursor, limit: number): Promise<Page> {
  const heap = await findAnything(finder, query, cursor.before, already)
  const inOrder = await rank(finder, query, heap)
  const good = inOrder.filter(({ score }) => score >= inOrder[0]!.score * leastShare)
  const end = cursor.offset + limit
  const next = end < good.length ? { width: 'any' as const, before: pinnedAt(heap[0]!.at), offset: end } : null
  return { width: 'any', matches: good.slice(cursor.offset, end).map(({ item }) => item), next }
}

/** Best first, the newer of equals first. */
async function rank({ ctx, budget }: Finder, query: SearchQuery, matches: Match[]) {
  if (matches.length === 0) return []
  await budget.end()
  const heap = budget.isCut || budget.leftMs < lateMs ? matches.slice(0, rankedLate) : matches
  const texts = await textsOf(
    ctx,
    heap.map((match) => match.messageId),
    rankedText,
  )
  const candidates = heap.map((item) => ({ item, keys: textKeys(texts.get(item.messageId) ?? '') }))
  const inOrder = rankMatches(query.text, candidates)
  // What the ranking cannot explain (a word that the vocabulary offered for a typo) was found all the same and comes last.
  const known = new Set(inOrder.map(({ item }) => item))
  return [...inOrder, ...matches.filter((match) => !known.has(match)).map((item) => ({ item, score: 0 }))]
}

/** Names are guessed at too when the words as written were of no use. */
async function findContacts({ ctx, budget }: Finder, { contact }: SearchQuery, mayGuess: boolean): Promise<Contact[]> {
  if (!contact) return []
  const ids = await budget.ask(() => findContactIds(ctx, contact, false, mostContacts))
  if (!ids) return []
  if (mayGuess && ids.length === 0 && contact.roman.length >= 4 && !/\d/.test(contact.roman))
    ids.push(...((await budget.ask(() => findContactIds(ctx, contact, true, mostContacts))) ?? []))
  if (ids.length === 0) return []
  const contacts = new Map((await contactsById(ctx, ids)).map((one) => [one.id as string, one]))
  return ids.flatMap((id) => contacts.get(id) ?? [])
}

async function toHits({ ctx, shown }: Finder, query: SearchQuery, matches: Match[], numbered: string | null): Promise<Hit[]> {
  const unread = matches.filter(({ messageId }) => !shown.has(messageId)).map(({ messageId }) => messageId)
  for (const [messageId, one] of await readShown(ctx, unread)) shown.set(messageId, one)
  const [byNumber] = await visibleConversations(ctx, numbered ? [numbered] : [])
  const hits = matches.flatMap(({ messageId, at }) => {
    const one = shown.get(messageId)
    // Erased or moved out of sight since it was indexed.
    if (!one) return []
    const { conversation, text } = one
    return [
      {
        conversationId: conversation.id,
        messageId: messageId as Hit['messageId'],
        conversation,
        ...snippetOf(text, query.text),
        at: at.toISOString(),
      },
    ]
  })
  return byNumber ? [numberHit(byNumber), ...hits] : hits
}

const numberHit = (conversation: Conversation): Hit => ({
  conversationId: conversation.id,
  messageId: null,
  conversation,
  snippet: conversation.subject || (conversation.last?.preview ?? ''),
  marks: [],
  at: conversation.last?.at ?? conversation.createdAt,
})
