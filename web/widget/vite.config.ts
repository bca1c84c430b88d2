import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const outDir = join(import.meta.dirname, '../../dist/web/widget')

/**
 * Two programs: `widget.js`, the loader on other people's pages, under a name that never changes; and the chat with hashed parts. The server puts the chat's
 * CSS and one language into its pages, so that two requests show everything.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/widget/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    {
      name: 'samvad-languages',
      writeBundle() {
        const from = join(import.meta.dirname, 'locales')
        mkdirSync(join(outDir, 'locales'), { recursive: true })
        for (const file of readdirSync(from)) copyFileSync(join(from, file), join(outDir, 'locales', file))
      },
    },
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { widget: join(import.meta.dirname, 'loader/loader.ts'), chat: join(import.meta.dirname, 'chat/main.tsx') },
      output: {
        entryFileNames: ({ name }) => (name === 'widget' ? 'widget.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
})
