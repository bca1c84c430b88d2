/**
 * The keyboard matcher: from a key press to the binding it means. Pure; knows no DOM, so that layouts and input methods can be tested as tables.
 *
 * A binding is written as tokens separated by blanks: `j`, `shift+j`, `mod+k` (⌘ on a Mac, Ctrl elsewhere), `mod+shift+enter`, `g i` (a sequence), `?`, `f6`, `escape`.
 * Punctuation is matched by the character produced (so `?` works on ABNT2 and Spanish layouts) and never carries `shift+`.
 */
export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing?: boolean
  keyCode?: number
  /** AltGr is held: on many layouts that is how `[`, `]`, `@` and `#` are typed. */
  altGraph?: boolean
}

/** Where the press landed: plain ground, a place that takes text, or an open menu, list box popup or dialog. */
export type Ground = 'plain' | 'text' | 'overlay'

export interface Binding {
  id: string
  keys: string
  /** Fires also while typing. Only chords with `mod`, function keys and escape may ask for it. */
  inText?: boolean
}

export interface MatchState {
  pressed: string[]
  at: number
}
export const noKeys: MatchState = { pressed: [], at: 0 }

/** A sequence (`g i`) is given up after this. */
export const sequenceMs = 1000

/** The token of a press, or null while an input method composes and for bare modifiers and dead keys. Pure. */
export function tokenOf(press: KeyPress, mac: boolean): string | null {
  if (press.isComposing || press.keyCode === 229) return null
  if (/^(Shift|Control|Alt|AltGraph|Meta|CapsLock|Dead|Process|Unidentified|Compose)$/.test(press.key)) return null
  const typesPunctuation = press.key.length === 1 && !/[\p{L}\p{M}\p{N}\s]/u.test(press.key)
  // Windows reports AltGr as Ctrl+Alt; the character then is plain punctuation and no chord.
  const viaAltGraph = typesPunctuation && (press.altGraph || (press.ctrlKey && press.altKey))
  if (press.altKey && !viaAltGraph) return null
  const mod = !viaAltGraph && (mac ? press.metaKey : press.ctrlKey)
  if (!viaAltGraph && (mac ? press.ctrlKey : press.metaKey)) return null
  const name = typesPunctuation ? press.key : nameOf(press)
  if (name === null) return null
  return `${mod ? 'mod+' : ''}${press.shiftKey && !typesPunctuation ? 'shift+' : ''}${name}`
}

/** Letters by `key` when it is A–Z, else by the place on the keyboard: J/K work on a Telugu or Hindi layout. */
function nameOf({ key, code }: KeyPress): string | null {
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase()
  if (key === ' ') return 'space'
  if (key.length > 1 && /^[A-Za-z0-9]+$/.test(key)) return key.toLowerCase()
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null
}

/** May this token fire here? Single keys act only on plain ground; in a text only what a binding asks for by `inText`; in a menu or dialog nothing. Pure. */
export function mayFire(binding: Binding, token: string, ground: Ground): boolean {
  if (ground === 'overlay') return false
  if (ground === 'plain') return true
  return Boolean(binding.inText) && (/^mod\+|^shift\+f\d|^f\d/.test(token) || token === 'escape')
}

/**
 * One step of the matcher: the state after this token, and the id it fires, if any. Later bindings win over earlier ones.
 * A binding that is also the beginning of a longer one fires at once and stays open (`.` and `. .`). Pure; `now` in ms.
 */
export function stepKeys(
  state: MatchState,
  token: string,
  now: number,
  bindings: readonly Binding[],
  ground: Ground,
): { state: MatchState; fired: string | null } {
  const open = bindings.filter((binding) => mayFire(binding, token, ground))
  const before = now - state.at <= sequenceMs ? state.pressed : []
  for (const pressed of before.length > 0 ? [[...before, token], [token]] : [[token]]) {
    const typed = pressed.join(' ')
    const fired = open.findLast((binding) => binding.keys === typed)?.id ?? null
    const continues = open.some((binding) => binding.keys.startsWith(`${typed} `))
    if (fired || continues) return { state: continues ? { pressed, at: now } : noKeys, fired }
  }
  return { state: noKeys, fired: null }
}

const shown: Record<string, string> = {
  escape: 'Esc',
  enter: '↵',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  space: 'Space',
  backspace: '⌫',
  delete: 'Del',
  tab: 'Tab',
}

/** The caps to draw for a binding: `mod+shift+k` → Ctrl, Shift, K; `g i` → G, I. Pure. */
export function keyCaps(keys: string, mac: boolean): string[] {
  return keys.split(' ').flatMap((token) => {
    // `+` itself may be bound: split only at a plus with something after it.
    return token.split(/\+(?=.)/).map((part) => {
      if (part === 'mod') return mac ? '⌘' : 'Ctrl'
      if (part === 'shift') return mac ? '⇧' : 'Shift'
      return shown[part] ?? (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part)
    })
  })
}

/** The value for aria-keyshortcuts, or undefined for a sequence, which ARIA cannot express. Source: WAI-ARIA 1.2 §6.6 aria-keyshortcuts. Pure. */
export function ariaKeys(keys: string, mac: boolean): string | undefined {
  if (keys.includes(' ')) return undefined
  return keys
    .split(/\+(?=.)/)
    .map((part) => (part === 'mod' ? (mac ? 'Meta' : 'Control') : part === '+' ? 'Plus' : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('+')
}
