import { useSyncExternalStore } from 'react'
import { ageOf } from '../age.ts'
import { useT, useWording } from '../i18n.tsx'
import style from './relative-time.module.css'

/** One clock for every age on the screen. */
const tickMs = 15_000
const listeners = new Set<() => void>()
let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined

function listen(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = new Date()
    for (const one of listeners) one()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time now, renewed every 15 s while somebody looks. */
export function useNow(): Date {
  return useSyncExternalStore(listen, () => {
    if (Date.now() - now.getTime() > tickMs) now = new Date()
    return now
  })
}

/** How old something is: "4m", "2h", "3d", then the date. The full time is in the title and in `datetime`. `long` says "4 minutes ago". */
export function RelativeTime({ at, long = false }: { at: Date | string; long?: boolean }) {
  const intl = useWording()
  const t = useT()
  const date = typeof at === 'string' ? new Date(at) : at
  const current = useNow()
  const age = ageOf(date, current)
  const full = intl.formatDate(date, { dateStyle: 'full', timeStyle: 'short' })
  const words = () => {
    if (!age)
      return intl.formatDate(date, { day: 'numeric', month: 'short', ...(date.getFullYear() === current.getFullYear() ? {} : { year: 'numeric' }) })
    if (age.value === 0) return t('kit.now')
    return long
      ? intl.formatRelativeTime(-age.value, age.unit)
      : intl.formatNumber(age.value, { style: 'unit', unit: age.unit, unitDisplay: 'narrow' })
  }
  return (
    <time className={style.time} dateTime={date.toISOString()} title={full}>
      {words()}
    </time>
  )
}
