// The budget of the console's first load: every script a browser fetches to show the inbox with a conversation open, in its heaviest language, as bytes over
// the wire with gzip. Run it after the web apps were built.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../bin/node.mjs'

const dist = join(root, 'dist/web/console')
if (!existsSync(join(dist, 'manifest.json'))) {
  console.error('The web apps are not built: npm run build:web')
  process.exit(1)
}
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
const gz = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const kB = 1024

/** A chunk of the manifest and all it imports, as files. */
function closure(keys) {
  const found = new Set()
  const add = (key) => {
    const chunk = manifest[key] ?? Object.values(manifest).find((one) => one.name === key)
    if (!chunk) throw new Error(`${key} is not in the manifest: this script names a file or chunk that has moved`)
    if (found.has(chunk.file)) return
    found.add(chunk.file)
    for (const next of chunk.imports ?? []) add(next)
  }
  keys.forEach(add)
  return found
}
const weigh = (files) => [...files].reduce((sum, file) => sum + gz(file), 0)

const frame = ['index.html', 'desk']
// Fetched while nobody waits for them, soon after the first screen: they count too.
const soon = ['screens/frame/palette.tsx']
const language = Math.max(
  ...['en', 'hi', 'te', 'ml', 'ta', 'pt-BR', 'es'].map((locale) => gz(manifest[`../kit/locales/${locale}.json?messages&part=core`].file)),
)

const budgets = [
  ['the inbox', weigh(closure(frame)) + language, 150 * kB],
  ['the inbox with a conversation open, and all that is fetched ahead', weigh(closure([...frame, 'conversation', ...soon])) + language, 170 * kB],
]
for (const [name, bytes, most] of budgets)
  console.log(`${bytes <= most ? 'ok  ' : 'OVER'} ${(bytes / kB).toFixed(1).padStart(6)} of ${(most / kB).toFixed(0)} kB  ${name}`)
if (process.argv.includes('--files'))
  for (const file of [...closure([...frame, 'conversation', ...soon])].sort((a, b) => gz(b) - gz(a)))
    console.log(`${String(gz(file)).padStart(7)}  ${file}`)
process.exit(budgets.some(([, bytes, most]) => bytes > most) ? 1 : 0)
