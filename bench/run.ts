// Measures everything beside its bare limit and prints the table of docs/benchmarks.md: node bench/run.ts [--short] [--write] [names…]
// A name is that of a file beside this one: ingest, search. Without names all are measured, which takes about half an hour; `--write` puts the table into the page.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { goalText, isPassed, type BenchOptions, type Figure } from './figure.ts'

const all = ['ingest', 'scale', 'pages', 'latency', 'broadcast', 'search', 'start', 'widget']
const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const wanted = positionals.length > 0 ? positionals : all
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are ${all.join(', ')}.`)
  process.exit(2)
}

const startedAt = performance.now()
const say = (line: string) => console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${line}`)
const figures: Figure[] = []
for (const name of wanted) {
  say(`${name} (load of the machine ${loadavg()[0]!.toFixed(1)})`)
  const { run } = (await import(`./${name}.ts`)) as { run(options: BenchOptions): Promise<Figure[]> }
  figures.push(...(await run({ short: values.short, say })))
}

const ratioText = ({ ratio, unit = '×' }: Figure) => (ratio === null ? 'not measured' : `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)} ${unit}`)
const rowOf = (figure: Figure) =>
  `| ${[figure.name, figure.ours, figure.limit, ratioText(figure), goalText(figure), isPassed(figure) ? 'met' : '**missed**', figure.note ?? ''].join(' | ')} |`
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const where = `${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
const table = [
  values.short ? 'Short form: the figures say little.' : where,
  '',
  '| figure | ours | limit | ratio | goal | | remark |',
  '|---|---|---|---|---|---|---|',
  ...figures.map(rowOf),
].join('\n')
console.log(table)

if (values.write) {
  const page = join(import.meta.dirname, '../docs/benchmarks.md')
  const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->']
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${table}\n${text.slice(text.indexOf(end))}`)
}
process.exit(figures.every(isPassed) || values.short ? 0 : 1)
