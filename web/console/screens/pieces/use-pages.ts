import { useCallback, useEffect, useRef, useState } from 'react'
import { type Load, useLoad } from './use-load.ts'
import { useAct } from './use-act.ts'

export interface Page<T> {
  items: readonly T[]
  next: string | null
}

/** A list that grows by pages. `more` loads the next one once, however often it is called while it runs. */
export function usePages<T, P extends Page<T>>(
  key: string,
  ask: (after: string | undefined, signal?: AbortSignal) => Promise<P>,
  join: (before: P, next: P) => P,
): { load: Load<P>; more(): Promise<void>; isLoadingMore: boolean } {
  const load = useLoad(key, (signal) => ask(undefined, signal))
  const act = useAct()
  const running = useRef<string | null>(null)
  const [isLoadingMore, setLoadingMore] = useState(false)
  const { value, change } = load
  const latest = useRef({ ask, join, act })
  useEffect(() => {
    latest.current = { ask, join, act }
  })
  const after = value?.next ?? null
  const more = useCallback(async () => {
    if (!after || running.current === after) return
    running.current = after
    setLoadingMore(true)
    await latest.current.act(async () => {
      const next = await latest.current.ask(after)
      // The list may have been loaded anew meanwhile; then this page is of another.
      change((before) => (before.next === after ? latest.current.join(before, next) : before))
    })
    running.current = null
    setLoadingMore(false)
  }, [after, change])
  return { load, more, isLoadingMore }
}
