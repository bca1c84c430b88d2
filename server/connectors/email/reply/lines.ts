/** What the HTML view says of a line: the customer's, quoted, or a signature; null when the HTML does not say. */
export type HtmlMark = 'own' | 'quoted' | 'signature' | null

/** One line of the mail's text view. `body` is the line without its quote prefix, trimmed. `depth` counts the `>` before it. */
export interface Line {
  raw: string
  body: string
  depth: number
  html: HtmlMark
  /** In a plain blockquote of the HTML, which quotes when an attribution stands above it and is only an indent otherwise. */
  indented: boolean
}

/** Up to ten levels of ">" with the blanks clients put between them. A mail full of ">" stays linear because the count is bounded. */
const quotePrefix = /^[ \t]{0,4}(?:>[ \t]{0,2}){1,60}/
/** mbox writers put ">" before a line that begins with "From " (RFC 4155): such a line is not a quotation. */
const mboxEscape = /^>From /

/** Longer lines are never headers or attributions; patterns are tried on lines up to this length only, which keeps the work linear. */
export const longestStructuralLine = 600

/** Cuts a text into lines. Joining `raw` with newlines gives the text back (CRLF and lone CR become LF). */
export function readLines(text: string): Line[] {
  return text.split(/\r\n|\n|\r/).map(readLine)
}

/** One line, read. */
export function readLine(raw: string): Line {
  const prefix = mboxEscape.test(raw) ? null : quotePrefix.exec(raw)
  const depth = prefix ? prefix[0].replaceAll(/[^>]/g, '').length : 0
  return { raw, body: (prefix ? raw.slice(prefix[0].length) : raw).trim(), depth, html: null, indented: false }
}

/** Nothing to read on this line, also when quoted. Invisible characters (BOM, joiners, soft hyphen) count as nothing. */
export const isBlank = (line: Line) => line.body === '' || !/[^\s\p{Default_Ignorable_Code_Point}]/u.test(line.body)

/** Index of the next line with something on it, or the number of lines. */
export function nextFilled(lines: Line[], from: number): number {
  let at = from
  while (at < lines.length && isBlank(lines[at]!)) at++
  return at
}
