import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open as openFile, readdir, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { detectContentType, sniffedBytes, type TypeHints } from './content-type.ts'
import { checkRoom, makeFolder, publish, syncFolder, unlinkIfThere } from './durable.ts'
import { asStorageError, fileMissing, fileTooLarge } from './errors.ts'

export interface StoredFile {
  /** Lower-case hex. With the workspace it is the file's whole address; it is not a secret and gives no right to read. */
  sha256: string
  sizeBytes: number
  /** One of the types we serve, found from the bytes. */
  contentType: string
}

export type Bytes = Uint8Array | AsyncIterable<Uint8Array>

/** Where files are kept. A driver for S3 keeps the same promises with `PutObject` and the key `workspaceId/sha256`. */
export interface FileStore {
  /**
   * Keeps the bytes; when it returns they survive a crash. The same bytes twice in a workspace are kept once.
   * Errors: `file.storage_full`, `file.too_large`, or what reading the source threw; nothing is left behind then.
   */
  put(workspaceId: string, source: Bytes, hints: TypeHints): Promise<StoredFile>
  /** Many at once, in the order given, which costs half of putting each: a mail may hold thousands. */
  putMany(workspaceId: string, sources: { bytes: Uint8Array; hints: TypeHints }[]): Promise<StoredFile[]>
  /** The bytes, or those from `start` to `end` inclusive. Errors: `file.not_found`. */
  open(workspaceId: string, sha256: string, range?: { start: number; end: number }): Promise<{ stream: Readable; sizeBytes: number }>
  /** Deletes it unless it was put (again) after `untouchedSince`: whoever finds a file without a row in the database may be looking at one about to get it. */
  remove(workspaceId: string, sha256: string, untouchedSince?: Date): Promise<boolean>
  /** Every file of a workspace, in no order: for finding those no row refers to, and for erasing. */
  list(workspaceId: string): AsyncIterable<string>
  /** Takes a finished file from the same disk instead of bytes. */
  adopt(workspaceId: string, draft: string, hints: TypeHints): Promise<StoredFile>
  /** Deletes what puts cut short by a crash left behind. */
  sweep(now: Date): Promise<number>
}

export interface FileStoreOptions {
  dir: string
  /** For one file. Default 50 MiB. */
  maxBytes?: number
  /** Below this, `put` refuses, so that the database can go on. Default 32 MiB. */
  minFreeBytes?: number
}

const abandonedAfterMs = 24 * 3_600_000

/** Files on the local disk: `dir/<workspace>/<first two digits>/<sha256>`, owner-only. No name a stranger chose is ever part of a path. */
export function createFileStore({ dir, maxBytes = 50 * 1024 * 1024, minFreeBytes = 32 * 1024 * 1024 }: FileStoreOptions): FileStore {
  const draftFolder = join(dir, 'drafts')
  const ready = once(() => makeFolder(draftFolder))
  const pathOf = (workspaceId: string, sha256: string) => {
    if (!/^[\w-]{1,64}$/.test(workspaceId)) throw new TypeError('not a workspace id')
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw fileMissing()
    return join(dir, workspaceId, sha256.slice(0, 2), sha256)
  }
  const keep = async (workspaceId: string, draft: string, written: Written): Promise<void> => {
    const path = pathOf(workspaceId, written.sha256)
    if (await isKept(path, written.sizeBytes)) await unlinkIfThere(draft)
    else await publish(draft, path)
    await syncFolder(dirname(path))
  }
  const describe = async ({ sha256, sizeBytes, head }: Written, hints: TypeHints): Promise<StoredFile> => ({
    sha256,
    sizeBytes,
    contentType: await detectContentType(head, hints),
  })

  /** Bytes in their place, whose name in its folder is still to be synced. */
  async function place(workspaceId: string, bytes: Uint8Array): Promise<Written> {
    if (bytes.byteLength > maxBytes) throw fileTooLarge(maxBytes)
    const written = measureWhole(bytes)
    const path = pathOf(workspaceId, written.sha256)
    // The logo in a signature comes with every mail: what is here already is not written again.
    if (await isKept(path, written.sizeBytes)) return written
    await writing(async (draft) => {
      await checkRoom(dir, minFreeBytes + bytes.byteLength)
      await writeDraft(draft, [bytes], maxBytes)
      await publish(draft, path)
    })
    return written
  }

  /** Gives a name for a draft, and leaves none behind. */
  async function writing<T>(write: (draft: string) => Promise<T>): Promise<T> {
    const draft = join(draftFolder, randomBytes(16).toString('hex'))
    try {
      await ready()
      return await write(draft)
    } catch (error) {
      await unlinkIfThere(draft)
      throw asStorageError(error)
    }
  }

  const putMany: FileStore['putMany'] = async (workspaceId, sources) => {
    const placed = await inLanes(sources, async ({ bytes, hints }) => describe(await place(workspaceId, bytes), hints))
    const folders = new Set(placed.map(({ sha256 }) => dirname(pathOf(workspaceId, sha256))))
    await inLanes([...folders], syncFolder)
    return placed
  }

  return {
    async put(workspaceId, source, hints) {
      pathOf(workspaceId, '0'.repeat(64))
      if (source instanceof Uint8Array) return (await putMany(workspaceId, [{ bytes: source, hints }]))[0]!
      return writing(async (draft) => {
        await checkRoom(dir, minFreeBytes)
        const written = await writeDraft(draft, source, maxBytes)
        await keep(workspaceId, draft, written)
        return describe(written, hints)
      })
    },

    putMany,

    async adopt(workspaceId, draft, hints) {
      const written = await readDraft(draft)
      if (written.sizeBytes > maxBytes) throw fileTooLarge(maxBytes)
      try {
        await keep(workspaceId, draft, written)
        return await describe(written, hints)
      } catch (error) {
        throw asStorageError(error)
      }
    },

    async open(workspaceId, sha256, range) {
      const path = pathOf(workspaceId, sha256)
      const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? fileMissing() : error
      })
      return { stream: createReadStream(path, range), sizeBytes: size }
    },

    async remove(workspaceId, sha256, untouchedSince) {
      const path = pathOf(workspaceId, sha256)
      const found = await stat(path).catch(() => null)
      if (!found || (untouchedSince && found.mtime > untouchedSince)) return false
      return unlinkIfThere(path)
    },

    async *list(workspaceId) {
      const folder = join(pathOf(workspaceId, '0'.repeat(64)), '..', '..')
      for (const prefix of await readdir(folder).catch(() => [])) yield* await readdir(join(folder, prefix))
    },

    async sweep(now) {
      let removed = 0
      for (const name of await readdir(draftFolder).catch(() => [])) {
        const path = join(draftFolder, name)
        const found = await stat(path).catch(() => null)
        if (found && now.getTime() - found.mtimeMs > abandonedAfterMs && (await unlinkIfThere(path))) removed++
      }
      return removed
    },
  }
}

interface Written {
  sha256: string
  sizeBytes: number
  head: Uint8Array
}

async function writeDraft(path: string, source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, maxBytes: number): Promise<Written> {
  const file = await openFile(path, 'wx', 0o600)
  try {
    const measure = startMeasure()
    for await (const chunk of source) {
      if (measure.sizeBytes + chunk.byteLength > maxBytes) throw fileTooLarge(maxBytes)
      measure.add(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    return measure.finish()
  } finally {
    await file.close()
  }
}

async function readDraft(path: string): Promise<Written> {
  const file = await openFile(path, 'r+')
  try {
    const measure = startMeasure()
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) measure.add(chunk)
    await file.sync()
    return measure.finish()
  } finally {
    await file.close()
  }
}

function measureWhole(bytes: Uint8Array): Written {
  const measure = startMeasure()
  measure.add(bytes)
  return measure.finish()
}

function startMeasure() {
  const hash = createHash('sha256')
  const head: Uint8Array[] = []
  let headBytes = 0
  return {
    sizeBytes: 0,
    add(chunk: Uint8Array) {
      hash.update(chunk)
      this.sizeBytes += chunk.byteLength
      if (headBytes >= sniffedBytes) return
      // A copy: a stream may use its buffer again.
      const part = Uint8Array.prototype.slice.call(chunk, 0, sniffedBytes - headBytes)
      head.push(part)
      headBytes += part.byteLength
    },
    finish(): Written {
      return { sha256: hash.digest('hex'), sizeBytes: this.sizeBytes, head: Buffer.concat(head) }
    },
  }
}

/** As many files as this are open at a time. */
const lanes = 8

/** Does one after the other in a few lanes side by side; results in the order given. */
async function inLanes<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  const lane = async () => {
    for (const [at, item] of waiting) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  return results
}

/** Touched, so that nobody clearing up takes it for forgotten. Its folder is still to be synced: the put that wrote it may not have come that far. */
async function isKept(path: string, sizeBytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found?.size !== sizeBytes) return false
  const now = new Date()
  try {
    await utimes(path, now, now)
  } catch {
    return false
  }
  return true
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => {
    running ??= work().catch((error: unknown) => {
      running = null
      throw error
    })
    return running
  }
}
