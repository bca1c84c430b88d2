import type { ComponentProps, ReactNode } from 'react'
import { classes } from '../classes.ts'
import style from './button.module.css'
import { Icon, type LucideIcon } from './icon.tsx'

interface LinkButtonProps extends ComponentProps<'a'> {
  href: string
  variant?: 'primary' | 'secondary' | 'quiet'
  size?: 'normal' | 'compact'
  icon?: LucideIcon
  children: ReactNode
}

/** Goes somewhere, looks like a button. */
export function LinkButton({ variant = 'secondary', size = 'normal', icon, children, className, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className={classes(style.button, style[variant], size === 'compact' && style.compact, className)}>
      {icon && <Icon icon={icon} />}
      <span>{children}</span>
    </a>
  )
}
