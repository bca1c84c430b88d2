// Brings a fresh checkout to the point where it can run: packages, then the web apps. Plain JavaScript for any Node from 20 on.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, root } from '../bin/node.mjs'

const installMark = join(root, 'node_modules/.samvad-installed')
const webMark = join(root, 'dist/web/.built-from')

/** Installs the packages when they are absent or not those of package-lock.json. A warm check reads two files. */
export async function ensureInstalled() {
  const wanted = hash([readFileSync(join(root, 'package.json')), readFileSync(join(root, 'package-lock.json'))])
  if (readOr(installMark, '') === wanted) return
  if (!hasEveryPackage()) {
    // A registry that lacks packages of other systems makes `npm ci` refuse the complete lock, where `npm install` takes what there is.
    const failed = await runNpm('Installing packages', ['ci'])
    if (failed !== null && (await runNpm('Installing packages, second way', ['install', '--no-save'])) !== null)
      giveUp('The packages could not be installed.', failed)
    if (findNode() === null) giveUp('Node 24 could not be installed.', 'The package "node" has an install script; run npm without --ignore-scripts.')
  }
  writeFileSync(installMark, wanted)
}

/** Builds the web apps when a source of theirs has changed since the last build. A warm check looks at names, sizes and times only. */
export async function ensureWebBuilt() {
  const wanted = hash(['web', 'contract', 'scripts/build-web.mjs', 'package-lock.json'].flatMap((path) => [...describeFiles(join(root, path))]))
  if (readOr(webMark, '') === wanted) return
  const failed = await run('Building the web apps', findNode() ?? process.execPath, [join(root, 'scripts/build-web.mjs')])
  if (failed !== null) giveUp('The web apps could not be built.', failed)
  mkdirSync(join(root, 'dist/web'), { recursive: true })
  writeFileSync(webMark, wanted)
}

/** Packages put there by hand count too, as long as every one we name has the version we name. */
function hasEveryPackage() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (findNode() === null) return false
  return Object.entries({ ...dependencies, ...devDependencies }).every(([name, version]) => {
    const text = readOr(join(root, 'node_modules', name, 'package.json'), '')
    return text !== '' && JSON.parse(text).version === version
  })
}

function runNpm(title, args) {
  const quiet = [...args, '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const npm = process.env.npm_execpath
  if (npm && /\.[cm]?js$/.test(npm)) return run(title, process.execPath, [npm, ...quiet])
  return run(title, process.platform === 'win32' ? 'npm.cmd' : 'npm', quiet, process.platform === 'win32')
}

/** Runs a long step with a line at its start, every 5 s and at its end. Null when it succeeded, else what it said last. */
function run(title, command, args, shell = false) {
  const startedAt = Date.now()
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  console.log(`${title} …`)
  const ticking = setInterval(() => console.log(`${title} … ${seconds()}`), 5000)
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    let said = ''
    const keep = (chunk) => (said = (said + chunk).slice(-4000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => keep(error.message))
    child.once('close', (code) => {
      clearInterval(ticking)
      if (code === 0) console.log(`${title}: done in ${seconds()}.`)
      resolve(code === 0 ? null : said.trim())
    })
  })
}

function giveUp(message, details) {
  console.error(`${details}\n\nsamvad: ${message}`)
  process.exit(1)
}

function* describeFiles(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) yield `${path} ${stat.size} ${Math.round(stat.mtimeMs)}\n`
  else
    for (const name of readdirSync(path).sort()) if (name !== 'node_modules' && !name.endsWith('.tsbuildinfo')) yield* describeFiles(join(path, name))
}

function hash(parts) {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest('hex')
}

const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise)

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled()
  if (!process.argv.includes('--no-web')) await ensureWebBuilt()
}
