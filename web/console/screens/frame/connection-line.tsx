import { useEffect, useState } from 'react'
import RefreshCw from 'lucide-react/icons/refresh-cw'
import WifiOff from 'lucide-react/icons/wifi-off'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useErrands, isStuck } from '../../store/outbox.ts'
import { connection, newerVersion } from '../../store/stream.ts'

/** Most losses are over before anybody needs to know. */
const patienceMs = 1_500

/** A line over the work while the connection is away, with what waits to be sent; and when a newer version is there. */
export function ConnectionLine() {
  const t = useT()
  const { state, since } = connection.use()
  const count = useErrands().length
  const stuck = isStuck.use()
  const isNewer = newerVersion.use()
  const isAway = useLater(state !== 'live', since)
  if (isAway || (stuck && count > 0)) {
    const words = count > 0 ? t('frame.offline_waiting', { count }) : navigator.onLine ? t('frame.reconnecting') : t('frame.offline')
    return (
      <Banner tone="attention" icon={WifiOff}>
        {words}
      </Banner>
    )
  }
  if (!isNewer) return null
  return (
    <Banner
      icon={RefreshCw}
      actions={
        <Button size="compact" onClick={() => location.reload()}>
          {t('frame.refresh')}
        </Button>
      }
      onDismiss={() => newerVersion.set(false)}
    >
      {t('frame.newer_version')}
    </Banner>
  )
}

/** True once `wanted` has lasted since `since` for the time of patience. */
function useLater(wanted: boolean, since: number): boolean {
  const [passed, setPassed] = useState<number | null>(null)
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(() => setPassed(since), Math.max(0, since + patienceMs - Date.now()))
    return () => clearTimeout(timer)
  }, [wanted, since])
  return wanted && passed === since
}
