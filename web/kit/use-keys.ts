import { useEffect, useRef } from 'react'
import { type Binding, type Ground, noKeys, stepKeys, tokenOf } from './keys.ts'
import { onMac } from './platform.ts'

export interface KeyCommand extends Binding {
  run(event: KeyboardEvent): void
}

const scopes: { current: readonly KeyCommand[] }[] = []
let state = noKeys

/** Binds keys while the component is mounted. The component mounted last wins; presses a control has used (defaultPrevented) are left alone. */
export function useKeys(commands: readonly KeyCommand[], enabled = true): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    if (!enabled) return
    if (scopes.length === 0) document.addEventListener('keydown', onKeyDown)
    scopes.push(latest)
    return () => {
      scopes.splice(scopes.indexOf(latest), 1)
      if (scopes.length === 0) document.removeEventListener('keydown', onKeyDown)
    }
  }, [enabled])
}

/** Holding ⌘/Ctrl for 400 ms shows the key hints on buttons: sets data-key-hints on <html>. Mount once. */
export function useKeyHints(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      timer = undefined
      delete document.documentElement.dataset.keyHints
    }
    const onDown = (event: KeyboardEvent) => {
      if (event.key !== (onMac ? 'Meta' : 'Control')) return hide()
      timer ??= setTimeout(() => (document.documentElement.dataset.keyHints = ''), 400)
    }
    document.addEventListener('keydown', onDown)
    document.addEventListener('keyup', hide)
    window.addEventListener('blur', hide)
    return () => {
      hide()
      document.removeEventListener('keydown', onDown)
      document.removeEventListener('keyup', hide)
      window.removeEventListener('blur', hide)
    }
  }, [])
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented) return
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing, keyCode } = event
  const token = tokenOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing, keyCode, altGraph: event.getModifierState('AltGraph') }, onMac)
  if (!token) return
  const commands = scopes.flatMap((scope) => scope.current)
  const step = stepKeys(state, token, event.timeStamp, commands, groundOf(event.target))
  const command = step.fired === null ? undefined : commands.findLast((one) => one.id === step.fired)
  state = step.state
  if (command || state.pressed.length > 0) event.preventDefault()
  command?.run(event)
}

const plainInputs = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'image', 'range', 'color'])

/** What kind of place an event landed on; see `Ground`. */
export function groundOf(target: EventTarget | null): Ground {
  if (!(target instanceof HTMLElement)) return 'plain'
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [data-overlay]')) return 'overlay'
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return 'text'
  return target instanceof HTMLInputElement && !plainInputs.has(target.type) ? 'text' : 'plain'
}
