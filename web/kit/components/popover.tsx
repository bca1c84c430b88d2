import * as Radix from 'radix-ui/popover'
import type { ReactElement, ReactNode } from 'react'
import { classes } from '../classes.ts'
import style from './popover.module.css'

interface PopoverProps {
  trigger: ReactElement
  /** Its name, read aloud when focus enters. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** Without inner padding: for lists. */
  flush?: boolean
  children: ReactNode
}

/** A small surface at a button for a few controls. Escape and a click outside close it. */
export function Popover({ trigger, label, open, onOpenChange, align = 'start', side = 'bottom', flush = false, children }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={classes(style.popover, flush && style.flush)}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
