import { AppError } from '../platform/errors.ts'
import { StartError } from '../platform/database/embedded/start-error.ts'
import { SettingsError } from '../platform/settings.ts'
import { commands as working } from './commands.ts'
import { say, type Command } from './command.ts'

const commands: Record<string, () => Promise<Command>> = { ...working, help: async () => (await import('./help.ts')).makeHelp(commands) }

/** Runs one command of `samvad`; without one, `start`. Returns the exit code: 0 done, 1 refused or failed, 2 asked for wrongly. */
export async function runCommand(argv: string[]): Promise<number> {
  const [name, rest] = nameCommand(argv)
  const load = commands[name]
  if (!load) {
    say(`samvad: There is no command "${name}". See: samvad help`)
    return 2
  }
  try {
    const command = await load()
    return await command.run(rest)
  } catch (error) {
    return complain(error)
  }
}

function nameCommand(argv: string[]): [name: string, rest: string[]] {
  const [first, ...rest] = argv
  if (argv.includes('--help') || argv.includes('-h')) return ['help', first && !first.startsWith('-') ? [first] : []]
  if (first === '--version' || first === '-v') return ['version', rest]
  return first === undefined || first.startsWith('-') ? ['start', argv] : [first, rest]
}

/** What a person can mend is one line; anything else is a defect and shows where it happened. */
function complain(error: unknown): number {
  if (error instanceof SettingsError) {
    say(`samvad: ${error.message}`)
    return 2
  }
  if (error instanceof StartError) say(`samvad: ${error.message} ${error.hint}`)
  else if (error instanceof AppError || (error as { code?: unknown }).code === 'backup_refused') say(`samvad: ${(error as Error).message}`)
  else if ((error as NodeJS.ErrnoException).code === 'ENOSPC') say('samvad: The disk is full. Free some space, then try again.')
  else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    say(`samvad: The port ${(error as { port?: number }).port} is taken by another program. Choose another with --port, or leave it out.`)
  else if ((error as NodeJS.ErrnoException).code === 'EACCES' && (error as NodeJS.ErrnoException).syscall === 'listen')
    say(
      `samvad: The port ${(error as { port?: number }).port} needs more rights than this user has. Choose one from 1024 on, and put a proxy before it.`,
    )
  else say(`samvad: ${error instanceof Error ? error.stack : String(error)}`)
  return 1
}
