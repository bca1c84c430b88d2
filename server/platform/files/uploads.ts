import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { checkRoom, makeFolder, replaceFile, unlinkIfThere } from './durable.ts'
import { asStorageError, fileTooLarge, uploadMissing } from './errors.ts'
import type { FileStore, StoredFile } from './file-store.ts'

/** Who sends what. An upload belongs to one workspace and one owner (agent or visitor); for everybody else it does not exist. */
export interface UploadOwner {
  workspaceId: string
  owner: string
}

export interface NewUpload {
  name: string
  declaredType?: string
  sizeBytes: number
}

export interface UploadState {
  uploadId: string
  /** How many bytes are here: send the next chunk from here. */
  offset: number
  sizeBytes: number
  expiresAt: Date
}

export interface Uploads {
  /** Begins an upload; its id has 128 random bits. Errors: `file.too_large`, `file.storage_full`. */
  create(owner: UploadOwner, file: NewUpload, now: Date): Promise<UploadState>
  /** How far it has come, for going on after a lost connection. Errors: `upload.not_found`. */
  read(owner: UploadOwner, uploadId: string, now: Date): Promise<UploadState>
  /**
   * Adds a chunk. Errors: `upload.wrong_offset` (its `offset` says where to go on: also what a chunk sent twice gets), `upload.too_long`, `upload.not_found`, `file.storage_full`.
   */
  append(owner: UploadOwner, uploadId: string, offset: number, chunk: Uint8Array, now: Date): Promise<UploadState>
  /** Makes a stored file of a complete upload; asked again it says the same. Errors: `upload.incomplete`, `upload.checksum` (begin again), `upload.not_found`. */
  finish(owner: UploadOwner, uploadId: string, now: Date, expectedSha256?: string): Promise<StoredFile & { name: string }>
  /** Deletes what ran out. */
  sweep(now: Date): Promise<number>
}

interface UploadRecord {
  owner: UploadOwner
  file: NewUpload
  expiresAt: string
  finished?: StoredFile
}

/**
 * Resumable uploads in chunks, kept beside the file store on the same disk. A chunk is acknowledged when the system has it; the whole is synced at the end.
 * Unfinished ones run out after `lifetimeMs` (default one day).
 */
export function createUploads(options: { dir: string; store: FileStore; maxBytes?: number; minFreeBytes?: number; lifetimeMs?: number }): Uploads {
  const { dir, store, maxBytes = 10 * 1024 * 1024, minFreeBytes = 32 * 1024 * 1024, lifetimeMs = 24 * 3_600_000 } = options
  const inTurn = createTurns()
  const recordPath = (uploadId: string) => join(dir, `${uploadId}.json`)
  const partPath = (uploadId: string) => join(dir, `${uploadId}.part`)

  const load = async (owner: UploadOwner, uploadId: string, now: Date): Promise<UploadRecord> => {
    const record = /^[\w-]{22}$/.test(uploadId) ? await readRecord(recordPath(uploadId)) : null
    const isTheirs = record?.owner.workspaceId === owner.workspaceId && record.owner.owner === owner.owner
    if (!record || !isTheirs || now.getTime() >= Date.parse(record.expiresAt)) throw uploadMissing()
    return record
  }
  const stateOf = async (uploadId: string, record: UploadRecord): Promise<UploadState> => ({
    uploadId,
    offset: record.finished?.sizeBytes ?? (await stat(partPath(uploadId)).catch(() => null))?.size ?? 0,
    sizeBytes: record.file.sizeBytes,
    expiresAt: new Date(record.expiresAt),
  })

  return {
    async create(owner, { name, declaredType, sizeBytes }, now) {
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
        throw new AppError('invalid', 'upload.size_invalid', 'Say how long the file is, in bytes.')
      if (sizeBytes > maxBytes) throw fileTooLarge(maxBytes)
      await makeFolder(dir)
      await checkRoom(dir, minFreeBytes + sizeBytes)
      const uploadId = randomBytes(16).toString('base64url')
      const record: UploadRecord = {
        owner,
        file: { name, ...(declaredType && { declaredType }), sizeBytes },
        expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
      }
      await replaceFile(recordPath(uploadId), JSON.stringify(record))
      return stateOf(uploadId, record)
    },

    async read(owner, uploadId, now) {
      return stateOf(uploadId, await load(owner, uploadId, now))
    },

    append: (owner, uploadId, offset, chunk, now) =>
      inTurn(uploadId, async () => {
        const record = await load(owner, uploadId, now)
        const state = await stateOf(uploadId, record)
        if (offset !== state.offset || record.finished)
          throw new AppError('conflict', 'upload.wrong_offset', `Go on from byte ${state.offset}.`, { offset: state.offset })
        if (offset + chunk.byteLength > state.sizeBytes) throw new AppError('invalid', 'upload.too_long', 'These are more bytes than were announced.')
        await checkRoom(dir, minFreeBytes + chunk.byteLength)
        await writeAt(partPath(uploadId), offset, chunk)
        return { ...state, offset: offset + chunk.byteLength }
      }),

    finish: (owner, uploadId, now, expectedSha256) =>
      inTurn(uploadId, async () => {
        const record = await load(owner, uploadId, now)
        const { name } = record.file
        if (record.finished) return { ...record.finished, name }
        const { offset, sizeBytes } = await stateOf(uploadId, record)
        if (offset !== sizeBytes) throw new AppError('conflict', 'upload.incomplete', `Only ${offset} of ${sizeBytes} bytes are here.`, { offset })
        if (sizeBytes === 0) await writeAt(partPath(uploadId), 0, new Uint8Array())
        const finished = await store.adopt(owner.workspaceId, partPath(uploadId), record.file)
        // The bytes themselves are safe by now; only this upload is worth nothing.
        if (expectedSha256 !== undefined && expectedSha256.toLowerCase() !== finished.sha256) {
          await unlinkIfThere(recordPath(uploadId))
          throw new AppError('conflict', 'upload.checksum', 'The file arrived damaged. Send it again.')
        }
        await replaceFile(recordPath(uploadId), JSON.stringify({ ...record, finished }))
        return { ...finished, name }
      }),

    async sweep(now) {
      let removed = 0
      for (const fileName of await readdir(dir).catch(() => [])) {
        const uploadId = /^([\w-]{22})\.(?:json|part)$/.exec(fileName)?.[1]
        if (!uploadId) continue
        const record = await readRecord(recordPath(uploadId))
        if (record && now.getTime() < Date.parse(record.expiresAt)) continue
        await unlinkIfThere(partPath(uploadId))
        if (await unlinkIfThere(recordPath(uploadId))) removed++
      }
      return removed
    },
  }
}

async function readRecord(path: string): Promise<UploadRecord | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as UploadRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A chunk that did not fit is taken back whole, so that the size of the file stays the offset to go on from. */
async function writeAt(path: string, offset: number, chunk: Uint8Array): Promise<void> {
  const file = await open(path, offset === 0 ? 'a' : 'r+', 0o600)
  try {
    let written = 0
    while (written < chunk.byteLength) {
      const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written, offset + written)
      written += bytesWritten
    }
  } catch (error) {
    await file.truncate(offset)
    throw asStorageError(error)
  } finally {
    await file.close()
  }
}

/** One piece of work at a time for each id. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(id) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => {})
    last.set(id, settled)
    try {
      return await mine
    } finally {
      if (last.get(id) === settled) last.delete(id)
    }
  }
}
