import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { compileMessage } from '../kit/compile-message.ts'
import { partOfMessage } from '../kit/message-parts.ts'

/** The vendors every screen needs, in one long-lived chunk; what only some screens need stays with them. */
const frame = /node_modules[\\/](react|react-dom|scheduler|virtua)[\\/]/

/** Modules that are loaded together stand together: a few large chunks compress better than fifty small ones, and need fewer requests. The first that fits. */
const rooms: [name: string, fits: (isIn: (screen: string) => boolean) => boolean][] = [
  ['start', (isIn) => isIn('../main')],
  ['shared', (isIn) => isIn('entry/index') && (isIn('frame/index') || isIn('inbox/index') || isConversation(isIn))],
  ['desk', (isIn) => isIn('frame/index') || isIn('inbox/index')],
  ['fields', (isIn) => isConversation(isIn) && ['customers', 'setup', 'me'].some((screen) => isIn(`${screen}/index`))],
  ['conversation', (isIn) => isConversation(isIn)],
]
const isConversation = (isIn: (screen: string) => boolean) => isIn('inbox/conversation-pane') || isIn('inbox/customer-panel')

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), messages(), noScrollLock()],
  build: {
    outDir: '../../dist/web/console',
    // Which chunk needs which: scripts/check-console-size.mjs adds them up.
    manifest: 'manifest.json',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    sourcemap: false,
    // The polyfill is an inline script in disguise and every browser of the baseline preloads modules.
    modulePreload: { polyfill: false },
    // Fonts and pictures as files: data: URLs would need a weaker Content-Security-Policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What a room does not name is shared with other screens and stays apart.
          includeDependenciesRecursively: false,
          groups: [
            { name: 'frame', test: frame, priority: 1 },
            ...['start', 'shared', 'desk', 'fields', 'conversation'].map((room) => ({
              name: (id: string, graph: Graph) => (roomOf(id, graph) === room ? room : null),
              debugName: room,
            })),
          ],
        },
      },
    },
  },
})

type Graph = { getModuleInfo(id: string): { importedIds: readonly string[] } | null }
const reached = new Map<string, Set<string>>()

/** All modules a screen imports, itself among them, without what it loads later. */
function reach(graph: Graph, screen: string): Set<string> {
  const known = reached.get(screen)
  if (known) return known
  const found = new Set<string>()
  const waiting = [join(import.meta.dirname, 'screens', screen)]
  for (let id = waiting.pop(); id; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  reached.set(screen, found)
  return found
}

function roomOf(id: string, graph: Graph): string | null {
  // The entry keeps its own chunk, which the page names.
  if (id === join(import.meta.dirname, 'main.tsx')) return null
  return rooms.find(([, fits]) => fits((screen) => reach(graph, `${screen}.tsx`).has(id)))?.[0] ?? null
}

/**
 * `locales/xx.json?messages&part=setup` → flat { id: message } of one part: translators' notes are left out, what a language lacks is filled with English,
 * and messages are compiled, so that the browser needs no parser.
 */
function messages(): Plugin {
  return {
    name: 'samvad-messages',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?')
      const asked = new URLSearchParams(query)
      if (!file || !asked.has('messages')) return null
      const englishFile = join(dirname(file), 'en.json')
      this.addWatchFile(file)
      this.addWatchFile(englishFile)
      const own = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
      const english = JSON.parse(readFileSync(englishFile, 'utf8')) as Record<string, { message: string }>
      const flat = Object.fromEntries(
        Object.entries(english)
          .filter(([key]) => partOfMessage(key) === asked.get('part'))
          .map(([key, { message }]) => [key, compileMessage(typeof own[key] === 'string' ? own[key] : message)]),
      )
      return { code: `export default ${JSON.stringify(flat)}`, moduleType: 'js', moduleSideEffects: false }
    },
  }
}

/**
 * Radix locks scrolling by injecting a style element, which our policy refuses. Nothing of ours is of its modal kind (see kit/DESIGN.md), so the lock is
 * never drawn, and 3 kB gz need not travel.
 */
function noScrollLock(): Plugin {
  const id = '\0no-scroll-lock'
  return {
    name: 'samvad-no-scroll-lock',
    enforce: 'pre',
    resolveId: (source) => (source === 'react-remove-scroll' ? id : null),
    load: (asked) =>
      asked === id ? "export function RemoveScroll() { throw new Error('A modal menu or popover of Radix: see kit/DESIGN.md') }" : null,
  }
}
