import Check from 'lucide-react/icons/check'
import ChevronRight from 'lucide-react/icons/chevron-right'
import * as Radix from 'radix-ui/dropdown-menu'
import type { ReactElement } from 'react'
import { classes } from '../classes.ts'
import { Icon, type LucideIcon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { usePopupHome } from './popup-home.ts'
import style from './menu.module.css'

export interface MenuAction {
  id: string
  label: string
  icon?: LucideIcon
  /** One line under the label: why, or what will happen. */
  hint?: string
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Present: the item is a tick box. */
  checked?: boolean
  lang?: string
  onSelect(): void
}
export type MenuItem =
  | MenuAction
  | { kind: 'separator' }
  | { kind: 'heading'; label: string }
  | { kind: 'submenu'; label: string; icon?: LucideIcon; items: MenuItem[] }

interface MenuProps {
  /** One button; it receives the trigger's attributes. */
  trigger: ReactElement
  items: MenuItem[]
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A menu under a button. Not modal: the modal kind of the library injects a style element, which our CSP refuses. */
export function Menu({ trigger, items, align = 'start', side = 'bottom', open, onOpenChange }: MenuProps) {
  const { home, noteOpen } = usePopupHome(open)
  const change = (next: boolean) => {
    noteOpen(next)
    onOpenChange?.(next)
  }
  return (
    <Radix.Root modal={false} open={open} onOpenChange={change}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <MenuSurface home={home} items={items} align={align} side={side} />
    </Radix.Root>
  )
}

interface SurfaceProps extends Pick<MenuProps, 'items' | 'align' | 'side'> {
  home: HTMLElement | undefined
  onCloseAutoFocus?: (event: Event) => void
}

/** The popup of a menu, inside a Radix root. */
export function MenuSurface({ home, items, align, side, onCloseAutoFocus }: SurfaceProps) {
  return (
    <Radix.Portal container={home}>
      <Radix.Content
        tabIndex={0}
        className={style.menu}
        align={align}
        side={side}
        sideOffset={4}
        collisionPadding={8}
        loop
        onCloseAutoFocus={onCloseAutoFocus}
      >
        <Items items={items} home={home} />
      </Radix.Content>
    </Radix.Portal>
  )
}

const tick = <Icon icon={Check} />

function Items({ items, home }: Pick<SurfaceProps, 'items' | 'home'>) {
  return items.map((item, index) => {
    if (!('kind' in item)) return <Action key={item.id} item={item} />
    if (item.kind === 'separator') return <Radix.Separator key={`separator-${index}`} className={style.separator} />
    if (item.kind === 'heading')
      return (
        <Radix.Label key={`heading-${item.label}`} className={style.heading}>
          {item.label}
        </Radix.Label>
      )
    return (
      <Radix.Sub key={`sub-${item.label}`}>
        <Radix.SubTrigger className={style.item}>
          <span className={style.slot}>{item.icon && <Icon icon={item.icon} />}</span>
          <span className={style.label}>{item.label}</span>
          <Icon icon={ChevronRight} className={style.end} />
        </Radix.SubTrigger>
        <Radix.Portal container={home}>
          <Radix.SubContent className={style.menu} sideOffset={2} alignOffset={-5} collisionPadding={8} loop>
            <Items items={item.items} home={home} />
          </Radix.SubContent>
        </Radix.Portal>
      </Radix.Sub>
    )
  })
}

function Action({ item }: { item: MenuAction }) {
  const inside = (
    <>
      <span className={style.slot}>
        {item.checked === undefined ? item.icon && <Icon icon={item.icon} /> : <Radix.ItemIndicator>{tick}</Radix.ItemIndicator>}
      </span>
      <span className={style.label} lang={item.lang}>
        {item.label}
        {item.hint && <span className={style.hint}>{item.hint}</span>}
      </span>
      {item.keys && (
        <span className={style.end}>
          <Kbd keys={item.keys} />
        </span>
      )}
    </>
  )
  const shared = {
    className: classes(style.item, item.danger && style.danger),
    disabled: item.disabled,
    onSelect: item.onSelect,
    textValue: item.label,
    children: inside,
  }
  return item.checked === undefined ? <Radix.Item {...shared} /> : <Radix.CheckboxItem {...shared} checked={item.checked} />
}
