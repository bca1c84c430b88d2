import { isKnownName, lineBreakAfter } from './header-lines.ts'

/** Delimiter candidates looked at before giving up. */
const mostTries = 200

/**
 * Finds the boundary of a multipart that names none, or a wrong one: the first line of "--" and a word that is followed by a field of a part header, or
 * by a blank line when the word comes again. null when the body is no multipart.
 */
export function sniffBoundary(bytes: Buffer, start: number): string | null {
  let tries = 0
  for (let at = firstDashes(bytes, start); at >= 0 && tries < mostTries; at = nextDashes(bytes, at + 2), tries++) {
    const end = lineEnd(bytes, at)
    const boundary = bytes.toString('latin1', at + 2, end).trimEnd()
    if (boundary.length < 2 || boundary.length > 200 || /^-*$/.test(boundary) || boundary.includes(' ')) continue
    const next = (bytes[end] === 13 ? lineBreakAfter(bytes, end) : 0) || end + 1
    const line = bytes.toString('latin1', next, Math.min(lineEnd(bytes, next), next + 100))
    const colon = line.indexOf(':')
    if (colon > 0 && isKnownName(line.slice(0, colon))) return boundary
    if (line.trim() === '' && bytes.indexOf(`--${boundary}`, next, 'latin1') >= 0) return boundary
  }
  return null
}

const isBreak = (c: number | undefined) => c === 10 || c === 13

function firstDashes(bytes: Buffer, start: number): number {
  return bytes[start] === 45 && bytes[start + 1] === 45 ? start : nextDashes(bytes, start)
}

function nextDashes(bytes: Buffer, from: number): number {
  for (let i = bytes.indexOf('--', from, 'latin1'); i >= 0; i = bytes.indexOf('--', i + 1, 'latin1')) {
    if (isBreak(bytes[i - 1])) return i
    while (bytes[i + 2] === 45) i++
  }
  return -1
}

function lineEnd(bytes: Buffer, from: number): number {
  let i = from
  while (i < bytes.length && i < from + 2000 && !isBreak(bytes[i])) i++
  return i
}
