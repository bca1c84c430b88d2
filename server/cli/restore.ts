import { openBackup } from './backup/read-backup.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import { StartError } from '../platform/database/embedded/index.ts'
import { SettingsError } from '../platform/settings.ts'
import { type Command, parseCommand, say } from './command.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'

export const restore: Command = {
  summary: 'Bring a backup back into an empty data folder (or an empty DATABASE_URL), checking every piece.',
  usage: ['FILE [--data FOLDER]'],
  async run(argv) {
    const { values, words } = parseCommand(argv, {})
    if (words.length !== 1) throw new SettingsError('Name one backup file: samvad restore FILE --data FOLDER')
    const backup = await openBackup(words[0]!)
    try {
      return await withDatabase(chooseDataDir(values['data']), true, async ({ connectionString, dataDir, isServerRunning }) => {
        if (isServerRunning)
          throw new StartError('folder_in_use', `A Samvad is running on ${dataDir}.`, 'Stop it first, or restore into another folder with --data.')
        const startedAt = Date.now()
        const { rows, files } = await restoreBackup(backup, connectionString, dataDir, say)
        console.log(`Restored ${rows} rows and ${files} files of ${backup.header.createdAt} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
        return 0
      })
    } finally {
      await backup.close()
    }
  },
}
