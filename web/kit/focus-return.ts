let last: HTMLElement | null = null

if (typeof document !== 'undefined') {
  document.addEventListener('focusin', ({ target }) => {
    // Menus, pickers and tooltips vanish as they are used: focus cannot go back into them.
    if (target instanceof HTMLElement && !target.closest('[data-radix-popper-content-wrapper], [aria-hidden="true"]')) last = target
  })
}

/** The element that had the focus last, popups not counted: where focus belongs when what opens now closes again. */
export const lastFocusOutsidePopups = (): HTMLElement | null => last

/** Gives the focus back, if the element is still there. */
export function returnFocus(element: HTMLElement | null): void {
  if (element?.isConnected) element.focus()
}
