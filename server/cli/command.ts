import { parseArgs } from 'node:util'
import { SettingsError, explainOption } from '../platform/settings.ts'

/** One word after `samvad`. */
export interface Command {
  summary: string
  /** What follows the word, then one line for each option. */
  usage: string[]
  /** Returns the exit code: 0 done, 1 refused or failed. Errors a person can mend are thrown and printed in one line. */
  run(argv: string[]): Promise<number>
}

export type CommandOptions = Record<string, { type: 'string' | 'boolean'; short?: string }>

/** Options by name and the words between them; errors: SettingsError for anything unknown. */
export function parseCommand(argv: string[], options: CommandOptions): { values: Record<string, string | boolean | undefined>; words: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { data: { type: 'string', short: 'd' }, ...options },
      strict: true,
      allowPositionals: true,
    })
    return { values, words: positionals }
  } catch (error) {
    throw new SettingsError(explainOption(error as NodeJS.ErrnoException))
  }
}

/** The option's text; errors: SettingsError when it is missing. */
export function required(values: Record<string, string | boolean | undefined>, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new SettingsError(`The option --${name} is missing. See: samvad help`)
}

/** Progress goes to standard error, so that standard output holds the result alone. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`)
