// Makes dist/server and dist/contract from the sources: types are stripped, `.ts` in import specifiers becomes `.js`, everything else is copied.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from '../bin/node.mjs'

const notShipped = /\.test\.ts$|\.d\.ts$|(^|\/)(fixtures|testing)(\/|$)|contract-test\.ts$|-for-test\.ts$|\.md$/
const specifier = /((?:\bfrom|\bimport)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+)\.ts\2/g

process.removeAllListeners('warning') // stripTypeScriptTypes calls itself experimental at every build
let files = 0
for (const folder of ['server', 'contract']) {
  const target = join(root, 'dist', folder)
  rmSync(`${target}.new`, { recursive: true, force: true })
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name)
    const path = from.slice(join(root, folder).length + 1)
    if (!entry.isFile() || notShipped.test(path.replaceAll('\\', '/'))) continue
    const to = join(`${target}.new`, path)
    mkdirSync(dirname(to), { recursive: true })
    if (path.endsWith('.ts'))
      writeFileSync(to.replace(/\.ts$/, '.js'), stripTypeScriptTypes(readFileSync(from, 'utf8')).replace(specifier, '$1$2$3.js$2'))
    else cpSync(from, to)
    files++
  }
  rmSync(target, { recursive: true, force: true })
  renameSync(`${target}.new`, target)
}
console.log(`dist/server: ${files} files`)
