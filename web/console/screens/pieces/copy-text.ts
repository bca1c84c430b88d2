/** Puts text on the clipboard, also on a page without TLS, where browsers hide the clipboard interface. Resolves with whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by a policy: the older way may still be allowed.
  }
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.style.position = 'fixed'
  area.style.opacity = '0'
  // Inside an open dialog, or its focus trap takes the selection away.
  const home = document.activeElement?.closest('[role="dialog"]') ?? document.body
  const before = document.activeElement
  home.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}
