import type { ReactNode } from 'react'
import style from './empty-state.module.css'
import { Icon, type LucideIcon } from './icon.tsx'

interface EmptyStateProps {
  icon?: LucideIcon
  /** What is so, as a sentence: "Nothing waiting for you." */
  title: string
  children?: ReactNode
  /** The one next thing to do. */
  action?: ReactNode
}

/** Nothing here, why that is fine, and the one next step. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={style.empty}>
      {icon && <Icon icon={icon} size={20} className={style.icon} />}
      <p className={style.title}>{title}</p>
      {children && <p className={style.text}>{children}</p>}
      {action && <div className={style.action}>{action}</div>}
    </div>
  )
}
