/** Longer texts are normalised unit by unit: V8's replaceAll takes a second and 300 MB for ten million line ends. */
const longText = 200_000
/** Pieces are joined in batches: an array of millions of lines costs more memory than the text. */
const mostPieces = 8192

/** Line ends as \n whatever they were: CRLF, CR, CRCRLF. NUL characters go: no database text may hold them. */
export function normaliseLines(text: string): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text
  if (!clean.includes('\r')) return clean
  if (clean.length > longText) return normaliseUnits(clean)
  const once = clean.replaceAll('\r\n', '\n')
  return once.includes('\r') ? once.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : once
}

function normaliseUnits(text: string): string {
  const bytes = Buffer.from(text, 'utf16le')
  const units = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length)
  let length = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!
    if (unit !== 13) {
      units[length++] = unit
      continue
    }
    if (units[i + 1] === 10) continue
    if (units[i + 1] === 13 && units[i + 2] === 10) i++
    else units[length++] = 10
  }
  return bytes.toString('utf16le', 0, length * 2)
}

/**
 * Undoes format=flowed (RFC 3676): lines that end in a space go on in the next one of the same quote depth; with `delSp` that space goes too. Space
 * stuffing is removed. Quoted paragraphs keep one mark per level in front.
 */
export function unflow(text: string, delSp: boolean): string {
  let done = ''
  let out: string[] = []
  let isOpen = false
  let depth = 0
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    let at = start
    while (text.charCodeAt(at) === 62) at++
    const quotes = at - start
    if (text.charCodeAt(at) === 32) at++
    const isSignature = end - at === 3 && text.startsWith('-- ', at)
    if (isOpen && (quotes !== depth || isSignature)) {
      out.push('\n')
      isOpen = false
    }
    if (!isOpen && quotes > 0) out.push('>'.repeat(quotes), ' ')
    const isSoft = !isSignature && end > at && text.charCodeAt(end - 1) === 32
    out.push(text.slice(at, isSoft && delSp ? end - 1 : end))
    if (!isSoft && end < text.length) out.push('\n')
    isOpen = isSoft
    depth = quotes
    if (out.length > mostPieces) {
      done += out.join('')
      out = []
    }
    start = end + 1
  }
  return done + out.join('')
}

/** text/enriched (RFC 1896) and text/richtext (RFC 1341) as plain text. */
export function enrichedToText(source: string, isRichtext: boolean): string {
  const text = isRichtext ? source.replaceAll(/\n+/g, ' ') : source.replaceAll(/\n+/g, (breaks) => (breaks.length === 1 ? ' ' : breaks.slice(1)))
  const out: string[] = []
  let position = 0
  let hiddenBy = ''
  let close = 0
  while (position < text.length) {
    const open = text.indexOf('<', position)
    if (open < 0) break
    if (hiddenBy === '') out.push(text.slice(position, open))
    if (!isRichtext && text[open + 1] === '<') {
      if (hiddenBy === '') out.push('<')
      position = open + 2
      continue
    }
    if (close <= open) close = text.indexOf('>', open)
    if (close < 0) {
      position = open
      break
    }
    const command = text.slice(open + 1, Math.min(close, open + 100)).toLowerCase()
    if (hiddenBy === '') {
      if (command === 'param' || command === 'comment') hiddenBy = `/${command}`
      else out.push(isRichtext ? (richtextSigns[command] ?? '') : '')
    } else if (command === hiddenBy) hiddenBy = ''
    position = close + 1
  }
  if (hiddenBy === '') out.push(text.slice(position))
  return out.join('')
}

const richtextSigns: Record<string, string> = { nl: '\n', lt: '<', np: '\n\n', '/paragraph': '\n\n' }

/** Plain text as HTML that shows it as written, for mails that mix plain and HTML parts. */
export function textToHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<div style="white-space:pre-wrap">${escaped}</div>`
}
