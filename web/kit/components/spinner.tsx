import { useT } from '../i18n.tsx'
import style from './spinner.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** Work under way. `label` says what; without it "Loading…". `quiet` inside a control that already says so. `alone` where a whole screen is on its way. */
export function Spinner({ label, quiet = false, alone }: { label?: string; quiet?: boolean; alone?: boolean }) {
  const t = useT()
  return (
    <span className={alone ? style.alone : style.spinner} role={quiet ? undefined : 'status'}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" className={style.track} />
        <path d="M8 2a6 6 0 0 1 6 6" className={style.arc} />
      </svg>
      {!quiet && <VisuallyHidden>{label ?? t('kit.loading')}</VisuallyHidden>}
    </span>
  )
}
