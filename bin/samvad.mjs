#!/usr/bin/env node
// Plain JavaScript that any Node from 20 on can run: finds a Node 24, becomes it, and runs the command there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, isNodeNewEnough, root, runUnder } from './node.mjs'

// A checkout runs its sources; the package holds JavaScript, because Node strips no types below node_modules.
const sources = join(root, 'server/cli/cli.ts')
const entry = existsSync(sources) ? sources : join(root, 'dist/server/cli/cli.js')

if (isNodeNewEnough()) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache?.()
  const { runCommand } = await import(pathToFileURL(entry).href)
  process.exitCode = await runCommand(process.argv.slice(2))
  // A start that failed halfway may have left connections open; they must not keep a refused command alive.
  setTimeout(() => process.exit(), 500).unref()
} else {
  const node = findNode()
  if (node === null) {
    console.error(`samvad: This needs Node 24; here is ${process.version}, and the package that brings Node 24 is not installed. Run: npm install`)
    process.exit(1)
  }
  runUnder(node, [process.argv[1], ...process.argv.slice(2)])
}
