import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a gate hands back. `figures` hold offered, acked, stored, lost, duplicated and seed where they make sense, and whatever else was counted. */
export interface GateResult {
  gate: string
  passed: boolean
  figures: Record<string, number>
  failures: string[]
}
export type Gate = (short: boolean, seed?: number) => Promise<GateResult>

export const defaultSeed = 20_261_121

/** Collects what a gate counts and finds wrong. */
export class Tally {
  readonly figures: Record<string, number> = {}
  readonly failures: string[] = []
  readonly gate: string
  private readonly seen = new Map<string, number>()
  private readonly told = new Map<string, string>()
  constructor(gate: string, seed: number) {
    this.gate = gate
    this.figures.seed = seed
  }
  add(figure: string, by = 1): void {
    this.figures[figure] = (this.figures[figure] ?? 0) + by
  }
  most(figure: string, value: number): void {
    this.figures[figure] = Math.max(this.figures[figure] ?? 0, value)
  }
  /** Notes a failure; of one kind only the first three are told in full. */
  fail(what: string, kind = what): void {
    const count = (this.seen.get(kind) ?? 0) + 1
    this.seen.set(kind, count)
    if (count === 1) this.told.set(kind, what)
    if (count <= 3) this.failures.push(what)
  }
  expect(isRight: boolean, what: string, kind?: string): void {
    if (!isRight) this.fail(what, kind)
  }
  /** Takes over what another has counted; of `slowest…` and `most…` figures the larger one. */
  take(other: Tally): void {
    for (const [name, value] of Object.entries(other.figures)) {
      if (/^(slowest|most)/.test(name)) this.most(name, value)
      else if (name !== 'seed') this.add(name, value)
    }
    for (const [kind, count] of other.seen) {
      const told = other.told.get(kind)!
      for (let n = 0; n < count; n++) this.fail(told, kind)
    }
  }
  result(): GateResult {
    const more = [...this.seen].flatMap(([kind, count]) => (count > 3 ? [`${count - 3} more of: ${kind}`] : []))
    const failures = [...this.failures, ...more]
    return { gate: this.gate, passed: failures.length === 0, figures: this.figures, failures }
  }
}

/** Runs the gate when its file is the program: `node scripts/gates/r1-ingest-kill.ts [--short] [--seed N]`. Under the command that runs several, that one is told instead of the reader. */
export async function runAsProgram(url: string, run: Gate): Promise<void> {
  if (process.argv[1] === undefined || url !== pathToFileURL(process.argv[1]).href) return
  const at = process.argv.indexOf('--seed')
  const result = await run(process.argv.includes('--short'), at > 0 ? Number(process.argv[at + 1]) : undefined).catch((error: Error) => ({
    gate: basename(process.argv[1]!, '.ts'),
    passed: false,
    figures: {},
    failures: [`could not run: ${error.stack ?? String(error)}`],
  }))
  const { gate, passed, figures, failures } = result
  if (process.send) {
    const { userCPUTime, systemCPUTime } = process.resourceUsage()
    await new Promise((resolve) => process.send!({ result, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }, resolve))
  } else {
    console.log(
      Object.entries(figures)
        .map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`)
        .join(' · '),
    )
    for (const failure of failures) console.log(`FAILED ${failure}`)
    console.log(`${gate} ${passed ? 'passed' : 'FAILED'}`)
  }
  // Gates start servers and databases; what one of them left open must not keep the command alive.
  process.exit(passed ? 0 : 1)
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Waits until `is` says so; false when `mostMs` have passed. */
export async function until(is: () => Promise<boolean> | boolean, mostMs: number, everyMs = 50): Promise<boolean> {
  const endsAt = Date.now() + mostMs
  for (;;) {
    if (await is()) return true
    if (Date.now() > endsAt) return false
    await sleep(everyMs)
  }
}
