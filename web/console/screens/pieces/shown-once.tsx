import { Banner } from '../../../kit/components/banner.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { CopyLine } from './copy-line.tsx'
import style from './screen.module.css'

/** A secret the server will not show again. */
export function ShownOnce({ label, secret, children }: { label: string; secret: string; children?: string }) {
  const t = useT()
  return (
    <div className={style.stack}>
      <Banner tone="attention">{children ?? t('form.shown_once')}</Banner>
      <CopyLine label={label} text={secret} />
    </div>
  )
}
