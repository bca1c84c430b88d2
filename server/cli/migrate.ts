import { migrate } from '../platform/database/migrate.ts'
import { type Command, parseCommand, say } from './command.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'

export const migrateCommand: Command = {
  summary: 'Bring the database up to this version, without starting the server.',
  usage: ['[--data FOLDER]'],
  async run(argv) {
    const { values } = parseCommand(argv, {})
    return withDatabase(chooseDataDir(values['data']), true, async ({ connectionString }) => {
      const applied = await migrate(connectionString, say)
      console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
      return 0
    })
  },
}
