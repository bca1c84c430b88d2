import { sniffBoundary } from './boundary.ts'
import type { Reading } from './limits.ts'
import type { MailPart } from './part.ts'
import { isDisguisedMultipart, openPart, PartScanner } from './part-scanner.ts'
import { parameterWord } from './parameters.ts'
import { decodeTransfer, isPlainlyNotBase64 } from './transfer-encoding.ts'

/**
 * Reads a mail or part, header and all, into its tree of parts in one pass over the bytes, whatever the nesting. Bodies stay where they are; nothing is
 * decoded but multiparts that were wrongly given a transfer encoding. `depth` is how deep this entity lies in the mail.
 */
export function readEntity(bytes: Buffer, start: number, reading: Reading, depth: number, defaultType = 'text/plain'): MailPart {
  const root = openPart(bytes, start, reading, defaultType, depth > 0)
  readBody(root, reading, depth)
  return root
}

/** Finds the children of a multipart whose header is read; other parts need nothing. */
function readBody(root: MailPart, reading: Reading, depth: number): void {
  const boundary = parameterWord(root.typeField, 'boundary')
  if (isDisguisedMultipart(root, boundary)) root.type = 'multipart/mixed'
  if (!root.type.startsWith('multipart/')) return
  if (boundary !== null && boundary !== '' && depth < reading.limits.depth) new PartScanner(root, boundary, reading, depth).scan()
  rescueChildless(root, reading, depth, 0)
}

/** Multiparts in which no delimiter was found, anywhere in the tree: a wrong transfer encoding, a wrong or missing boundary, or no multipart at all. */
function rescueChildless(part: MailPart, reading: Reading, depth: number, tries: number): void {
  if (!part.type.startsWith('multipart/')) return
  if (part.children.length > 0) {
    for (const child of part.children) rescueChildless(child, reading, depth + 1, tries)
    return
  }
  if (tries < 3 && depth < reading.limits.depth) {
    const wasEncoded = decodeWhole(part)
    if (wasEncoded) reading.repairs.add('multipart:encoded')
    const named = parameterWord(part.typeField, 'boundary')
    const view = part.bytes.subarray(0, part.end)
    const isNamedHere = wasEncoded && named !== null && named !== '' && view.indexOf(`--${named}`, part.start, 'latin1') >= 0
    const sniffed = isNamedHere ? named : sniffBoundary(view, part.start)
    if (sniffed !== null) {
      reading.repairs.add('boundary:found-in-body')
      const end = part.end
      new PartScanner(part, sniffed, reading, depth).scan()
      part.end = end
      for (const child of part.children) rescueChildless(child, reading, depth + 1, tries + 1)
      if (part.children.length > 0) return
    }
  }
  reading.repairs.add('multipart:read-as-text')
  part.type = looksHtml(part.bytes.subarray(part.start, part.end)) ? 'text/html' : 'text/plain'
}

/** RFC 2045 §6.4 forbids encoding a multipart; it is done all the same. */
function decodeWhole(part: MailPart): boolean {
  if (part.encoding === 'identity') return false
  const body = part.bytes.subarray(part.start, part.end)
  if (part.encoding === 'base64' && isPlainlyNotBase64(body)) {
    part.encoding = 'identity'
    return false
  }
  part.bytes = decodeTransfer(body, part.encoding)
  part.start = 0
  part.end = part.bytes.length
  part.encoding = 'identity'
  return true
}

const looksHtml = (body: Buffer) => /^\s*<(?:!doctype|html|head|body|div|p|table)\b/i.test(body.toString('latin1', 0, 200))
