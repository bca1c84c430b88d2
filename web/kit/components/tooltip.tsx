import { cloneElement, type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { placeTip, type Side } from '../place-tip.ts'
import { Kbd } from './kbd.tsx'
import { popupHome } from './popup-home.ts'
import { createPortal } from 'react-dom'
import style from './tooltip.module.css'

interface TooltipProps {
  label: string
  keys?: string | undefined
  side?: Side | undefined
  /** The label is already the name of the control: show it, but do not also read it as a description. */
  repeatsName?: boolean
  children: ReactElement
}

/** A short explanation on hover and focus. Nothing that matters may live only here: touch screens have no hover. Costs no more than its attributes. */
export function Tooltip({ label, keys, side, repeatsName = false, children }: TooltipProps) {
  const attributes = { 'data-tip': label, 'data-tip-keys': keys, 'data-tip-side': side, 'data-tip-describes': repeatsName ? undefined : '' }
  return cloneElement(children, attributes as Record<string, string | undefined>)
}

/** The first tooltip waits, its neighbours follow at once. */
const firstMs = 500
const neighbourMs = 300
const tipId = 'kit-tip'

interface Tip {
  anchor: HTMLElement
  label: string
  keys: string | undefined
  side: Side
  home: HTMLElement
}

const tipOf = (target: EventTarget | null): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null)

/** Draws the one tooltip there may be. Mount once around the app. */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => listenForTips(setTip), [])
  useEffect(() => {
    if (tip?.anchor.dataset.tipDescribes === undefined) return
    tip.anchor.setAttribute('aria-describedby', tipId)
    return () => tip.anchor.removeAttribute('aria-describedby')
  }, [tip])
  useLayoutEffect(() => {
    if (!tip || !box.current) return
    const { left, top } = placeTip(tip.anchor.getBoundingClientRect(), box.current.getBoundingClientRect(), tip.side, innerWidth, innerHeight)
    box.current.style.left = `${left}px`
    box.current.style.top = `${top}px`
  }, [tip])
  if (!tip) return null
  return createPortal(
    <div ref={box} id={tipId} role="tooltip" className={style.tooltip}>
      {tip.label}
      {tip.keys && <Kbd keys={tip.keys} />}
    </div>,
    tip.home,
  )
}

/** Follows pointer and focus over the page; returns the way to stop. */
function listenForTips(show: (tip: Tip | null) => void): () => void {
  let anchor: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let hiddenAt = 0
  let isShown = false
  const hide = () => {
    clearTimeout(timer)
    if (isShown) hiddenAt = Date.now()
    isShown = false
    show(null)
  }
  const showAt = (target: HTMLElement, afterMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // It went away meanwhile, or its menu is open: that says more than a name.
      if (!target.isConnected || target.getAttribute('aria-expanded') === 'true') return
      isShown = true
      const { tip: label = '', tipKeys: keys, tipSide: side = 'top' } = target.dataset
      show({ anchor: target, label, keys, side: side as Side, home: popupHome() })
    }, afterMs)
  }
  const listeners: [name: string, listener: (event: Event) => void][] = [
    [
      'pointerover',
      (event) => {
        const { target, pointerType } = event as PointerEvent
        if (pointerType === 'touch') return
        const next = tipOf(target)
        // The pointer may rest on the tooltip itself (WCAG 1.4.13).
        if (next === anchor || (isShown && target instanceof Element && target.closest(`#${tipId}`))) return
        anchor = next
        if (isShown || timer) hide()
        if (next) showAt(next, Date.now() - hiddenAt < neighbourMs ? 0 : firstMs)
      },
    ],
    ['pointerdown', hide],
    ['scroll', hide],
    ['focusout', hide],
    [
      'focusin',
      ({ target }) => {
        const next = tipOf(target)
        if (next && target instanceof Element && target.matches(':focus-visible')) showAt(next, 0)
      },
    ],
    ['keydown', (event) => (event as KeyboardEvent).key === 'Escape' && hide()],
  ]
  for (const [name, listener] of listeners) document.addEventListener(name, listener, true)
  return () => {
    clearTimeout(timer)
    for (const [name, listener] of listeners) document.removeEventListener(name, listener, true)
  }
}
