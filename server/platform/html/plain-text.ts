import { escapeHtml } from './escape.ts'
import { readLink } from './urls.ts'

const linkOrAddress = /\bhttps?:\/\/[^\s<>"']{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/giu
const trailing = /[.,;:!?)\]}'"]+$/

/** Plain text as HTML: escaped, line breaks and runs of blanks kept, web and mail addresses turned into links. Linear. */
export function plainTextToHtml(text: string): string {
  let out = ''
  let at = 0
  for (const match of text.matchAll(linkOrAddress)) {
    const shown = trimLink(match[0])
    out += escapeHtml(text.slice(at, match.index)) + linkTo(shown)
    at = match.index + shown.length
  }
  return `<div style="white-space: pre-wrap">${out}${escapeHtml(text.slice(at))}</div>`
}

/** Punctuation after an address belongs to the sentence; a closing bracket stays when the address opened one. */
function trimLink(found: string): string {
  const end = trailing.exec(found)
  if (!end) return found
  const bare = found.slice(0, end.index)
  return end[0].startsWith(')') && bare.includes('(') ? `${bare})` : bare
}

function linkTo(shown: string): string {
  const link = readLink(/^https?:/i.test(shown) ? shown : `mailto:${shown}`)
  return link === null
    ? escapeHtml(shown)
    : `<a href="${escapeHtml(link)}" rel="noopener noreferrer nofollow" target="_blank">${escapeHtml(shown)}</a>`
}
