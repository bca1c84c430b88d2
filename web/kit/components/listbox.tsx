import {
  type KeyboardEvent,
  memo,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { classes } from '../classes.ts'
import { tokenOf } from '../keys.ts'
import { stepList } from '../list-keys.ts'
import { onMac } from '../platform.ts'
import type { Point } from './context-menu.tsx'
import style from './listbox.module.css'

export interface RowState {
  active: boolean
  selected: boolean
}

export interface ListboxHandle {
  focus(): void
  /** Moves the active row, as J (1) and K (−1) do from elsewhere on the screen. */
  move(by: number): void
  /** The same keys the list takes when focused; true when it used this one. For screens that give J, K, X to the list from anywhere. */
  press(token: string): boolean
  scrollToStart(): void
}

export interface ListboxProps<T> {
  label: string
  items: readonly T[]
  /** All there are, when the server has more than `items`. */
  totalCount?: number
  idOf(item: T): string
  /** Draws a row; no buttons inside. Keep the function stable, rows are memoised by it. */
  render(item: T, state: RowState): ReactNode
  activeId: string | null
  onActive(id: string): void
  /** Both present: several rows can be selected (X, Shift+J/K, Ctrl/⌘ click). */
  selectedIds?: ReadonlySet<string>
  onSelect?: (ids: ReadonlySet<string>) => void
  onOpen?: (id: string) => void
  onPeek?: (id: string) => void
  onMenu?: (id: string, at: Point) => void
  /** Twenty rows from the end: load more. */
  onNearEnd?: () => void
  /** Estimated height of a row in px; rows may be of any height. */
  rowHeight?: number
  handle?: Ref<ListboxHandle>
}

/**
 * A list of any length as one tab stop: focus stays on the list, aria-activedescendant tells the row, only rows in sight are drawn.
 * Source: ARIA APG list box; the active row is kept mounted so that the id it points to exists.
 */
export function Listbox<T>(props: ListboxProps<T>) {
  const { label, items, totalCount = items.length, idOf, render, activeId, selectedIds, onSelect, onMenu, rowHeight, handle } = props
  const listId = useId()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const positions = useMemo(() => new Map(items.map((item, index) => [idOf(item), index])), [items, idOf])
  const active = activeId === null ? -1 : (positions.get(activeId) ?? -1)
  const { press, move, toggle } = useListboxActions(props, active, box, virtual)

  useImperativeHandle(handle, () => ({ focus: () => box.current?.focus(), move, press, scrollToStart: () => virtual.current?.scrollToIndex(0) }))
  useEffect(() => {
    if (active >= 0) virtual.current?.scrollToIndex(active, { align: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    const { nativeEvent: native } = event
    const token = event.target === box.current ? tokenOf(native, onMac) : null
    if (token && press(token)) event.preventDefault()
  }
  const onClick = (event: MouseEvent, index: number) => {
    if (event.metaKey || event.ctrlKey) return toggle(index)
    move(index - active)
  }
  const onContextMenu = (event: MouseEvent, index: number) => {
    if (!onMenu) return
    event.preventDefault()
    onMenu(idOf(items[index]!), { x: event.clientX, y: event.clientY })
  }
  const latest = useRef({ onClick, onContextMenu })
  useLayoutEffect(() => {
    latest.current = { onClick, onContextMenu }
  })
  return (
    <div
      ref={box}
      id={listId}
      className={style.listbox}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={onSelect ? true : undefined}
      aria-activedescendant={active >= 0 ? `${listId}-${activeId}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={() => nearEnd(virtual.current, items.length, props.onNearEnd)}
    >
      <Virtualizer ref={virtual} data={items} itemSize={rowHeight} keepMounted={active >= 0 ? [active] : []}>
        {(item, index) => {
          const id = idOf(item)
          return (
            <Row
              key={id}
              item={item}
              elementId={`${listId}-${id}`}
              index={index}
              count={totalCount}
              active={id === activeId}
              selected={selectedIds?.has(id) ?? false}
              selectable={onSelect !== undefined}
              render={render as (item: unknown, state: RowState) => ReactNode}
              latest={latest}
            />
          )
        }}
      </Virtualizer>
    </div>
  )
}

interface RowProps {
  item: unknown
  elementId: string
  index: number
  count: number
  active: boolean
  selected: boolean
  selectable: boolean
  render(item: unknown, state: RowState): ReactNode
  latest: { current: { onClick(event: MouseEvent, index: number): void; onContextMenu(event: MouseEvent, index: number): void } }
}

const Row = memo(function Row({ item, elementId, index, count, active, selected, selectable, render, latest }: RowProps) {
  return (
    <div
      id={elementId}
      role="option"
      aria-selected={selectable ? selected : active}
      aria-current={selectable && active ? 'true' : undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={classes(style.row, active && style.active, selected && style.selected)}
      onClick={(event) => latest.current.onClick(event, index)}
      onContextMenu={(event) => latest.current.onContextMenu(event, index)}
    >
      {render(item, { active, selected })}
    </div>
  )
})

function useListboxActions<T>(
  props: ListboxProps<T>,
  active: number,
  box: { current: HTMLElement | null },
  virtual: { current: VirtualizerHandle | null },
) {
  const { items, idOf, onActive, selectedIds, onSelect, onOpen, onPeek, onMenu } = props
  const idAt = (index: number) => idOf(items[index]!)
  const pageOf = () => Math.max(1, Math.floor((virtual.current?.viewportSize ?? 0) / (virtual.current?.getItemSize(Math.max(0, active)) || 76)))

  function toggle(index: number) {
    if (!onSelect) return
    const next = new Set(selectedIds)
    if (!next.delete(idAt(index))) next.add(idAt(index))
    onSelect(next)
  }
  function moveTo(index: number, extend: boolean) {
    if (extend && onSelect) {
      const [from, to] = [Math.min(active, index), Math.max(active, index)]
      onSelect(new Set([...(selectedIds ?? []), ...items.slice(from, to + 1).map(idOf)]))
    }
    onActive(idAt(index))
  }
  function showMenu() {
    const row = box.current?.querySelector(`[role="option"][aria-posinset="${active + 1}"]`)?.getBoundingClientRect()
    if (row) onMenu?.(idAt(active), { x: row.left + 24, y: row.top + row.height / 2 })
  }
  /** Runs what the key means; false leaves it to the screen, also when nobody listens for that meaning. */
  function press(token: string): boolean {
    const step = stepList(token, { active, count: items.length, page: pageOf() })
    if (!step) return false
    if (step.do === 'move') moveTo(step.to, step.extend)
    else if (step.do === 'toggle' && onSelect) toggle(active)
    else if (step.do === 'select_all' && onSelect) onSelect(new Set(items.map(idOf)))
    else if (step.do === 'open' && onOpen) onOpen(idAt(active))
    else if (step.do === 'peek' && onPeek) onPeek(idAt(active))
    else if (step.do === 'menu' && onMenu) showMenu()
    else return false
    return true
  }
  function move(by: number) {
    if (items.length === 0) return
    moveTo(Math.min(items.length - 1, Math.max(0, active + by)), false)
  }
  return { press, move, toggle }
}

function nearEnd(virtual: VirtualizerHandle | null, count: number, onNearEnd?: () => void) {
  if (!virtual || !onNearEnd) return
  if (virtual.findItemIndex(virtual.scrollOffset + virtual.viewportSize) >= count - 20) onNearEnd()
}
