import { useSyncExternalStore } from 'react'

/** One value that lives outside React: read it anywhere, change it anywhere, `use` it in a component. Values are replaced, never mutated. */
export interface Cell<T> {
  get(): T
  /** Sets the next value, or makes it from the one before. The same value again tells nobody. */
  set(next: T | ((before: T) => T)): void
  subscribe(listener: () => void): () => void
  use(): T
  /** Follows one part only; `pick` must give the same reference for the same state. */
  usePart<P>(pick: (value: T) => P): P
}

export function cell<T>(initial: T): Cell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const get = () => value
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    get,
    subscribe,
    set(next) {
      const made = typeof next === 'function' ? (next as (before: T) => T)(value) : next
      if (Object.is(made, value)) return
      value = made
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, get),
    usePart: (pick) => useSyncExternalStore(subscribe, () => pick(value)),
  }
}
