import { type Point, MenuAt } from '../../../kit/components/context-menu.tsx'
import { useActionItems } from './action-items.ts'

export interface RowMenuPlace {
  id: string
  at: Point
}

/** The same actions as everywhere, on a row: right button, Shift+F10, menu key. */
export function RowMenu({ place, onClose }: { place: RowMenuPlace | null; onClose(): void }) {
  const items = useActionItems(place?.id ?? null)
  return <MenuAt at={place?.at ?? null} items={items} onClose={onClose} />
}
