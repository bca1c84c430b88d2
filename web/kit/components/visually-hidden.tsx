import type { ReactNode } from 'react'
import style from './visually-hidden.module.css'

/** Read aloud, not seen. `live` makes it a polite status: keep it mounted and change its text. */
export function VisuallyHidden({ children, live = false }: { children?: ReactNode; live?: boolean }) {
  return (
    <span className={style.hidden} role={live ? 'status' : undefined}>
      {children}
    </span>
  )
}
