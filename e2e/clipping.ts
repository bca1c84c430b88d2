import type { Page } from 'playwright-core'

/**
 * What a reader cannot see on this page though it is there: words cut by their own box, or boxes that stand out of something that clips, sideways. What is
 * cut but says itself whole by a title or tooltip does not count, nor do previews (`data-preview`) of what stands elsewhere in full.
 */
export const clippedOn = (page: Page): Promise<string[]> => page.evaluate<string[]>(detector)

const detector = `(() => {
  const tolerancePx = 2
  const clips = (style) => style.overflowX === 'hidden' || style.overflowX === 'clip' || (style.overflowX !== 'visible' && style.scrollbarWidth === 'none')
  const isShown = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 2 && box.height > 2 && getComputedStyle(element).visibility === 'visible' && !element.closest('[inert], [hidden]')
  }
  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim()).join(' ').trim()
  const label = (element) => '<' + element.tagName.toLowerCase() + ' class="' + element.className + '"> ' + (element.textContent || element.placeholder || '').trim().slice(0, 60)
  const found = new Set()
  for (const element of document.body.querySelectorAll('*')) {
    const words = ownText(element)
    if ((!words && !element.matches('button, a, input, select, textarea, label')) || !isShown(element)) continue
    if (element.closest('[title], [data-tip], [data-preview], pre, svg')) continue
    if (words && clips(getComputedStyle(element)) && element.scrollWidth > element.clientWidth + tolerancePx) found.add('cut: ' + label(element))
    const box = element.getBoundingClientRect()
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around)
      // Dialogs and menus stand over everything.
      if (style.position === 'fixed') break
      if (!clips(style)) continue
      const edge = around.getBoundingClientRect()
      if (box.left < edge.left - tolerancePx || box.right > edge.right + tolerancePx) found.add('stands out: ' + label(element))
    }
    if (box.right > innerWidth + tolerancePx || box.left < -tolerancePx) found.add('off the screen: ' + label(element))
  }
  if (document.documentElement.scrollWidth > innerWidth) found.add('sideways: the page scrolls')
  return [...found]
})()`
