import { parse } from '@formatjs/icu-messageformat-parser'
import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** The vendors every screen needs, in one long-lived chunk; what only some screens need stays with them. */
const frame = /node_modules[\\/](react|react-dom|scheduler|react-intl|intl-messageformat|@formatjs|virtua)[\\/]/
const primitives =
  /node_modules[\\/](radix-ui|@radix-ui|@floating-ui|aria-hidden|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|use-callback-ref|use-sidecar|tslib)[\\/]/

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), messages()],
  // Messages arrive parsed (see below), so the browser needs no parser: 9 kB gz less, and nothing to parse at start.
  resolve: { alias: [{ find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' }] },
  build: {
    outDir: '../../dist/web/console',
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
          groups: [
            { name: 'frame', test: frame },
            { name: 'primitives', test: primitives },
          ],
        },
      },
    },
  },
})

/**
 * `locales/xx.json?messages` → flat { id: message }: translators' notes are left out, and what a language lacks is filled with English.
 * A message without variables stays a string, any other becomes its syntax tree.
 */
function messages(): Plugin {
  return {
    name: 'samvad-messages',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?')
      if (query !== 'messages' || !file) return null
      const englishFile = join(dirname(file), 'en.json')
      this.addWatchFile(file)
      this.addWatchFile(englishFile)
      const own = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
      const english = JSON.parse(readFileSync(englishFile, 'utf8')) as Record<string, { message: string }>
      const flat = Object.fromEntries(
        Object.entries(english).map(([key, { message }]) => [key, compile(typeof own[key] === 'string' ? own[key] : message)]),
      )
      return { code: `export default ${JSON.stringify(flat)}`, moduleType: 'js', moduleSideEffects: false }
    },
  }
}

function compile(message: string) {
  const tree = parse(message)
  return tree.every((element) => element.type === 0) ? tree.map((element) => ('value' in element ? element.value : '')).join('') : tree
}
