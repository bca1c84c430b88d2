import { type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import style from './card.module.css'
import { Icon, type LucideIcon } from './icon.tsx'
import { Kbd } from './kbd.tsx'

interface CardProps {
  title?: ReactNode
  icon?: LucideIcon
  keys?: string
  /** Buttons on the right of the title. */
  actions?: ReactNode
  /** Without inner padding: for lists and tables. */
  flush?: boolean
  children: ReactNode
}

/** A raised group with a title; a named region when it has one. */
export function Card({ title, icon, keys, actions, flush = false, children }: CardProps) {
  const id = useId()
  return (
    <section className={style.card} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={style.header}>
          {icon && <Icon icon={icon} className={style.icon} />}
          <h3 id={id} className={style.title}>
            {title}
          </h3>
          {actions}
          {keys && (
            <span className={style.keys}>
              <Kbd keys={keys} />
            </span>
          )}
        </header>
      )}
      <div className={classes(style.body, flush && style.flush)}>{children}</div>
    </section>
  )
}
