import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { ApiProblem } from '../api.ts'

/** One thing asked of the server: what we have, what went wrong last, and whether an answer is on its way. */
export interface Kept<V> {
  value: V | null
  problem: ApiProblem | null
  isLoading: boolean
}

/** Keeps what the server said by key, asks once for many askers, and keeps the old value while it asks again. */
export interface Shelf<V> {
  /** Loads on first use. A null key asks nothing. */
  use(key: string | null): Kept<V>
  get(key: string): V | null
  put(key: string, value: V): void
  /** Asks again. Never throws: the outcome is in `problem`. */
  refresh(key: string): Promise<void>
  /** Asks again for all that somebody looks at, and forgets the rest. */
  refreshAll(): void
}

const empty: Kept<never> = { value: null, problem: null, isLoading: false }

export function shelf<V>(load: (key: string) => Promise<V>): Shelf<V> {
  const kept = new Map<string, Kept<V>>()
  const running = new Map<string, Promise<void>>()
  const watchers = new Map<string, Set<() => void>>()
  const read = (key: string): Kept<V> => kept.get(key) ?? empty
  const set = (key: string, next: Kept<V>) => {
    kept.set(key, next)
    watchers.get(key)?.forEach((watcher) => watcher())
  }
  async function ask(key: string): Promise<void> {
    set(key, { ...read(key), isLoading: true })
    try {
      set(key, { value: await load(key), problem: null, isLoading: false })
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem(500, { title: (error as Error).message, code: 'client.fault' })
      set(key, { ...read(key), problem, isLoading: false })
    }
  }
  function refresh(key: string): Promise<void> {
    const asked = running.get(key) ?? ask(key).finally(() => running.delete(key))
    running.set(key, asked)
    return asked
  }
  return {
    refresh,
    get: (key) => read(key).value,
    put: (key, value) => set(key, { value, problem: null, isLoading: false }),
    refreshAll() {
      for (const key of kept.keys())
        if (watchers.get(key)?.size) void refresh(key)
        else kept.delete(key)
    },
    use(key) {
      const subscribe = useCallback(
        (watcher: () => void) => {
          if (key === null) return () => undefined
          const all = watchers.get(key) ?? new Set()
          watchers.set(key, all.add(watcher))
          return () => void all.delete(watcher)
        },
        [key],
      )
      useEffect(() => {
        if (key !== null && !kept.has(key)) void refresh(key)
      }, [key])
      return useSyncExternalStore(subscribe, () => (key === null ? empty : read(key)))
    },
  }
}
