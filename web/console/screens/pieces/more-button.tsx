import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './more-button.module.css'

/** The next page of a list, below it. */
export function MoreButton({ onMore }: { onMore(): Promise<unknown> }) {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const load = async () => {
    setBusy(true)
    await onMore()
    setBusy(false)
  }
  return (
    <div className={style.more}>
      <Button variant="quiet" busy={busy} onClick={() => void load()}>
        {t('form.load_more')}
      </Button>
    </div>
  )
}
