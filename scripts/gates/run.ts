// Runs the gates one after the other and prints what they counted: node scripts/gates/run.ts [--short] [--seed N] [--minutes M] [names…]
// A name is the beginning of a file's name: r1, s3, s7-ssrf. Without names all run. Each runs in a process of its own and must end in time: a gate that hangs has failed.
// The exit code is 1 when one fails.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runInProcess } from './rig/run-in-process.ts'

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string' }, minutes: { type: 'string' } },
  allowPositionals: true,
})
const files = readdirSync(import.meta.dirname)
  .filter((name) => /^[rs]\d+[a-z]?-[a-z0-9-]+\.ts$/.test(name))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
const isMeant = (file: string, name: string) => file === `${name}.ts` || file.startsWith(`${name}-`)
const wanted = positionals.length === 0 ? files : files.filter((file) => positionals.some((name) => isMeant(file, name)))
const unknown = positionals.filter((name) => !files.some((file) => isMeant(file, name)))
if (unknown.length > 0) {
  console.error(`No such gate: ${unknown.join(', ')}. There are ${files.map((file) => file.replace('.ts', '')).join(', ')}.`)
  process.exit(2)
}
// Many times what they take on a quiet machine of two cores.
const deadlineMs = Number(values.minutes ?? (values.short ? 3 : 60)) * 60_000
const args = [...(values.short ? ['--short'] : []), ...(values.seed === undefined ? [] : ['--seed', values.seed])]

const columns = ['offered', 'acked', 'stored', 'lost', 'duplicated', 'seed'] as const
const table: Record<string, string | number>[] = []
const round = (value: number) => Math.round(value * 10) / 10
let haveAllPassed = true
for (const file of wanted) {
  const { gate, passed, figures, failures, seconds, cpuSeconds } = await runInProcess(file, args, deadlineMs)
  haveAllPassed &&= passed
  const counted = Object.fromEntries(columns.map((name) => [name, figures[name] ?? '']))
  table.push({
    gate,
    result: passed ? 'passed' : 'FAILED',
    seconds: round(seconds),
    'cpu s': cpuSeconds === null ? '' : round(cpuSeconds),
    ...counted,
  })
  const rest = Object.entries(figures).filter(([name]) => !(columns as readonly string[]).includes(name))
  console.log(
    `${gate} ${passed ? 'passed' : 'FAILED'} in ${round(seconds)} s · ${rest.map(([name, value]) => `${name} ${round(value)}`).join(' · ')}`,
  )
  for (const failure of failures) console.log(`  FAILED ${failure}`)
}
console.table(table)
process.exit(haveAllPassed ? 0 : 1)
