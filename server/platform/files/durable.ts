import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, statfs, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failpoint } from '../failpoint.ts'
import { asStorageError, StorageFull } from './errors.ts'

/** Makes the names in a folder survive a power cut. Windows cannot open a folder for this and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const file = await open(folder, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the folder and syncs every folder in which a new name came to be. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

/** Moves a synced file to its place in one step; afterwards it is there whole, or not at all. The caller syncs its folder. */
export async function publish(draft: string, path: string): Promise<void> {
  failpoint('I9')
  try {
    await rename(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await makeFolder(dirname(path))
    await rename(draft, path)
  }
}

/** Writes a small file whole or not at all. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${randomBytes(12).toString('hex')}`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await unlinkIfThere(draft)
    throw asStorageError(error)
  }
}

export async function unlinkIfThere(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Refuses before the last bytes are gone: what is left belongs to the database, which stops more painfully. Throws `StorageFull`. */
export async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < neededBytes) throw new StorageFull()
}
