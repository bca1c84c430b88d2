/** What a key means in a list box. `move` carries the new index; `extend` also selects on the way. */
export type ListStep =
  | { do: 'move'; to: number; extend: boolean }
  | { do: 'toggle' }
  | { do: 'select_all' }
  | { do: 'open' }
  | { do: 'peek' }
  | { do: 'menu' }
  | null

export interface ListPlace {
  /** −1: none yet. */
  active: number
  count: number
  /** Rows that fit on the screen. */
  page: number
}

/**
 * Reads a token of keys.ts as a list box does: J K ↑ ↓, Home End, PgUp PgDn, Shift to extend, X and Ctrl/⌘ A to select, Enter, Space, menu key.
 * Source: ARIA APG list box pattern, "recommended selection model" without the modifier for moving. Pure.
 */
export function stepList(token: string, { active, count, page }: ListPlace): ListStep {
  if (count === 0) return null
  const bare = token.replace(/^shift\+/, '')
  const extend = bare !== token
  const to = target(bare, active, count, page)
  if (to !== null) return { do: 'move', to, extend: extend && active >= 0 }
  if (active < 0) return token === 'mod+a' ? { do: 'select_all' } : null
  if (token === 'x') return { do: 'toggle' }
  if (token === 'mod+a') return { do: 'select_all' }
  if (token === 'enter') return { do: 'open' }
  if (token === 'space') return { do: 'peek' }
  if (token === 'contextmenu' || token === 'shift+f10') return { do: 'menu' }
  return null
}

function target(key: string, active: number, count: number, page: number): number | null {
  const clamp = (index: number) => Math.min(count - 1, Math.max(0, index))
  switch (key) {
    case 'j':
    case 'arrowdown':
      return clamp(active + 1)
    case 'k':
    case 'arrowup':
      return active < 0 ? count - 1 : clamp(active - 1)
    case 'home':
      return 0
    case 'end':
      return count - 1
    case 'pagedown':
      return clamp(Math.max(active, 0) + Math.max(1, page - 1))
    case 'pageup':
      return clamp(active - Math.max(1, page - 1))
    default:
      return null
  }
}
