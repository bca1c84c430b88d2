import { useSyncExternalStore } from 'react'
import { useT } from '../../../kit/i18n.tsx'

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Whether this device has a network at all. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)

/** Why nothing can be changed now, for `disabledReason`; undefined while we are online. */
export function useOfflineReason(): string | undefined {
  const t = useT()
  return useOnline() ? undefined : t('form.offline_reason')
}
