import ArrowLeft from 'lucide-react/icons/arrow-left'
import type { ReactNode } from 'react'
import { classes } from '../../../kit/classes.ts'
import { Icon } from '../../../kit/components/icon.tsx'
import { Link } from '../../router.tsx'
import style from './screen.module.css'

interface ScreenProps {
  title: ReactNode
  intro?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** Where the step up leads, when there is one. */
  back?: { to: string; label: string; isPhoneOnly?: boolean }
  wide?: boolean
  children: ReactNode
}

/** A page of settings or of a record: title, one line of why, actions, then its parts under each other. */
export function Screen({ title, intro, actions, back, wide = false, children }: ScreenProps) {
  return (
    <div className={style.screen}>
      <div className={classes(style.column, wide && style.wide)}>
        {back && (
          <Link to={back.to} className={classes(style.back, back.isPhoneOnly && style.phoneOnly)}>
            <Icon icon={ArrowLeft} />
            {back.label}
          </Link>
        )}
        <header className={style.head}>
          <div className={style.heading}>
            <h1>{title}</h1>
            {intro && <p className={style.intro}>{intro}</p>}
          </div>
          {actions && <div className={style.actions}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}

/** Pairs of a word and its value, side by side while there is room. Holds `Fact`s. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={style.facts}>{children}</dl>
}

export function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
  )
}
