import type { ParsedMail } from '../mime/mail.ts'

export type Header = { name: string; value: string }

/** No header says more to us; patterns are not tried on longer values. */
const longestValue = 4000

/** Every value of a header, in order, cut at 4,000 characters; `name` in lower case. */
export function headerValues(headers: readonly Header[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value.slice(0, longestValue).trim())
}

/** The first value of a header, or null. */
export function firstHeader(headers: readonly Header[], name: string): string | null {
  return headerValues(headers, name)[0] ?? null
}

/** What ends an address in running text. */
const delimiters = /[\s<>()[\],;:"'\\`]/u
/** RFC 5321 §4.5.3.1: 64 and 255 octets; VERP senders write longer local parts. */
const longestLocalPart = 128
const longestDomain = 255

/** Addresses that occur in a text, in order, each once, with their case kept. Linear in the text, whatever stands in it. */
export function addressesIn(text: string): string[] {
  const seen = new Map<string, string>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const address = addressAround(text, at)
    if (address !== null && !seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address)
  }
  return [...seen.values()]
}

function addressAround(text: string, at: number): string | null {
  let start = at
  while (start > 0 && at - start <= longestLocalPart && text[start - 1] !== '@' && !delimiters.test(text[start - 1]!)) start--
  let end = at + 1
  while (end < text.length && end - at <= longestDomain && text[end] !== '@' && !delimiters.test(text[end]!)) end++
  while (end > at && /[.!?]/.test(text[end - 1]!)) end--
  return start < at && end - at > 2 ? text.slice(start, end).replace(/^(?:smtp|rfc822)=/i, '') : null
}

/** The first `<id>` of a Message-ID-like value without its brackets; a bare value is taken as it is. */
export function bareMessageId(value: string | null): string | null {
  if (value === null) return null
  const id = /<\s*([^<>\s]+)\s*>/.exec(value)?.[1] ?? value.trim().split(/\s+/)[0] ?? ''
  return id === '' ? null : id
}

/**
 * A block of header lines, unfolded; reading stops at the first line that can be none. Lines may be indented as a whole, as some
 * reports quote them; `lenient` also joins wrapped lines that lost their indentation. Encoded words stay encoded.
 */
export function readHeaderBlock(text: string, { lenient = false } = {}): Header[] {
  const lines = text.split(/\r{1,3}\n|\r|\n/)
  const indent = /^[ \t]*/.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? ''
  const headers: Header[] = []
  for (const raw of lines) {
    const line = raw.startsWith(indent) ? raw.slice(indent.length) : raw
    const last = headers.at(-1)
    const field = /^([A-Za-z][A-Za-z0-9_-]*)[ \t]*:(.*)$/.exec(line)
    if (field) headers.push({ name: field[1]!.toLowerCase(), value: field[2]!.trim() })
    else if (last && line.trim() !== '' && (lenient || /^[ \t]/.test(line))) last.value = `${last.value} ${line.trim()}`.trim()
    else if (last || (line.trim() !== '' && !line.startsWith('From '))) break
  }
  return headers
}

/** Lower-cased addresses of From, Sender and Reply-To. */
export function authorAddresses(mail: ParsedMail): string[] {
  return [mail.from, mail.sender, ...mail.replyTo].flatMap((author) => (author?.address ? [author.address.toLowerCase()] : []))
}
