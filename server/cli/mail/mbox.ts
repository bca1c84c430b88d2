const newline = 0x0a

/**
 * Splits an mbox into its mails, one at a time, from pieces of any size. A mail begins after a line `From ` at the start or after an empty
 * line; `>From ` (with any number of `>`) loses one `>`, the empty line before the next `From ` belongs to the format. A mail over
 * `mostBytes` is yielded as its size alone, so that one huge mail cannot exhaust memory.
 * Source: RFC 4155 and the mboxrd variant (qmail's mbox(5)).
 */
export async function* splitMbox(pieces: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer | { tooLargeBytes: number }> {
  let mail: { lines: Buffer[]; sizeBytes: number } | null = null
  let lastWasEmpty = true
  for await (const line of splitLines(pieces, mostBytes)) {
    if (lastWasEmpty && isSeparator(line)) {
      if (mail) yield finish(mail, mostBytes)
      mail = { lines: [], sizeBytes: 0 }
      lastWasEmpty = false
      continue
    }
    lastWasEmpty = isEmpty(line)
    if (!mail) continue // rubbish before the first separator
    const text = unquote(line)
    mail.sizeBytes += text.length
    if (mail.sizeBytes <= mostBytes) mail.lines.push(text)
    else mail.lines.length = 0
  }
  if (mail && mail.sizeBytes > 0) yield finish(mail, mostBytes)
}

/** Does the file begin like an mbox, and not like a single mail? */
export const looksLikeMbox = (beginning: Buffer): boolean => isSeparator(beginning)

function finish({ lines, sizeBytes }: { lines: Buffer[]; sizeBytes: number }, mostBytes: number): Buffer | { tooLargeBytes: number } {
  if (sizeBytes > mostBytes) return { tooLargeBytes: sizeBytes }
  const last = lines.at(-1)
  return Buffer.concat(last && isEmpty(last) ? lines.slice(0, -1) : lines)
}

/** Lines with their ends. A line longer than `mostBytes` comes in pieces, which only a mail that is too large anyway can have. */
async function* splitLines(pieces: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      const line = piece.subarray(start, end + 1)
      yield restBytes > 0 ? Buffer.concat([...rest, line]) : line
      rest = []
      restBytes = 0
      start = end + 1
    }
    if (start < piece.length) {
      rest.push(Buffer.from(piece.subarray(start)))
      restBytes += piece.length - start
    }
    if (restBytes > mostBytes) {
      yield Buffer.concat(rest)
      rest = []
      restBytes = 0
    }
  }
  if (restBytes > 0) yield Buffer.concat(rest)
}

const separator = Buffer.from('From ')
const isSeparator = (line: Buffer): boolean => line.subarray(0, separator.length).equals(separator)
const isEmpty = (line: Buffer): boolean => line.length <= 2 && /^\r?\n$/.test(line.toString('latin1'))

function unquote(line: Buffer): Buffer {
  if (line[0] !== 0x3e) return line
  let quotes = 1
  while (line[quotes] === 0x3e) quotes++
  return isSeparator(line.subarray(quotes, quotes + separator.length)) ? line.subarray(1) : line
}
