import { accessSync, constants, existsSync } from 'node:fs'
import { SettingsError } from '../platform/settings.ts'
import { type Command, parseCommand, required, say } from './command.ts'
import { findMails } from './mail/find-mails.ts'
import { chooseDataDir, withDatabase } from './open-database.ts'
import { type MailInbox, type UseCases, openUseCases } from './use-cases.ts'

/** Enough for the raw writer to share commits between them; more would only wait in memory. */
const mostAtOnce = 64
const progressMs = 2_000

interface Tally {
  stored: number
  known: number
  refused: number
}

export const importMail: Command = {
  summary: 'Bring mails in from files: .eml, a folder of them, a Maildir, or an mbox. The same mail twice is kept once.',
  usage: [
    'FILE|DIR|MBOX … --inbox ID|ADDRESS|NAME [--data FOLDER]',
    'The mails are stored as they are; the running server (or the next start) reads them.',
  ],
  async run(argv) {
    const { values, words } = parseCommand(argv, { inbox: { type: 'string' } })
    if (words.length === 0) throw new SettingsError('Name a file or folder: samvad import-mail FILE --inbox ADDRESS')
    const wanted = required(values, 'inbox')
    for (const path of words) checkReadable(path)
    return withDatabase(chooseDataDir(values['data']), false, async ({ connectionString, dataDir, isServerRunning }) => {
      const useCases = await openUseCases(connectionString, dataDir, say)
      try {
        const inbox = await useCases.findInbox(wanted)
        const tally: Tally = { stored: 0, known: 0, refused: 0 }
        for (const path of words) await importPath(useCases, inbox, path, tally)
        console.log(`${tally.stored} ${tally.stored === 1 ? 'mail' : 'mails'} stored, ${tally.known} already there, ${tally.refused} not taken.`)
        if (tally.stored > 0 && !isServerRunning && !process.env.DATABASE_URL) say('They will be read at the next start.')
        return tally.refused > 0 ? 1 : 0
      } finally {
        await useCases.close()
      }
    })
  },
}

/** Before the database is opened. Errors: SettingsError. */
function checkReadable(path: string): void {
  if (!existsSync(path)) throw new SettingsError(`There is no file or folder ${path}.`)
  try {
    accessSync(path, constants.R_OK)
  } catch {
    throw new SettingsError(`${path} may not be read by this user.`)
  }
}

async function importPath(useCases: UseCases, inbox: MailInbox, path: string, tally: Tally): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let saidAt = Date.now()
  for await (const mail of findMails(path)) {
    if ('because' in mail) {
      tally.refused++
      say(`${mail.place}: not taken, ${mail.because}.`)
      continue
    }
    const storing = useCases.storeMail(inbox, mail.content).then(
      ({ isDuplicate }) => void (isDuplicate ? tally.known++ : tally.stored++),
      (error: Error) => {
        tally.refused++
        say(`${mail.place}: not taken, ${error.message}`)
      },
    )
    underWay.add(storing)
    void storing.finally(() => underWay.delete(storing))
    if (underWay.size >= mostAtOnce) await Promise.race(underWay)
    if (Date.now() - saidAt > progressMs) {
      say(`${tally.stored + tally.known} mails …`)
      saidAt = Date.now()
    }
  }
  await Promise.all(underWay)
}
