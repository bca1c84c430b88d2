import { useNow } from '../../../kit/components/relative-time.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import style from './feed.module.css'

/** Are two instants on the same day of the reader's calendar? */
export const sameDay = (a: string | undefined, b: string): boolean => a !== undefined && new Date(a).toDateString() === new Date(b).toDateString()

/** Where a new day begins. */
export function DayLine({ at }: { at: string }) {
  const t = useT()
  const intl = useWording()
  const now = useNow()
  const date = new Date(at)
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  const isThisYear = date.getFullYear() === now.getFullYear()
  const words = sameDay(at, now.toISOString())
    ? t('inbox.today')
    : sameDay(at, yesterday.toISOString())
      ? t('inbox.yesterday')
      : intl.formatDate(date, { weekday: 'long', day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) })
  return (
    <p className={style.day}>
      <time dateTime={at.slice(0, 10)}>{words}</time>
    </p>
  )
}
