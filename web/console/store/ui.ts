import { cell } from './cell.ts'

/** What is open over or beside the work. One at a time. */
export type Surface =
  | 'palette'
  | 'keys'
  | 'rail'
  | 'customer'
  | 'assign'
  | 'team'
  | 'tags'
  | 'priority'
  | 'snooze'
  | 'merge'
  | 'channel'
  | 'sort'
  | 'save_view'
  | 'new_conversation'
export const surface = cell<Surface | null>(null)
export const openSurface = (next: Surface | null): void => surface.set(next)
/** For controlled popups: `open` and `onOpenChange` of one surface. */
export function useSurface(name: Surface): { open: boolean; onOpenChange(open: boolean): void } {
  return {
    open: surface.usePart((now) => now === name),
    onOpenChange: (open) => surface.set((now) => (open ? name : now === name ? null : now)),
  }
}

const remembered = (name: string) => {
  try {
    return localStorage.getItem(`samvad.${name}`) === '1'
  } catch {
    return false
  }
}
/** Folded columns, remembered in this browser. */
export const folds = cell({ rail: remembered('fold.rail'), panel: remembered('fold.panel') })
export function toggleFold(column: 'rail' | 'panel'): void {
  folds.set((before) => ({ ...before, [column]: !before[column] }))
  try {
    localStorage.setItem(`samvad.fold.${column}`, folds.get()[column] ? '1' : '0')
  } catch {
    return
  }
}

/** Messages ticked for a conversation of their own; null when nobody is choosing. */
export const splitting = cell<{ conversationId: string; ids: readonly string[] } | null>(null)

/** The parts of the screen that keys reach from anywhere. Each registers itself while it is mounted. */
export interface Places {
  list?: { press(token: string): boolean; focus(): void }
  feed?: { focus(): void; move(step: 'next' | 'previous' | 'first' | 'last'): void; reveal(itemId: string): void }
  composer?: { focus(mode: 'reply' | 'note'): void; insert(text: string): void }
  search?: { focus(): void }
}
export const places: Places = {}
export function takePlace<Name extends keyof Places>(name: Name, place: NonNullable<Places[Name]>): () => void {
  places[name] = place as Places[Name]
  return () => {
    if (places[name] === place) delete places[name]
  }
}
