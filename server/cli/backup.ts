import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { writeBackup } from './backup/write-backup.ts'
import { type Command, parseCommand, say } from './command.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'

export const backup: Command = {
  summary: 'Write everything (database, files, keys) into one archive, while the server goes on working.',
  usage: [
    '[FILE] [--data FOLDER]',
    'FILE    default: backups/samvad-<time>.tar in the data folder. It holds secrets; keep it where only you can read it.',
  ],
  async run(argv) {
    const { values, words } = parseCommand(argv, {})
    const dataDir = chooseDataDir(values['data'])
    const at = new Date().toISOString().replace(/\..*/, '').replaceAll(/[-:]/g, '').replace('T', '-')
    return withDatabase(dataDir, false, async ({ connectionString }) => {
      const path = resolve(words[0] ?? join(dataDir, 'backups', `samvad-${at}.tar`))
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const startedAt = Date.now()
      const { rows, files, sizeBytes } = await writeBackup(connectionString, dataDir, path, say)
      say(`${rows} rows and ${files} files, ${(sizeBytes / 1024 ** 2).toFixed(1)} MB, in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
      console.log(path)
      return 0
    })
  },
}
