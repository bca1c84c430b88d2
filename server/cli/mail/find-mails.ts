import { createReadStream } from 'node:fs'
import { open, readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { looksLikeMbox, splitMbox } from './mbox.ts'

/** One mail to import, or why there is none at this place. */
export type FoundMail = { place: string; content: Buffer } | { place: string; because: string }

/** Larger than any provider delivers (Gmail takes in 50 MB); the server's own limit decides below it. */
const largestMailBytes = 64 * 1024 * 1024

/**
 * Every mail below `path`: one mail in a file, an mbox, a Maildir (`cur`, `new`), or a folder of .eml and .mbox files with all folders in
 * it, in the order of their names. One mail is in memory at a time. Errors: the file system's, when `path` itself cannot be read.
 */
export async function* findMails(path: string): AsyncGenerator<FoundMail> {
  if ((await stat(path)).isDirectory()) yield* findInFolder(path)
  else yield* findInFile(path)
}

async function* findInFolder(folder: string): AsyncGenerator<FoundMail> {
  const entries = await readdir(folder, { withFileTypes: true })
  const isMaildirPart = ['cur', 'new'].includes(basename(folder))
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'tmp') yield* findInFolder(path)
    else if (entry.isFile() && !entry.name.startsWith('.') && (isMaildirPart || /\.(eml|mbox|mbx|mail|msg\.txt)$/i.test(entry.name)))
      yield* findInFile(path)
  }
}

async function* findInFile(path: string): AsyncGenerator<FoundMail> {
  const { size } = await stat(path)
  if (size === 0) return yield { place: path, because: 'it is empty' }
  if (looksLikeMbox(await readBeginning(path))) return yield* findInMbox(path)
  if (size > largestMailBytes) return yield { place: path, because: tooLarge(size) }
  yield { place: path, content: await readFile(path) }
}

async function* findInMbox(path: string): AsyncGenerator<FoundMail> {
  let number = 0
  for await (const mail of splitMbox(createReadStream(path, { highWaterMark: 256 * 1024 }), largestMailBytes)) {
    const place = `${path}, mail ${++number}`
    yield Buffer.isBuffer(mail) ? { place, content: mail } : { place, because: tooLarge(mail.tooLargeBytes) }
  }
}

async function readBeginning(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const tooLarge = (sizeBytes: number) => `it is too large (${Math.round(sizeBytes / 1024 ** 2)} MB)`
