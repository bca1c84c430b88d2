import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { classes } from '../classes.ts'
import { ariaKeys } from '../keys.ts'
import { onMac } from '../platform.ts'
import style from './button.module.css'
import { Icon, type LucideIcon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'normal' | 'compact'
  icon?: LucideIcon
  iconEnd?: LucideIcon
  /** The binding that does the same, as in keys.ts; drawn when hints are shown (⌘/Ctrl held), or always with `showKeys`. */
  keys?: string
  showKeys?: boolean
  /** Work is under way: shows a spinner and takes no further click, but keeps the focus. */
  busy?: boolean
  /** Why it cannot be pressed now. The button stays focusable and says the reason in a tooltip. */
  disabledReason?: string
  children: ReactNode
}

/** A button with words. At most one `primary` in a view. Its label never wraps. */
export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    size = 'normal',
    icon,
    iconEnd,
    keys,
    showKeys = false,
    busy = false,
    disabledReason,
    children,
    className,
    onClick,
    ...rest
  } = props
  const refuses = busy || disabledReason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      className={classes(style.button, style[variant], size === 'compact' && style.compact, className)}
      aria-disabled={refuses || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys ? ariaKeys(keys, onMac) : undefined}
      onClick={refuses ? swallow : onClick}
    >
      {busy ? <Spinner quiet /> : icon && <Icon icon={icon} />}
      <span className={style.label}>{children}</span>
      {iconEnd && <Icon icon={iconEnd} />}
      {keys && (
        <span className={classes(style.keys, showKeys && style.always)}>
          <Kbd keys={keys} />
        </span>
      )}
    </button>
  )
  return disabledReason === undefined ? button : <Tooltip label={disabledReason}>{button}</Tooltip>
}

/** Also stops the submit of a form. */
function swallow(event: MouseEvent) {
  event.preventDefault()
}
