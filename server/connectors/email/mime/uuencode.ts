/** A file found in a text encoding that names it. */
export interface EncodedFile {
  name: string
  content: Buffer
}

const LF = 10
const CR = 13

/** Reads the first "begin 644 name … end" block (POSIX uuencode, also its base64 form), or null. Lines that are too short are read as if padded. */
export function decodeUuencode(bytes: Buffer): EncodedFile | null {
  const start = findBegin(bytes)
  if (!start) return null
  if (start.isBase64) {
    const end = bytes.indexOf('====', start.next, 'latin1')
    return { name: start.name, content: Buffer.from(bytes.toString('latin1', start.next, end < 0 ? bytes.length : end), 'base64') }
  }
  const out = Buffer.allocUnsafe(bytes.length - start.next + 48)
  let length = 0
  let position = start.next
  while (position < bytes.length) {
    const end = lineEnd(bytes, position)
    if (end - position >= 3 && bytes.toString('latin1', position, position + 3) === 'end') break
    if (end > position) length = decodeLine(bytes, position, end, out, length)
    position = skipBreak(bytes, end)
  }
  return { name: start.name, content: out.subarray(0, length) }
}

/** Decodes one line of a uuencoded block into `out`; a line whose count cannot be true adds nothing. */
function decodeLine(bytes: Buffer, start: number, end: number, out: Buffer, length: number): number {
  const count = (bytes[start]! - 32) & 63
  if (count === 0 || count > 45 + 18) return length
  const stop = length + count
  let at = length
  for (let i = start + 1; at < stop && i < end; i += 4) {
    const a = sextet(bytes, i, end)
    const b = sextet(bytes, i + 1, end)
    const c = sextet(bytes, i + 2, end)
    const d = sextet(bytes, i + 3, end)
    if (at < stop) out[at++] = (a << 2) | (b >> 4)
    if (at < stop) out[at++] = ((b & 15) << 4) | (c >> 2)
    if (at < stop) out[at++] = ((c & 3) << 6) | d
  }
  if (end - start > 1) while (at < stop && at < out.length) out[at++] = 0
  return at
}

const sextet = (bytes: Buffer, at: number, end: number) => (at < end ? (bytes[at]! - 32) & 63 : 0)

function findBegin(bytes: Buffer): { name: string; next: number; isBase64: boolean } | null {
  let position = 0
  while (position < bytes.length) {
    const end = lineEnd(bytes, position)
    const line = bytes.toString('latin1', position, Math.min(end, position + 400))
    const match = /^begin(-base64)? [0-7]{3,4} (.{1,300})$/.exec(line.trimEnd())
    if (match) return { name: match[2]!.trim(), next: skipBreak(bytes, end), isBase64: match[1] !== undefined }
    position = skipBreak(bytes, end)
  }
  return null
}

export function lineEnd(bytes: Buffer, from: number): number {
  let i = from
  while (i < bytes.length && bytes[i] !== LF && bytes[i] !== CR) i++
  return i
}

export function skipBreak(bytes: Buffer, at: number): number {
  let i = at
  while (bytes[i] === CR && i < bytes.length && bytes[i + 1] === CR) i++
  if (bytes[i] === CR && bytes[i + 1] === LF) return i + 2
  return Math.min(i + 1, bytes.length)
}

/** More files than this in one text are left as text. */
const mostFiles = 500

/**
 * Takes uuencoded files out of a text body, as old Unix and Outlook clients put them there. Returns the text without them. A "begin" line counts only
 * when a well-formed block and its "end" follow: people do write "begin 100 days".
 */
export function extractInlineFiles(text: string): { text: string; files: EncodedFile[] } {
  if (!text.includes('begin ')) return { text, files: [] }
  const lines = text.split('\n')
  const kept: string[] = []
  const files: EncodedFile[] = []
  /** From here on there is no "end" line, so further "begin" lines need no search: keeps the whole linear. */
  const lastEnd = lines.findLastIndex((line) => line.trimEnd() === 'end')
  for (let i = 0; i < lines.length; i++) {
    const end = i < lastEnd && files.length < mostFiles && /^begin [0-7]{3,4} \S/.test(lines[i]!.slice(0, 400)) ? blockEnd(lines, i) : -1
    const file = end < 0 ? null : decodeUuencode(Buffer.from(lines.slice(i, end + 1).join('\n'), 'latin1'))
    if (!file) {
      kept.push(lines[i]!)
      continue
    }
    files.push({
      name: Buffer.from(lines[i]!.replace(/^begin [0-7]{3,4} /, ''), 'utf8')
        .toString()
        .trim(),
      content: file.content,
    })
    i = end
  }
  return files.length === 0 ? { text, files } : { text: kept.join('\n'), files }
}

/** Index of the "end" line of a block that begins at `begin`, or -1 as soon as a line cannot belong to it. */
function blockEnd(lines: string[], begin: number): number {
  for (let i = begin + 1; i < lines.length; i++) {
    const line = lines[i]!.trimEnd()
    if (line === 'end') return i > begin + 1 ? i : -1
    if (line === '' || line === '`') continue
    const count = (line.charCodeAt(0) - 32) & 63
    const needed = Math.ceil(count / 3) * 4
    // No small letter is ever written by uuencode: this is what sets it apart from prose.
    if (line.length > needed + 3 || !/^[ -`]+$/.test(line)) return -1
  }
  return -1
}
