import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react'

const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())
window.addEventListener('popstate', tell)

/** The path we are at, without the query; screens read their parts from it (`/inbox/:view/:conversation?`). */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname)
export const useQuery = (): URLSearchParams => new URLSearchParams(useSyncExternalStore(subscribe, () => location.search))

/** What stands after `#`: the browser sends it to nobody. */
export const useFragment = (): string => useSyncExternalStore(subscribe, () => location.hash.slice(1))

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Goes to another screen; `replace` leaves no step to go back to (moving through a list, corrected addresses). */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  tell()
}

/** A link that changes the screen without loading the page anew; opened in a new tab it works as any link. */
export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={to} onClick={follow} />
}
