import { Scope } from '../../contract/people.ts'
import { SettingsError } from '../platform/settings.ts'
import { type Command, parseCommand, required, say } from './command.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'
import { openUseCases } from './use-cases.ts'

export const tokenCommand: Command = {
  summary: 'Make an API token for an agent.',
  usage: [
    '--email ADDRESS [--name NAME] [--scopes read,write,ingest,admin] [--workspace ID] [--json] [--data FOLDER]',
    '--name       what the token is for, shown in the list of tokens; default "command line"',
    '--scopes     what it may do at most; default all',
    '--workspace  when the address belongs to several workspaces',
    '--json       { workspaceId, token }',
  ],
  async run(argv) {
    const { values } = parseCommand(argv, { email: text, name: text, scopes: text, workspace: text, json: { type: 'boolean' } })
    const input = {
      email: required(values, 'email'),
      name: typeof values['name'] === 'string' ? values['name'] : 'command line',
      scopes: readScopes(values['scopes']),
      workspaceId: typeof values['workspace'] === 'string' ? values['workspace'] : null,
    }
    return withDatabase(chooseDataDir(values['data']), false, async ({ connectionString, dataDir }) => {
      const useCases = await openUseCases(connectionString, dataDir, say)
      try {
        const made = await useCases.createToken(input)
        console.log(values['json'] ? JSON.stringify(made) : made.token)
        return 0
      } finally {
        await useCases.close()
      }
    })
  },
}

const text = { type: 'string' } as const

function readScopes(option: string | boolean | undefined): Scope[] {
  if (typeof option !== 'string') return [...Scope.options]
  return option.split(',').map((word) => {
    const scope = Scope.safeParse(word.trim())
    if (!scope.success) throw new SettingsError(`"${word}" is not a scope. Choose from ${Scope.options.join(', ')}.`)
    return scope.data
  })
}
