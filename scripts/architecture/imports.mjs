import { dirname, join, normalize } from 'node:path/posix'

/** Static and dynamic imports, type imports counted: what is named is known. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(?:[^'"\n;]*?|\{[^}]*\}|type\s+\{[^}]*\})\s*(?:from\s*)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g

/** @returns {{ from: string, to: string }[]} every import of one of our files by another */
export function readImports(files) {
  const found = []
  for (const [path, text] of files) {
    for (const match of text.matchAll(importPattern)) {
      const to = normalize(join(dirname(path), match[1] ?? match[2])).replace(/\?.*$/, '')
      found.push({ from: path, to })
    }
  }
  return found
}

const isTest = (path) =>
  /\.test\.tsx?$|\/test-server\.ts$|\/contract-test(?:-\w+)?\.ts$|\/testing\/|\/simulator\/|\/fixtures\/|\/samples\//.test(path) ||
  /^(e2e|bench|scripts)\//.test(path)
const moduleOf = (path) => /^server\/modules\/([^/]+)\//.exec(path)?.[1]
const connectorOf = (path) => /^server\/connectors\/([^/]+)\//.exec(path)?.[1]

/** Conversations call down and announce up: nobody above may be imported by what is below. */
export const order = ['audit', 'workspaces', 'people', 'contacts', 'inboxes', 'calendars', 'conversations', 'delivery', 'routing']
/** Pure parts of a module that others may use by their own index. */
const openParts = [/^server\/modules\/search\/text\/index\.ts$/]

/** Who may import whom (docs/architecture.md). Returns one line per violation. */
export function checkImports(imports) {
  const wrong = []
  for (const { from, to } of imports) {
    const refuse = (rule) => wrong.push(`${from} imports ${to}: ${rule}`)
    if (isTest(from)) continue
    if (/^(server|web|contract)\//.test(from) && isTest(to) && !/\/samples\//.test(to)) refuse('product code does not import tests')
    if (from.startsWith('contract/')) {
      if (!to.startsWith('contract/')) refuse('the contract imports nothing of ours')
    } else if (from.startsWith('server/platform/')) {
      if (/^server\/(modules|connectors|languages|demo)\/|^web\//.test(to)) refuse('the platform knows no module and no connector')
    } else if (moduleOf(from)) {
      const [own, other] = [moduleOf(from), moduleOf(to)]
      if (to.startsWith('web/')) refuse('the server does not import the web')
      if (connectorOf(to)) refuse('a module knows no connector, only the interface')
      if (other && other !== own) {
        if (!/\/index\.ts$/.test(to) || (to.split('/').length > 4 && !openParts.some((part) => part.test(to)))) refuse('modules meet at index.ts')
        const [a, b] = [order.indexOf(own), order.indexOf(other)]
        if (a >= 0 && (b < 0 || b > a) && !openParts.some((part) => part.test(to))) refuse(`call down, announce up: ${own} stands below ${other}`)
      }
    } else if (connectorOf(from)) {
      const own = `server/connectors/${connectorOf(from)}/`
      if (!to.startsWith(own) && !to.startsWith('contract/') && !/^server\/connectors\/(connector|thread-clue)\.ts$/.test(to))
        refuse('a connector sees its own folder, the interface and the contract')
    } else if (from.startsWith('web/')) {
      const app = from.split('/')[1]
      if (!to.startsWith('contract/') && !to.startsWith('web/kit/') && !to.startsWith(`web/${app}/`))
        refuse('the web speaks the contract and shares the kit')
      if (app === 'kit' && !to.startsWith('web/kit/') && !to.startsWith('contract/')) refuse('the kit knows no app')
    }
  }
  return wrong
}

/** Every cycle of imports, each once, as a line. */
export function findCycles(imports) {
  const next = Map.groupBy(imports, ({ from }) => from)
  const state = new Map()
  const cycles = []
  const visit = (path, trail) => {
    if (state.get(path) === 'done') return
    const at = trail.indexOf(path)
    if (at >= 0) return void cycles.push(`cycle: ${[...trail.slice(at), path].join(' → ')}`)
    for (const { to } of next.get(path) ?? []) visit(to, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of next.keys()) visit(path, [])
  return cycles
}
