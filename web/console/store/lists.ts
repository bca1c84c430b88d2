import { useEffect } from 'react'
import type { Conversation } from '../../../contract/conversation.ts'
import { ApiProblem, call } from '../api.ts'
import { cell, type Cell } from './cell.ts'
import { conversationOf, onConversations, putConversations } from './held.ts'
import { placeInRows, settleRows, withoutRow, type Rows } from './list-order.ts'
import { currentMe } from './session.ts'
import { noteLoaded, onEvents, onReload } from './stream.ts'
import { compareBy, isInSort, matchesView, type Filter, type Sort } from './views.ts'

export interface List extends Rows {
  next: string | null
  isLoading: boolean
  problem: ApiProblem | null
  /** False until the first answer. */
  isLoaded: boolean
}
interface Kept {
  filter: Filter
  sort: Sort
  list: Cell<List>
  lastUsed: number
}

const blank: List = { ids: [], waiting: [], hasMore: false, next: null, isLoading: false, problem: null, isLoaded: false }
const lists = new Map<string, Kept>()
/** Lists kept up to date though not shown, so that going back to a view is instant. */
const mostKept = 12
let shownKey = ''
let isHeld = false

const keyOf = (filter: Filter, sort: Sort) => JSON.stringify([filter, sort])

/** The list of a filter, loaded on first use and kept live by events. */
export function useList(filter: Filter, sort: Sort): { list: List; key: string } {
  const key = keyOf(filter, sort)
  const kept = lists.get(key) ?? make(key, filter, sort)
  useEffect(() => show(key), [key])
  return { list: kept.list.use(), key }
}

function show(key: string): void {
  shownKey = key
  const kept = lists.get(key)
  if (!kept) return
  kept.lastUsed = Date.now()
  settle(kept)
  if (!kept.list.get().isLoaded) void load(kept)
}

function make(key: string, filter: Filter, sort: Sort): Kept {
  const kept: Kept = { filter, sort, list: cell(blank), lastUsed: Date.now() }
  lists.set(key, kept)
  if (lists.size > mostKept) {
    const [oldest] = [...lists].filter(([other]) => other !== key && other !== shownKey).sort(([, a], [, b]) => a.lastUsed - b.lastUsed)
    if (oldest) lists.delete(oldest[0])
  }
  return kept
}

/** Loads the first page, or after a failure tries again. */
export const reloadList = (key: string): Promise<void> => load(lists.get(key))
/** Loads the next page, if there is one and none is on its way. */
export async function loadMore(key: string): Promise<void> {
  const kept = lists.get(key)
  const now = kept?.list.get()
  if (now?.next && !now.isLoading && !now.problem) await load(kept, now.next)
}

async function load(kept: Kept | undefined, after?: string): Promise<void> {
  if (!kept) return
  kept.list.set((now) => ({ ...now, isLoading: true, problem: null }))
  try {
    const query = { ...kept.filter, sort: kept.sort, limit: 50, ...(after ? { after } : {}) }
    const page = await call('GET /conversations', { query: query as never })
    putConversations(page.items)
    const ids = page.items.map((one) => one.id)
    kept.list.set((now) => ({
      ids: after ? [...now.ids, ...ids.filter((id) => !now.ids.includes(id))] : ids,
      waiting: after ? now.waiting : [],
      hasMore: page.next !== null,
      next: page.next,
      isLoading: false,
      problem: null,
      isLoaded: true,
    }))
    noteLoaded(page.number)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    kept.list.set((now) => ({ ...now, isLoading: false, problem: error }))
  }
}

const reader = () => {
  const agent = currentMe()?.agent
  return { agentId: agent?.id ?? '', teamIds: agent?.teamIds ?? [] }
}
function belongs(kept: Kept, conversation: Conversation): boolean | null {
  if (!isInSort(conversation, kept.sort)) return false
  return matchesView(conversation, kept.filter, reader(), Date.now())
}

onConversations((changed) => {
  for (const [key, kept] of lists) {
    if (!kept.list.get().isLoaded) continue
    const rule = { compare: compareBy(kept.sort), find: conversationOf, isHeld: isHeld && key === shownKey }
    kept.list.set((now) => {
      const rows = changed.reduce<Rows>((rows, one) => placeInRows(rows, one, { ...rule, matches: belongs(kept, one) }), now)
      return rows === now ? now : { ...now, ...rows }
    })
  }
})

/** The pointer or the focus came into the list, or left it: while it is there nothing moves under it. */
export function holdList(hold: boolean): void {
  if (isHeld === hold) return
  isHeld = hold
  const kept = lists.get(shownKey)
  if (!hold && kept) settle(kept)
}

/** Shows what waits behind the pill. */
export function showWaiting(key: string): void {
  const kept = lists.get(key)
  if (kept) settle(kept)
}

function settle(kept: Kept): void {
  kept.list.set((now) => {
    const rows = settleRows(now, (one) => belongs(kept, one) !== false, { compare: compareBy(kept.sort), find: conversationOf })
    return rows === now ? now : { ...now, ...rows }
  })
}

/** The agent finished with it: it leaves the shown list at once if it no longer belongs there. */
export function letGo(id: string): void {
  const kept = lists.get(shownKey)
  const conversation = conversationOf(id)
  if (!kept || !conversation || belongs(kept, conversation) !== false) return
  kept.list.set((now) => ({ ...now, ...withoutRow(now, id) }))
}

/** The row after a conversation in the shown list, or the one before when it is the last. */
export function neighbourOf(id: string): string | null {
  const ids = lists.get(shownKey)?.list.get().ids ?? []
  const at = ids.indexOf(id)
  return at < 0 ? (ids[0] ?? null) : (ids[at + 1] ?? ids[at - 1] ?? null)
}

/** Views the record does not tell of are asked for again when something happened that may concern them. */
function refreshAsked(concerns: (filter: Filter) => boolean): void {
  for (const [key, kept] of lists) {
    if (!concerns(kept.filter)) continue
    if (key === shownKey) void load(kept)
    else lists.delete(key)
  }
}
export const refreshDraftViews = (): void => refreshAsked((filter) => filter.drafts !== undefined)
onEvents((events) => {
  const me = currentMe()?.agent.id
  if (events.some((event) => event.name === 'note.added' && event.payload.mentions.some((id) => id === me)))
    refreshAsked((filter) => filter.mentions !== undefined)
})
onReload(() => {
  for (const [key, kept] of lists)
    if (key === shownKey) void load(kept)
    else lists.delete(key)
})
