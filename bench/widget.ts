import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { BenchOptions, Figure } from './figure.ts'

const goals = [
  { name: 'widget: the loader on the host page (gzip)', line: 'the loader on the host page', atMost: 3 },
  { name: 'widget: what the first opening loads (gzip)', line: 'first open', atMost: 25 },
  { name: 'widget: everything (gzip)', line: 'everything:', atMost: 60 },
]

/** Bytes over the wire, as `npm run check:widget` counts them. */
export async function run({ say }: BenchOptions): Promise<Figure[]> {
  const root = join(import.meta.dirname, '..')
  const text = execFileSync(process.execPath, ['scripts/check-widget-size.mjs'], { cwd: root, encoding: 'utf8' })
  say(text.trim())
  return goals.map(({ name, line, atMost }) => {
    const bytes = Number(new RegExp(`(\\d+) of \\d+ B  ${line}`).exec(text)?.[1] ?? Number.NaN)
    return { name, ours: `${(bytes / 1000).toFixed(1)} kB`, limit: '–', ratio: bytes / 1000, goal: { atMost }, unit: 'kB' }
  })
}
