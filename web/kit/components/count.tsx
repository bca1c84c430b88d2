import { useWording } from '../i18n.tsx'
import style from './count.module.css'

/** A number beside a label. `strong` when it waits for this agent (unread), else quiet; zero is a dash, as nothing to see. `label` says what is counted. */
export function Count({ value, strong = false, label }: { value: number; strong?: boolean; label?: string }) {
  const intl = useWording()
  const shown =
    value === 0 ? '–' : value > 999 ? intl.formatNumber(value, { notation: 'compact', maximumFractionDigits: 1 }) : intl.formatNumber(value)
  return (
    <span className={strong && value > 0 ? style.strong : style.count} title={label}>
      {shown}
    </span>
  )
}
