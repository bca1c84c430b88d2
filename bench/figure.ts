/** One line of docs/benchmarks.md: ours beside its bare limit, measured in the same run. */
export interface Figure {
  name: string
  ours: string
  limit: string
  /** What the goal is about; null when it could not be measured, with the reason in `note`. */
  ratio: number | null
  /** Null: measured for the record. */
  goal: { atLeast: number } | { atMost: number } | null
  /** What the ratio is measured in when it is none (megabytes, kilobytes). */
  unit?: string
  note?: string
}

export interface BenchOptions {
  /** A form of a minute or less, to see that everything works; its figures say little. */
  short: boolean
  say(line: string): void
}

export const isPassed = ({ ratio, goal }: Figure): boolean =>
  goal === null || (ratio !== null && ('atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost))

export const goalText = ({ goal, unit = '×' }: Figure): string =>
  goal === null ? '–' : 'atLeast' in goal ? `≥ ${goal.atLeast} ${unit}` : `≤ ${goal.atMost} ${unit}`

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value below which this part of all lies (nearest rank). */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]!
}

export const perSecond = (rate: number): string => `${rate.toFixed(0)}/s`
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(1)} ms`
