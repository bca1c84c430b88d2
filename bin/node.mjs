import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const oldestMajor = 24

export const isNodeNewEnough = () => Number(process.versions.node.split('.')[0]) >= oldestMajor

/** The Node 24 that the package `node` brings, wherever npm has put it (beside us, or hoisted above us); null if it is not installed. */
export function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  try {
    const require = createRequire(join(root, 'package.json'))
    const folder = dirname(require.resolve('node/package.json'))
    const system = process.platform === 'win32' ? 'win' : process.platform
    const prefix = system === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
    const ownPackage = `node_modules/${prefix}-${system}-${process.arch}/bin`
    return (
      [join(folder, 'bin', name), join(folder, ownPackage, name), join(dirname(folder), ownPackage.slice('node_modules/'.length), name)].find(
        (path) => existsSync(path),
      ) ?? null
    )
  } catch {
    return null
  }
}

/** Continues as `node ...args` in this console and ends as it ends. Where Node can, it replaces this process; else signals pass through. */
export function runUnder(node, args) {
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, SAMVAD_PARENT: String(process.pid) } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => {
    console.error(`samvad: ${node} cannot be run: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
