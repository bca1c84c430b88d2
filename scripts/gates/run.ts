// Runs the gates one after the other and prints what they counted: node scripts/gates/run.ts [--short] [--seed N] [names…]
// A name is the beginning of a file's name: r1, s3, s7-ssrf. Without names all run. The exit code is 1 when one fails.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Gate, GateResult } from './rig/gate.ts'

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
})
const files = readdirSync(import.meta.dirname)
  .filter((name) => /^[rs]\d+[a-z]?-[a-z-]+\.ts$/.test(name))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
const wanted =
  positionals.length === 0 ? files : files.filter((file) => positionals.some((name) => file === `${name}.ts` || file.startsWith(`${name}-`)))
const unknown = positionals.filter((name) => !files.some((file) => file === `${name}.ts` || file.startsWith(`${name}-`)))
if (unknown.length > 0) {
  console.error(`No such gate: ${unknown.join(', ')}. There are ${files.map((file) => file.replace('.ts', '')).join(', ')}.`)
  process.exit(2)
}

const columns = ['offered', 'acked', 'stored', 'lost', 'duplicated', 'seed'] as const
const table: Record<string, string | number>[] = []
let haveAllPassed = true
for (const file of wanted) {
  const startedAt = performance.now()
  const result = await runGate(file)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  haveAllPassed &&= result.passed
  table.push({
    gate: result.gate,
    result: result.passed ? 'passed' : 'FAILED',
    seconds,
    ...Object.fromEntries(columns.map((name) => [name, result.figures[name] ?? ''])),
  })
  const rest = Object.entries(result.figures).filter(([name]) => !(columns as readonly string[]).includes(name))
  console.log(
    `${result.gate} ${result.passed ? 'passed' : 'FAILED'} in ${seconds} s · ${rest.map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`).join(' · ')}`,
  )
  for (const failure of result.failures) console.log(`  FAILED ${failure}`)
}
console.table(table)
// Gates start servers and databases; what one of them left open must not keep the command alive.
process.exit(haveAllPassed ? 0 : 1)

async function runGate(file: string): Promise<GateResult> {
  try {
    const { run } = (await import(`./${file}`)) as { run: Gate }
    return await run(values.short, values.seed === undefined ? undefined : Number(values.seed))
  } catch (error) {
    return { gate: file.replace('.ts', ''), passed: false, figures: {}, failures: [`could not run: ${(error as Error).stack ?? String(error)}`] }
  }
}
