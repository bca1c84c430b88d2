import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { blockBytes, endOfArchive, padding, readPaxPath, readTarHeader, writeTarHeader } from './tar-header.ts'

/** A tar archive being written. It bears its name only once `finish` has put it on the disk whole. */
export interface ArchiveWriter {
  /** SHA-256 (hex) of every entry so far, by path. */
  readonly hashes: Map<string, string>
  readonly sizeBytes: number
  add(path: string, content: Buffer): Promise<void>
  /** Adds a file as long as it was when opened. False when it is gone. */
  addFile(path: string, source: string): Promise<boolean>
  finish(): Promise<void>
  discard(): Promise<void>
}

export async function createArchive(path: string): Promise<ArchiveWriter> {
  const partial = `${path}.partial`
  await rm(partial, { force: true })
  const out = await open(partial, 'wx', 0o600)
  const at = new Date()
  const hashes = new Map<string, string>()
  let written = 0
  const write = async (...buffers: Buffer[]) => {
    await writeAll(out, buffers)
    for (const buffer of buffers) written += buffer.length
  }
  return {
    hashes,
    get sizeBytes() {
      return written
    },
    async add(name, content) {
      hashes.set(name, createHash('sha256').update(content).digest('hex'))
      await write(writeTarHeader(name, content.length, at), content, padding(content.length))
    },
    async addFile(name, source) {
      const file = await open(source, 'r').catch(ignoreMissing)
      if (!file) return false
      try {
        const { size } = await file.stat()
        const hash = createHash('sha256')
        await write(writeTarHeader(name, size, at))
        for await (const chunk of readRange(file, 0, size)) {
          hash.update(chunk)
          await write(Buffer.from(chunk))
        }
        await write(padding(size))
        hashes.set(name, hash.digest('hex'))
        return true
      } finally {
        await file.close()
      }
    },
    async finish() {
      await write(endOfArchive)
      await out.sync()
      await out.close()
      await rename(partial, path)
      const folder = await open(dirname(path), 'r')
      await folder.sync().catch(() => {}) // some systems cannot sync a folder
      await folder.close()
    },
    async discard() {
      await out.close().catch(() => {})
      await rm(partial, { force: true })
    },
  }
}

export interface ArchiveEntry {
  path: string
  offset: number
  sizeBytes: number
}

/** A tar archive of ours, opened for reading in any order. */
export interface ArchiveReader {
  /** In the order they were written. */
  readonly entries: ArchiveEntry[]
  read(path: string): Promise<Buffer>
  stream(entry: ArchiveEntry): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/** Reads the headers only. Throws when the archive is cut off or damaged. */
export async function openArchive(path: string): Promise<ArchiveReader> {
  const file = await open(path, 'r')
  try {
    const entries = await readEntries(file)
    return {
      entries,
      async read(name) {
        const entry = entries.find((known) => known.path === name)
        if (!entry) throw new Error(`${name} is missing`)
        return readExactly(file, entry.offset, entry.sizeBytes)
      },
      stream: (entry) => readRange(file, entry.offset, entry.sizeBytes),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readEntries(file: FileHandle): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  let offset = 0
  let longPath: string | null = null
  for (;;) {
    const header = readTarHeader(await readExactly(file, offset, blockBytes))
    if (!header) return entries
    const content = offset + blockBytes
    if (header.type === 'x') longPath = readPaxPath(await readExactly(file, content, header.sizeBytes))
    else {
      entries.push({ path: longPath ?? header.path, offset: content, sizeBytes: header.sizeBytes })
      longPath = null
    }
    offset = content + header.sizeBytes + padding(header.sizeBytes).length
  }
}

const pieceBytes = 1024 * 1024

async function* readRange(file: FileHandle, offset: number, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < sizeBytes; done += pieceBytes) yield await readExactly(file, offset + done, Math.min(pieceBytes, sizeBytes - done))
}

async function readExactly(file: FileHandle, offset: number, sizeBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(sizeBytes)
  let filled = 0
  while (filled < sizeBytes) {
    const { bytesRead } = await file.read(buffer, filled, sizeBytes - filled, offset + filled)
    if (bytesRead === 0) throw new Error('it ends too early')
    filled += bytesRead
  }
  return buffer
}

async function writeAll(file: FileHandle, buffers: Buffer[]): Promise<void> {
  for (const buffer of buffers) {
    for (let done = 0; done < buffer.length;) done += (await file.write(buffer, done)).bytesWritten
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
