import X from 'lucide-react/icons/x'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import { Button } from './button.tsx'
import { type Tone, toneIcons } from './chip.tsx'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import style from './toast.module.css'

export interface Toast {
  /** What has been done, in the past tense: "Resolved". */
  message: string
  tone?: Tone
  /** Takes it back. */
  undo?: () => void
  /** Another thing to do than undo. */
  action?: { label: string; run(): void }
  /** Default 6 s, 10 s with undo; it waits while the pointer or the focus is on it. */
  durationMs?: number
}
interface ShownToast extends Toast {
  id: number
}

/** More than this and the oldest go: nobody reads a tower. */
const mostShown = 3
let shown: readonly ShownToast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function update(next: readonly ShownToast[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Tells what happened, from anywhere; returns a function that takes the toast away. */
export function showToast(toast: Toast): () => void {
  const id = nextId++
  update([...shown, { ...toast, id }].slice(-mostShown))
  return () => dismiss(id)
}

function dismiss(id: number) {
  update(shown.filter((toast) => toast.id !== id))
}

/** Where toasts appear, and the live region that reads them. Mount once. */
export function Toaster() {
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  // Z takes back what was done last, and nothing else.
  const newest = toasts.findLast((toast) => toast.undo)
  return (
    <div className={style.toaster} role="status" aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isNewest={toast === newest} />
      ))}
    </div>
  )
}

function ToastCard({ toast, isNewest }: { toast: ShownToast; isNewest: boolean }) {
  const t = useT()
  const [held, setHeld] = useState(false)
  const { id, tone = 'neutral', message, undo, action } = toast
  const durationMs = toast.durationMs ?? (undo || action ? 10_000 : 6_000)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(id), durationMs)
    return () => clearTimeout(timer)
  }, [held, id, durationMs])
  const glyph = toneIcons[tone]
  const act = (run: () => void) => () => {
    dismiss(id)
    run()
  }
  return (
    <div
      className={classes(style.toast, style[tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {glyph && <Icon icon={glyph} className={style.icon} />}
      <span className={style.message}>{message}</span>
      {undo && (
        <Button variant="quiet" size="compact" {...(isNewest ? { keys: 'z', showKeys: true } : {})} onClick={act(undo)}>
          {t('kit.undo')}
        </Button>
      )}
      {action && (
        <Button variant="quiet" size="compact" onClick={act(action.run)}>
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label={t('kit.dismiss')} size="compact" onClick={() => dismiss(id)} />
    </div>
  )
}
