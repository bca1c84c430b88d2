/**
 * A process that watches a mailbox into a folder, for tests that kill it: `PORT USER PASSWORD FOLDER`. Every mail is a line of
 * `mails.txt`, written through to the disk before the store resolves; a mail that is there is not written again. The cursor is `cursor.json`.
 */
import { existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { MailboxCursor } from '../imap/settings.ts'
import { watchMailbox } from '../imap/watch-mailbox.ts'

const [port = '', user = '', password = '', folder = ''] = process.argv.slice(2)
const mailsFile = join(folder, 'mails.txt')
const cursorFile = join(folder, 'cursor.json')
const known = new Set(existsSync(mailsFile) ? readFileSync(mailsFile, 'utf8').split('\n').filter(Boolean) : [])
const mails = openSync(mailsFile, 'a')
const cursor = existsSync(cursorFile) ? (JSON.parse(readFileSync(cursorFile, 'utf8')) as MailboxCursor) : null

await watchMailbox(
  { server: { host: '127.0.0.1', port: Number(port), security: 'none' }, login: { kind: 'password', user, password }, timing: { backOffFirst: 50 } },
  cursor,
  {
    signal: new AbortController().signal,
    async store({ raw }) {
      const id = /^message-id:\s*(\S+)/im.exec(Buffer.from(raw).toString('latin1'))?.[1] ?? 'none'
      if (known.has(id)) return
      known.add(id)
      writeSync(mails, `${id}\n`)
      fsyncSync(mails)
    },
    async saveCursor(saved) {
      writeFileSync(`${cursorFile}.new`, JSON.stringify(saved))
      renameSync(`${cursorFile}.new`, cursorFile)
    },
    oversize: async () => {},
    failed: async ({ reason }) => console.error(reason),
    health: () => {},
    log: () => {},
  },
)
