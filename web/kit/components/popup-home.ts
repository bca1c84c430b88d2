import { useState } from 'react'

/** The id of the named region that holds tooltips, menus and list popups, so that all content stands in a landmark. Rendered by Kit. */
export const popupsId = 'kit-popups'

/** Where a popup opening now belongs: in the topmost modal dialog, whose outside is hidden from assistive technology, else in the region for popups. */
export function popupHome(): HTMLElement {
  const dialogs = document.querySelectorAll<HTMLElement>('[data-modal-dialog][data-state="open"]')
  return [...dialogs].at(-1) ?? document.getElementById(popupsId) ?? document.body
}

/** The portal container of a popup, found as it opens: give `open` when the caller controls it, and call `noteOpen` from onOpenChange. */
export function usePopupHome(open?: boolean): { home: HTMLElement | undefined; noteOpen(open: boolean): void } {
  const [home, setHome] = useState<HTMLElement>()
  const [wasOpen, setWasOpen] = useState(false)
  if (open !== undefined && open !== wasOpen) {
    setWasOpen(open)
    if (open) setHome(popupHome())
  }
  return { home, noteOpen: (next) => next && setHome(popupHome()) }
}
