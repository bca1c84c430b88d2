// The budgets of the chat on other people's pages, as bytes over the wire with gzip: what is above them fails. Run it after the web apps were built.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../bin/node.mjs'
import { drawPage } from '../server/modules/visitors/pages/page.ts'
import { loadWidgetFiles } from '../server/modules/visitors/pages/widget-files.ts'

const dist = join(root, 'dist/web/widget')
if (!existsSync(join(dist, 'manifest.json'))) {
  console.error('The web apps are not built: npm run build:web')
  process.exit(1)
}
const gz = (content) => gzipSync(content, { level: 6 }).length
const read = (...path) => readFileSync(join(dist, ...path))
const files = loadWidgetFiles(dist)

// The page as the server sends it: markup, style sheet and one language in one answer.
const settings = { greeting: '', colour: '#00616A', locale: 'en', contactEmail: 'help@example.com', contactPhone: '+91 40 1234 5678' }
const chat = { workspaceId: '', inboxId: '', key: 'A1b2C3d4E5f6G7h8', name: 'Example', settings }
const facts = {
  kind: 'chat',
  chat,
  files,
  nonce: 'bm9uY2Vub25jZW5vbmNlbg',
  isOnline: true,
  messages: [],
  token: null,
  notice: null,
  problem: null,
  draft: '',
  email: '',
  clientKey: crypto.randomUUID(),
}
const page = Math.max(...Object.keys(files.words).map((locale) => gz(drawPage({ ...facts, locale }))))
const program = files.script.replace('/widget/', '')
const scripts = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'))

const budgets = [
  ['the loader on the host page', gz(read('widget.js')), 3_000],
  ['first open: the page with its style and the longest language, and the program', page + gz(read(program)), 25_000],
  ['everything: all that may ever be loaded of it', page + scripts.reduce((sum, file) => sum + gz(read('assets', file)), 0), 60_000],
  ...Object.keys(files.words).map((locale) => [`language ${locale}`, gz(read('locales', `${locale}.json`)), 3_000]),
]
for (const [name, bytes, most] of budgets) console.log(`${bytes <= most ? 'ok  ' : 'OVER'} ${String(bytes).padStart(6)} of ${most} B  ${name}`)
const isModule = /^\s*(?:import|export)\b|;(?:import|export)\b/m.test(read('widget.js').toString())
if (isModule) console.error('widget.js must stand alone: it is loaded as a classic script')
process.exit(isModule || budgets.some(([, bytes, most]) => bytes > most) ? 1 : 0)
