import * as Radix from 'radix-ui/tooltip'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'
import { usePopupHome } from './popup-home.ts'
import style from './tooltip.module.css'

interface TooltipProps {
  label: string
  keys?: string
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The label is already the name of the control: show it, but do not also read it as a description. */
  repeatsName?: boolean
  children: ReactElement
}

/** A short explanation on hover and focus. Nothing that matters may live only here: touch screens have no hover. */
export function Tooltip({ label, keys, side = 'top', repeatsName = false, children }: TooltipProps) {
  const { home, noteOpen } = usePopupHome()
  return (
    <Radix.Root onOpenChange={noteOpen}>
      <Radix.Trigger asChild {...(repeatsName ? { 'aria-describedby': undefined } : {})}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={home}>
        <Radix.Content className={style.tooltip} side={side} sideOffset={6} collisionPadding={8} aria-label={label}>
          {label}
          {keys && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Shared timing: the first tooltip waits, its neighbours follow at once. Mount once around the app. */
export function TooltipTiming({ children }: { children: ReactElement }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={300}>
      {children}
    </Radix.Provider>
  )
}
