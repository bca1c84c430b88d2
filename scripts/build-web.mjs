// Builds every web app: each folder of web/ with a Vite configuration, which says itself where in dist/web its result goes.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../bin/node.mjs'

const { build } = await import('vite')
const web = join(root, 'web')
const configs = readdirSync(web, { recursive: true })
  .filter((path) => /(^|\/)vite(\.[\w-]+)?\.config\.(ts|mjs|js)$/.test(path.replaceAll('\\', '/')) && !path.includes('node_modules'))
  .sort()
for (const config of configs) {
  console.log(`web/${config}`)
  await build({ configFile: join(web, config), root: join(web, config, '..'), logLevel: 'warn', mode: 'production' })
}
