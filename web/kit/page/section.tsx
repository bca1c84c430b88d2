import type { ReactNode } from 'react'
import style from './page.module.css'

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={style.section}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

export const Line = ({ children }: { children: ReactNode }) => <div className={style.line}>{children}</div>
export const Stack = ({ children }: { children: ReactNode }) => <div className={style.stack}>{children}</div>
export const Grid = ({ children }: { children: ReactNode }) => <div className={style.grid}>{children}</div>
