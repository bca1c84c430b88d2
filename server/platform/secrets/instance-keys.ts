import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'
import { chmod, constants, copyFile, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** One master key. It encrypts and signs nothing itself; every purpose gets a key of its own by `deriveKey`. */
export interface InstanceKey {
  id: string
  material: Buffer
}

/** The first is used for everything new; all of them still open and verify, so that a key can be replaced without stopping. */
export type InstanceKeys = readonly [current: InstanceKey, ...older: InstanceKey[]]

const fileName = 'instance-keys'
const keyBytes = 32

/**
 * The installation's keys: from SAMVAD_SECRET_KEYS (`id:base64,id:base64`, newest first, 32 bytes each) if set, else from the file `instance-keys` in the data
 * folder (one `id:base64` a line, newest first), created with mode 0600 at the first start. Several processes starting at once get the same key.
 * Throws when the keys cannot be read: without them stored secrets are lost, so a new key is never made in place of a broken one.
 */
export async function loadInstanceKeys(dataDir: string, env: Record<string, string | undefined>): Promise<InstanceKeys> {
  const fromEnv = env['SAMVAD_SECRET_KEYS']?.trim()
  if (fromEnv) return parseKeys(fromEnv.split(','), 'SAMVAD_SECRET_KEYS')
  const path = join(dataDir, fileName)
  const text = (await readKeyFile(path)) ?? (await createKeyFile(dataDir, path))
  return parseKeys(text.split('\n'), path)
}

/** Purposes are words of ours, a few dozen. */
const derived = new WeakMap<InstanceKey, Map<string, KeyObject>>()

/**
 * A key for one purpose (`seal`, `mac:file-url`), by HKDF-SHA256 (RFC 5869): knowing one tells nothing about another. Kept once derived: every signed link and
 * visitor's token asks for one.
 */
export function deriveKey(key: InstanceKey, purpose: string): KeyObject {
  const keys = derived.get(key) ?? new Map<string, KeyObject>()
  derived.set(key, keys)
  const known = keys.get(purpose)
  if (known) return known
  const made = createSecretKey(Buffer.from(hkdfSync('sha256', key.material, Buffer.alloc(0), `samvad/${purpose}`, keyBytes)))
  keys.set(purpose, made)
  return made
}

/** A new master key in the form of the environment variable, for `doctor` and rotation. */
export function newKeyLine(): string {
  return `${randomBytes(4).toString('hex')}:${randomBytes(keyBytes).toString('base64')}`
}

function parseKeys(lines: string[], source: string): InstanceKeys {
  const keys = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => parseKey(line, source))
  const [current, ...older] = keys
  if (!current) throw new Error(`${source} holds no key`)
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error(`${source} holds two keys with the same id`)
  return [current, ...older]
}

/** Never repeats the line in the error: it ends in logs. */
function parseKey(line: string, source: string): InstanceKey {
  const match = /^([\w-]{1,16}):([A-Za-z0-9+/_-]+={0,2})$/.exec(line)
  const material = Buffer.from(match?.[2] ?? '', 'base64')
  if (!match?.[1] || material.length !== keyBytes) throw new Error(`${source}: every key must read id:base64 with ${keyBytes} bytes`)
  return { id: match[1], material }
}

async function readKeyFile(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(path, 0o600)
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Written whole beside it and linked into place: the link fails when another process was first, whose key then counts. */
async function createKeyFile(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(
      `# Keys of this installation. Without them stored passwords and tokens cannot be read: back this file up.\n${newKeyLine()}\n`,
    )
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      // exFAT and some network folders know no hard links.
      if (error.code !== 'EEXIST') await copyFile(draft, path, constants.COPYFILE_EXCL)
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return readFile(path, 'utf8')
}
