/** What one check saw. `mend` says what to do, and is there whenever the state is not `ok`. */
export type Finding = { state: 'ok'; text: string } | { state: 'warn' | 'bad'; text: string; mend: string }

export const ok = (text: string): Finding => ({ state: 'ok', text })
export const warn = (text: string, mend: string): Finding => ({ state: 'warn', text, mend })
export const bad = (text: string, mend: string): Finding => ({ state: 'bad', text, mend })

/** "3 mails", "1 mail"; words that do not end in s say their plural. */
export const count = (number: number, noun: string, plural = `${noun}s`): string => `${number} ${number === 1 ? noun : plural}`

/** "40 s", "12 min", "3 h", "9 days". */
export function describeAge(ms: number): string {
  const steps: [unit: string, ms: number][] = [
    ['days', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ]
  const [unit, size] = steps.find(([, size]) => ms >= 2 * size) ?? ['s', 1_000]
  return `${Math.round(ms / size)} ${unit}`
}
