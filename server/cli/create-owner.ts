import { type Command, parseCommand, required, say } from './command.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'
import { openUseCases } from './use-cases.ts'

export const createOwnerCommand: Command = {
  summary: 'Make a workspace with its owner, and an API token for them.',
  usage: [
    '--email ADDRESS --name NAME --workspace NAME [--password PASSWORD] [--json] [--data FOLDER]',
    '--password   or the variable SAMVAD_PASSWORD, which other users of this machine cannot see in the list of processes',
    '--json       { workspaceId, userId, token }',
  ],
  async run(argv) {
    const { values } = parseCommand(argv, { email: text, name: text, password: text, workspace: text, json: { type: 'boolean' } })
    const input = {
      email: required(values, 'email'),
      name: required(values, 'name'),
      password: required({ password: values['password'] ?? process.env.SAMVAD_PASSWORD }, 'password'),
      workspace: required(values, 'workspace'),
    }
    return withDatabase(chooseDataDir(values['data']), true, async ({ connectionString, dataDir }) => {
      const useCases = await openUseCases(connectionString, dataDir, say)
      try {
        const made = await useCases.createOwner(input)
        if (values['json']) console.log(JSON.stringify(made))
        else console.log(`Workspace: ${made.workspaceId}\nUser: ${made.userId}\nToken: ${made.token}\nThe token is shown only once.`)
        return 0
      } finally {
        await useCases.close()
      }
    })
  },
}

const text = { type: 'string' } as const
