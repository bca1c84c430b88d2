import { ImapFlow } from 'imapflow'

export interface MailboxAccess {
  port: number
  user: string
  password: string
}

/** Runs `work` on a second connection to a test mailbox, and closes it. */
export async function visitMailbox<T>({ port, user, password }: MailboxAccess, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user, pass: password }, logger: false, disableAutoIdle: true })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout().catch(() => client.close())
  }
}

/** Puts mails into a folder, in order, as a delivery would. */
export async function appendMails(access: MailboxAccess, mails: readonly (string | Uint8Array)[], folder = 'INBOX'): Promise<void> {
  await visitMailbox(access, async (client) => {
    for (const mail of mails) await client.append(folder, typeof mail === 'string' ? mail.replaceAll(/\r?\n/g, '\r\n') : Buffer.from(mail))
  })
}

/** Puts one mail into a folder. */
export const appendMail = (access: MailboxAccess, mail: string | Uint8Array, folder = 'INBOX') => appendMails(access, [mail], folder)

/** Flags by UID as the server has them now. */
export async function readFlags(access: MailboxAccess, folder = 'INBOX'): Promise<Map<number, string[]>> {
  return visitMailbox(access, async (client) => {
    const mailbox = await client.mailboxOpen(folder, { readOnly: true })
    if (mailbox.exists === 0) return new Map()
    const rows = await client.fetchAll('1:*', { uid: true, flags: true })
    return new Map(rows.map((row) => [row.uid, [...(row.flags ?? [])].filter((flag) => flag !== '\\Recent').sort()]))
  })
}
