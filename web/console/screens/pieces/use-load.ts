import { useCallback, useEffect, useRef, useState } from 'react'

export interface Load<T> {
  value: T | undefined
  /** What went wrong last; an older value stays to be looked at. */
  error: unknown
  isLoading: boolean
  reload(): void
  /** Replaces the value with what an action gave back, without asking the server again. */
  change(next: T | ((value: T) => T)): void
}

/**
 * Loads a value for a screen, anew when `key` changes (the older one is dropped) or on `reload` (it stays until the new one is there).
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Load<T> {
  const [held, setHeld] = useState<{ key: string; value?: T; error: unknown; isLoading: boolean }>({ key, error: null, isLoading: true })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  useEffect(() => {
    latest.current = load
  })
  useEffect(() => {
    const controller = new AbortController()
    setHeld((before) => (before.key === key ? { ...before, isLoading: true } : { key, error: null, isLoading: true }))
    const run = async () => {
      try {
        const value = await latest.current(controller.signal)
        if (!controller.signal.aborted) setHeld({ key, value, error: null, isLoading: false })
      } catch (error) {
        if (controller.signal.aborted) return
        setHeld((before) => ({ ...before, error, isLoading: false }))
      }
    }
    void run()
    return () => controller.abort()
  }, [key, turn])
  const reload = useCallback(() => setTurn((before) => before + 1), [])
  const change = useCallback((next: T | ((value: T) => T)) => {
    setHeld((before) => {
      if (typeof next !== 'function') return { ...before, value: next }
      return before.value === undefined ? before : { ...before, value: (next as (value: T) => T)(before.value) }
    })
  }, [])
  const isCurrent = held.key === key
  return { value: isCurrent ? held.value : undefined, error: isCurrent ? held.error : null, isLoading: !isCurrent || held.isLoading, reload, change }
}
