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
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const when = `${new Date().toISOString().slice(0, 10)}, ${commit}`
const head = ['| figure | ours | limit | ratio | goal | | remark | measured |', '|---|---|---|---|---|---|---|---|']
const ratioText = ({ ratio, unit = '×' }: Figure) => (ratio === null ? 'not measured' : `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)} ${unit}`)
const rowOf = (figure: Figure) =>
  `| ${[figure.name, figure.ours, figure.limit, ratioText(figure), goalText(figure), isPassed(figure) ? 'met' : '**missed**', figure.note ?? '', when].join(' | ')} |`

/** Puts rows into the page: in place of those of the same name, the others stay. */
function writeRows(rows: string[]): void {
  const page = join(import.meta.dirname, '../docs/benchmarks.md')
  const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->']
  const text = readFileSync(page, 'utf8')
  const nameOf = (row: string) => row.split('|')[1]
  const held = text
    .slice(text.indexOf(begin) + begin.length, text.indexOf(end))
    .split('\n')
    .filter((line) => line.startsWith('| ') && !head.includes(line))
  const kept = held.map((row) => rows.find((one) => nameOf(one) === nameOf(row)) ?? row)
  const added = rows.filter((row) => !held.some((one) => nameOf(one) === nameOf(row)))
  const where = `${cpus().length} cores (${cpus()[0]!.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  const table = [where, '', ...head, ...kept, ...added].join('\n')
  writeFileSync(page, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${table}\n${text.slice(text.indexOf(end))}`)
}

const figures: Figure[] = []
const failed: string[] = []
for (const name of wanted) {
  say(`${name} (load of the machine ${loadavg()[0]!.toFixed(1)})`)
  try {
    const { run } = (await import(`./${name}.ts`)) as { run(options: BenchOptions): Promise<Figure[]> }
    const found = await run({ short: values.short, say })
    figures.push(...found)
    if (values.write && !values.short) writeRows(found.map(rowOf))
  } catch (error) {
    failed.push(name)
    console.error(error)
  }
}
console.log([...(values.short ? ['Short form: the figures say little.', ''] : []), ...head, ...figures.map(rowOf)].join('\n'))
if (failed.length > 0) console.log(`Not measured: ${failed.join(', ')}.`)
process.exit(failed.length === 0 && (values.short || figures.every(isPassed)) ? 0 : 1)
