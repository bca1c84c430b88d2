import { useCallback, useEffect } from 'react'
import { ApiProblem, call } from '../api.ts'
import { cell } from './cell.ts'
import { keepTimelines, putConversations, putOlder, putTimeline, timelineOf } from './held.ts'
import { noteLoaded, onReload } from './stream.ts'

interface Reading {
  /** Leads to older items; null when the beginning is there. */
  next: string | null
  isLoading: boolean
  problem: ApiProblem | null
}
const fresh: Reading = { next: null, isLoading: false, problem: null }
const readings = cell<ReadonlyMap<string, Reading>>(new Map())
const shown = new Map<string, number>()
const loadedAt = new Map<string, number>()

const set = (id: string, change: Partial<Reading>) => readings.set((before) => new Map(before).set(id, { ...(before.get(id) ?? fresh), ...change }))

export const useReading = (id: string): Reading => readings.usePart(useCallback((map: ReadonlyMap<string, Reading>) => map.get(id) ?? fresh, [id]))

/** Loads a conversation's page when it is not held, and keeps it while somebody shows it. */
export function useOpenTimeline(id: string | null, isHeld: boolean): void {
  useEffect(() => {
    if (!id) return
    shown.set(id, (shown.get(id) ?? 0) + 1)
    return () => {
      const left = (shown.get(id) ?? 1) - 1
      if (left > 0) shown.set(id, left)
      else shown.delete(id)
    }
  }, [id])
  // Also when a merge or split has dropped it under our eyes.
  useEffect(() => {
    if (id && !isHeld) void openTimeline(id)
  }, [id, isHeld])
}

/** Asks for the newest page. Never throws: the outcome is in the reading. */
export async function openTimeline(id: string): Promise<void> {
  set(id, { isLoading: true, problem: null })
  try {
    const page = await call('GET /conversations/:id/page', { params: { id: id as never } })
    loadedAt.set(id, Date.now())
    putConversations([page.conversation])
    // Pages loaded before stay in front where they join on, so that reading on is not cut off.
    const before = timelineOf(id) ?? []
    const joint = before.findIndex((item) => item.id === page.items[0]?.id)
    putTimeline(id, joint > 0 ? [...before.slice(0, joint), ...page.items] : page.items)
    set(id, { isLoading: false, ...(joint > 0 ? {} : { next: page.next }) })
    noteLoaded(page.number)
    forgetOld()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    set(id, { isLoading: false, problem: error })
  }
}

/** Asks for the page before the oldest item shown. */
export async function loadOlder(id: string): Promise<void> {
  const { next, isLoading } = readings.get().get(id) ?? fresh
  if (!next || isLoading) return
  set(id, { isLoading: true, problem: null })
  try {
    const page = await call('GET /conversations/:id/timeline', { params: { id: id as never }, query: { after: next, limit: 50 } })
    putOlder(id, page.items)
    set(id, { next: page.next, isLoading: false })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    set(id, { isLoading: false, problem: error })
  }
}

/** Timelines kept though not shown: going back is instant, and events keep them true. */
const mostKept = 40
function forgetOld(): void {
  const known = [...loadedAt].filter(([id]) => timelineOf(id)).sort(([, a], [, b]) => b - a)
  if (known.length <= mostKept) return
  keepTimelines([...new Set([...shown.keys(), ...known.slice(0, mostKept).map(([id]) => id)])])
}

/** Links to files work for some minutes; older ones are asked for anew. */
const linkMs = 3 * 60_000
/** A link to a file that works now. Errors: ApiProblem. */
export async function freshFileUrl(conversationId: string, fileId: string, held: string): Promise<string> {
  if (Date.now() - (loadedAt.get(conversationId) ?? 0) < linkMs) return held
  for (let after: string | undefined; ;) {
    const page = await call('GET /conversations/:id/timeline', {
      params: { id: conversationId as never },
      query: { limit: 200, ...(after ? { after } : {}) },
    })
    const found = page.items.flatMap((item) => item.attachments).find((one) => one.id === fileId)
    if (found || !page.next) return found?.url ?? held
    after = page.next
  }
}

onReload(() => {
  keepTimelines([...shown.keys()])
  for (const id of shown.keys()) void openTimeline(id)
})
