import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { checkImports, findCycles, readImports } from './architecture/imports.mjs'
import { checkEvents, checkNames, checkWriters } from './architecture/rules.mjs'

/** The sources git knows or would take: path → text. */
function readSources() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const files = new Map()
  for (const path of listed.split('\n').filter(Boolean)) {
    try {
      files.set(path, readFileSync(path, 'utf8'))
    } catch {
      // Deleted but not yet committed.
    }
  }
  return files
}

const files = readSources()
const imports = readImports(files)
const wrong = [
  ...checkImports(imports),
  ...findCycles(imports.filter(({ from }) => !/\.test\.tsx?$/.test(from))),
  ...checkWriters(files),
  ...checkEvents(files),
  ...checkNames(files),
]
for (const line of wrong) console.error(line)
console.log(
  wrong.length === 0
    ? `architecture: ${files.size} files, ${imports.length} imports, nothing out of place`
    : `architecture: ${wrong.length} violations`,
)
process.exitCode = wrong.length === 0 ? 0 : 1
