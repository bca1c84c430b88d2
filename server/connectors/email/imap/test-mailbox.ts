import type { ConnectionFailure } from '../discover/connection-failure.ts'
import { failureFromImap } from './imap-failure.ts'
import { openFolder, openImap } from './open-imap.ts'
import type { ImapSettings } from './settings.ts'

export type MailboxTest = { ok: true; folder: string; mails: number; pushes: boolean } | { ok: false; failure: ConnectionFailure }

/** Connects, signs in and opens the folder read-only, as the set-up screen does. Changes nothing; never throws. */
export async function testMailbox(settings: ImapSettings, signal: AbortSignal = new AbortController().signal): Promise<MailboxTest> {
  try {
    const client = await openImap(settings, signal)
    try {
      const { path } = await openFolder(client, { ...settings, afterwards: { kind: 'nothing' } })
      const mails = client.mailbox ? client.mailbox.exists : 0
      return { ok: true, folder: path, mails, pushes: client.capabilities.has('IDLE') }
    } finally {
      client.close()
    }
  } catch (error) {
    return { ok: false, failure: failureFromImap(error) }
  }
}
