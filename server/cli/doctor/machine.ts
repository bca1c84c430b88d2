import { existsSync, mkdirSync, readFileSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { findLostClusters } from '../../platform/database/embedded/index.ts'
import { loadInstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { version } from '../../platform/settings.ts'
import { type Finding, bad, describeAge, ok, warn } from './finding.ts'

const gigabyte = 1024 ** 3
const littleSpaceBytes = gigabyte
const noSpaceBytes = 200 * 1024 ** 2
const littleMemoryBytes = 300 * 1024 ** 2
const oldBackupMs = 8 * 86_400_000

/** Program, processor, memory. */
export function checkMachine(): Finding[] {
  const major = Number(process.versions.node.split('.')[0])
  return [
    major >= 24
      ? ok(`Samvad ${version} on Node ${process.versions.node}`)
      : bad(`Node ${process.versions.node} is too old.`, 'Start by the command samvad or npm start, which bring Node 24.'),
    availableMemory() >= littleMemoryBytes
      ? ok(
          `${availableParallelism()} processors, ${(totalmem() / gigabyte).toFixed(1)} GB of memory, ${(availableMemory() / gigabyte).toFixed(1)} GB available`,
        )
      : warn(
          `Only ${Math.round(availableMemory() / 1024 ** 2)} MB of memory are available.`,
          'Close other programs or add memory: 1 GB is comfortable for a small company.',
        ),
  ]
}

/** The data folder: rights, space, writing and reading, keys, backups. */
export async function checkFolder(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [bad(`There is no data folder ${dataDir}.`, 'Name it with --data, or start Samvad once to make it.')]
  return [
    checkRights(dataDir),
    checkSpace(dataDir),
    checkWriting(dataDir),
    await checkKeys(dataDir),
    await checkBackups(dataDir),
    ...checkLostClusters(),
  ]
}

function checkLostClusters(): Finding[] {
  if (process.getuid?.() !== 0) return []
  return findLostClusters().map(({ folder, dataDir }) =>
    warn(
      `${folder} holds the database of ${dataDir || 'a data folder'} that is not there.`,
      `If that installation is gone for good: rm -r ${folder}`,
    ),
  )
}

function checkRights(dataDir: string): Finding {
  const mode = statSync(dataDir).mode & 0o777
  if (process.platform === 'win32' || (mode & 0o066) === 0) return ok(`Data folder ${dataDir}`)
  return warn(`Others may look into the data folder ${dataDir} (mode ${mode.toString(8)}).`, `Run: chmod go-rw "${dataDir}"`)
}

function checkSpace(dataDir: string): Finding {
  const { bavail, bsize, blocks } = statfsSync(dataDir)
  const freeBytes = bavail * bsize
  const text = `${(freeBytes / gigabyte).toFixed(1)} of ${((blocks * bsize) / gigabyte).toFixed(1)} GB are free on the disk of the data folder`
  if (freeBytes >= littleSpaceBytes) return ok(text)
  return (freeBytes < noSpaceBytes ? bad : warn)(
    `Only ${text}.`,
    'Free some space; when it is full, new mail is refused (and comes again later) until there is space.',
  )
}

function checkWriting(dataDir: string): Finding {
  const path = join(dataDir, `doctor-${randomBytes(4).toString('hex')}`, 'file')
  const content = randomBytes(64 * 1024)
  try {
    mkdirSync(join(path, '..'), { mode: 0o700 })
    writeFileSync(path, content, { flush: true })
    if (!readFileSync(path).equals(content))
      return bad('A file written to the data folder reads back differently.', 'Check the disk (dmesg, smartctl) and restore a backup on another one.')
    return ok('Files can be written and read back')
  } catch (error) {
    return bad(`The data folder cannot be written: ${(error as Error).message}.`, `Give it to this user: sudo chown -R $(id -un) "${dataDir}"`)
  } finally {
    rmSync(join(path, '..'), { recursive: true, force: true })
  }
}

async function checkKeys(dataDir: string): Promise<Finding> {
  if (!process.env.SAMVAD_SECRET_KEYS && !existsSync(join(dataDir, 'instance-keys'))) return ok('No keys yet (the first start makes them)')
  try {
    const keys = await loadInstanceKeys(dataDir, process.env)
    return ok(`${keys.length === 1 ? 'The key' : `${keys.length} keys`} of this installation can be read`)
  } catch (error) {
    return bad(`${(error as Error).message}.`, 'Bring back instance-keys from a backup: without it, stored passwords of inboxes cannot be read.')
  }
}

async function checkBackups(dataDir: string): Promise<Finding> {
  const folder = join(dataDir, 'backups')
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.endsWith('.tar'))
  const newest = Math.max(...names.map((name) => statSync(join(folder, name)).mtimeMs))
  if (names.length === 0) return warn(`There is no backup in ${folder}.`, 'Run every night: samvad backup. And copy the file to another machine.')
  const ageMs = Date.now() - newest
  if (ageMs > oldBackupMs) return warn(`The newest backup is ${describeAge(ageMs)} old.`, 'Run every night: samvad backup')
  return ok(`The newest backup is ${describeAge(ageMs)} old`)
}

/** What the system could give, caches included; `freemem` alone alarms on every Linux that has run for a day. */
function availableMemory(): number {
  try {
    return Number(/MemAvailable:\s+(\d+) kB/.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) * 1024
  } catch {
    return freemem()
  }
}
