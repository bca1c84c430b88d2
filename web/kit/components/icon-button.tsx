import type { ComponentProps } from 'react'
import { classes } from '../classes.ts'
import { ariaKeys } from '../keys.ts'
import { onMac } from '../platform.ts'
import style from './button.module.css'
import { Icon, type LucideIcon } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon
  /** Its name: read aloud and shown in the tooltip. Never optional. */
  label: string
  keys?: string
  variant?: 'quiet' | 'secondary' | 'primary'
  size?: 'normal' | 'compact'
  side?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button with only a picture, where room is short and the picture is known. */
export function IconButton({ icon, label, keys, variant = 'quiet', size = 'normal', side, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side={side} repeatsName>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-keyshortcuts={keys ? ariaKeys(keys, onMac) : undefined}
        className={classes(style.button, style[variant], style.square, size === 'compact' && style.compact, className)}
      >
        <Icon icon={icon} />
      </button>
    </Tooltip>
  )
}
