import * as Radix from 'radix-ui/dropdown-menu'
import { type ReactNode, useState } from 'react'
import { type MenuItem, MenuSurface } from './menu.tsx'
import { usePopupHome } from './popup-home.ts'
import { lastFocusOutsidePopups, returnFocus } from '../focus-return.ts'
import style from './context-menu.module.css'

export interface Point {
  x: number
  y: number
}

/** The same menu opened at a point: for the right button and Shift+F10 on a list row. Null closes it. Focus returns where it was. */
export function MenuAt({ at, items, onClose }: { at: Point | null; items: MenuItem[]; onClose(): void }) {
  const [before, setBefore] = useState<HTMLElement | null>(null)
  if (at && !before) setBefore(lastFocusOutsidePopups() ?? document.body)
  const { home } = usePopupHome(at !== null)
  return (
    <Radix.Root modal={false} open={at !== null} onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger className={style.point} tabIndex={-1} aria-hidden="true" style={at ? { left: at.x, top: at.y } : undefined} />
      <MenuSurface
        home={home}
        items={items}
        align="start"
        side="bottom"
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          returnFocus(before)
          setBefore(null)
        }}
      />
    </Radix.Root>
  )
}

/** Gives what it wraps a context menu (right button, menu key, Shift+F10, long press on Android). The same items must be reachable by a visible button too. */
export function ContextMenu({ items, children }: { items: MenuItem[]; children: ReactNode }) {
  const [at, setAt] = useState<Point | null>(null)
  return (
    <div
      className={style.area}
      onContextMenu={(event) => {
        event.preventDefault()
        setAt({ x: event.clientX, y: event.clientY })
      }}
    >
      {children}
      <MenuAt at={at} items={items} onClose={() => setAt(null)} />
    </div>
  )
}
