// `npm start`: sets the checkout up as far as needed, then runs the server in this console.
import { join } from 'node:path'
import { findNode, isNodeNewEnough, root, runUnder } from '../bin/node.mjs'
import { ensureInstalled, ensureWebBuilt } from './setup.mjs'

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`samvad: This needs Node 20 or newer; here is ${process.version}. See https://nodejs.org`)
  process.exit(1)
}
process.chdir(root)
await ensureInstalled()
await ensureWebBuilt()
const bin = join(root, 'bin/samvad.mjs')
const args = ['start', ...process.argv.slice(2)]
if (isNodeNewEnough()) {
  process.argv = [process.execPath, bin, ...args]
  await import('../bin/samvad.mjs')
} else runUnder(findNode(), [bin, ...args])
