export interface TextPart {
  text: string
  href?: string
}
const link = /\bhttps?:\/\/[^\s<>"'`]+|\bwww\.[^\s<>"'`]+\.[^\s<>"'`]+/gi
/** Marks that end a sentence rather than an address. */
const trailing = /[.,;:!?…。।'"’”»*_]+$/

/** Splits text at web addresses, so that they can be drawn as links. Only http and https; a closing bracket belongs to the address only if it opens in it. Pure. */
export function linksIn(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(link)) {
    const address = trimmed(match[0])
    if (address.length < 8) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: address, href: /^www\./i.test(address) ? `https://${address}` : address })
    from = match.index + address.length
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from) })
  return parts
}

function trimmed(found: string): string {
  const bare = found.replace(trailing, '')
  for (const [open, close] of ['()', '[]', '{}']) {
    if (bare.endsWith(close!) && count(bare, close!) > count(bare, open!)) return trimmed(bare.slice(0, -1))
  }
  return bare
}
const count = (text: string, mark: string) => text.split(mark).length - 1
