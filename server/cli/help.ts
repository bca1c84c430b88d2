import { SettingsError } from '../platform/settings.ts'
import type { Command } from './command.ts'

type Commands = Record<string, () => Promise<Command>>

/** The command that explains the others. */
export const makeHelp = (commands: Commands): Command => ({
  summary: 'Explain the commands, or one of them.',
  usage: ['[COMMAND]'],
  async run([name]) {
    console.log(name === undefined ? await overview(commands) : await explain(commands, name))
    return 0
  },
})

async function overview(commands: Commands): Promise<string> {
  const lines = await Promise.all(Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(14)}${(await load()).summary}`))
  return `Usage: samvad [COMMAND] [OPTIONS]\n\nWithout a command, Samvad starts.\n\n${lines.join('\n')}\n\nOptions of one command: samvad help COMMAND`
}

async function explain(commands: Commands, name: string): Promise<string> {
  const load = commands[name]
  if (!load) throw new SettingsError(`There is no command "${name}". See: samvad help`)
  const { summary, usage } = await load()
  const [follows, ...options] = usage
  return [`Usage: samvad ${name} ${follows}`.trim(), '', summary, ...(options.length > 0 ? ['', ...options.map((line) => `  ${line}`)] : [])].join(
    '\n',
  )
}
