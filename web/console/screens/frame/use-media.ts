import { useCallback, useSyncExternalStore } from 'react'

/** Does the window fit this media query now? Follows it. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** Below this one column is drawn at a time. */
export const phoneQuery = '(max-width: 767px)'
/** From here on the rail has its words. */
export const wideRailQuery = '(min-width: 1024px)'
/** From here on the customer stands beside the conversation. */
export const panelQuery = '(min-width: 1280px)'
