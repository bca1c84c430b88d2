import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type ArchiveEntry, type ArchiveReader, openArchive } from './archive.ts'
import { type Header, type Manifest, filesPrefix, headerPath, manifestPath } from './catalogue.ts'

const expand = promisify(gunzip)

/** The backup is not one of ours, is damaged or cut off, or does not fit; the message says which in one line. */
export class BackupError extends Error {
  readonly code = 'backup_refused'
}

/** A backup opened for restoring; every piece is checked against its hash as it is read. */
export interface Backup {
  header: Header
  manifest: Manifest
  /** The text of a COPY, in pieces. Errors: BackupError when a piece is damaged. */
  readTable(table: Manifest['tables'][number]): AsyncGenerator<Buffer>
  /** Writes the files below the data folder; returns how many. Errors: BackupError when one is damaged or would leave the folder. */
  writeFiles(dataDir: string, say: (line: string) => void): Promise<number>
  close(): Promise<void>
}

/** Errors: BackupError. */
export async function openBackup(path: string): Promise<Backup> {
  const archive = await openArchive(path).catch((error: Error) =>
    refuse(path, (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : error.message),
  )
  try {
    const header = await readJson<Header>(archive, headerPath).catch(() => refuse(path, 'it is not a backup of Samvad'))
    if (header.format !== 'samvad-backup-1') refuse(path, `its format ${String(header.format)} is unknown to this version`)
    const manifest = await readJson<Manifest>(archive, manifestPath).catch(() => refuse(path, 'its end is missing'))
    const byPath = new Map(archive.entries.map((entry) => [entry.path, entry]))
    const missing = Object.keys(manifest.hashes).find((name) => !byPath.has(name))
    if (missing) refuse(path, `${missing} is missing`)
    return {
      header,
      manifest,
      async *readTable(table) {
        for (const part of table.parts) yield await expand(await readChecked(archive, byPath.get(part)!, manifest, path))
      },
      writeFiles: (dataDir, say) => writeFiles(archive, manifest, path, dataDir, say),
      close: () => archive.close(),
    }
  } catch (error) {
    await archive.close()
    throw error
  }
}

async function writeFiles(archive: ArchiveReader, manifest: Manifest, path: string, dataDir: string, say: (line: string) => void): Promise<number> {
  let files = 0
  let saidAt = Date.now()
  for (const entry of archive.entries) {
    if (!entry.path.startsWith(filesPrefix)) continue
    const name = entry.path.slice(filesPrefix.length)
    if (name.split('/').some((part) => part === '..' || part === '') || name.includes('\\') || name.includes('\0'))
      refuse(path, `${entry.path} would leave the data folder`)
    await writeFile(archive, entry, manifest, path, join(dataDir, name))
    files++
    if (Date.now() - saidAt > 2_000) {
      say(`${files} of ${manifest.files} files`)
      saidAt = Date.now()
    }
  }
  if (files !== manifest.files) refuse(path, `it holds ${files} files, not ${manifest.files}`)
  return files
}

async function writeFile(archive: ArchiveReader, entry: ArchiveEntry, manifest: Manifest, path: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const out = await open(target, 'w', 0o600)
  try {
    const hash = createHash('sha256')
    for await (const chunk of archive.stream(entry)) {
      hash.update(chunk)
      await out.writeFile(chunk)
    }
    if (hash.digest('hex') !== manifest.hashes[entry.path]) refuse(path, `${entry.path} is damaged`)
    await out.sync()
  } finally {
    await out.close()
  }
}

async function readChecked(archive: ArchiveReader, entry: ArchiveEntry, manifest: Manifest, path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  for await (const chunk of archive.stream(entry)) {
    hash.update(chunk)
    chunks.push(chunk)
  }
  if (hash.digest('hex') !== manifest.hashes[entry.path]) refuse(path, `${entry.path} is damaged`)
  return Buffer.concat(chunks)
}

const readJson = async <T>(archive: ArchiveReader, name: string): Promise<T> => JSON.parse((await archive.read(name)).toString('utf8'))

function refuse(path: string, because: string): never {
  throw new BackupError(`${path} cannot be restored: ${because}.`)
}
