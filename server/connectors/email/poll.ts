import type { PollHost } from '../connector.ts'
import type { MailboxCursor, MailboxHealth } from './imap/settings.ts'
import { watchMailbox } from './imap/watch-mailbox.ts'
import { imapSettingsOf } from './servers.ts'
import type { EmailSettings } from './settings.ts'

/** Watches the inbox's mailbox until the signal. Without a server there is nothing to watch, and without a way to sign in nobody to watch as. */
export async function poll(settings: EmailSettings, host: PollHost): Promise<void> {
  const imap = imapSettingsOf(settings, host)
  if (!imap) return settings.imapHost ? host.health('needs_attention', 'mail.no_sign_in') : host.health('ok', null)
  const store = (raw: Uint8Array, receivedAt: Date, key: string) => host.store({ headers: {}, body: raw, receivedAt }, key)
  await watchMailbox(imap, host.cursor as MailboxCursor | null, {
    signal: host.signal,
    // The place in the mailbox is the key of the raw form; the same mail under another UID is recognised by its Message-ID later.
    store: (mail) => store(mail.raw, mail.receivedAt, `imap:${mail.folder}:${mail.uidValidity}:${mail.uid}`),
    oversize: (mail) =>
      store(
        withNote(mail.headers, `This mail of ${Math.ceil(mail.sizeBytes / 1_048_576)} MB is too large to be fetched. It is still in the mailbox.`),
        mail.receivedAt,
        `imap:${mail.folder}:${mail.uidValidity}:${mail.uid}`,
      ),
    failed: async (mail) => {
      host.log('a mail could not be fetched', { uid: mail.uid, reason: mail.reason, attempts: mail.attempts })
      if (mail.retryAt === null)
        await store(
          withNote(mail.headers, `This mail could not be fetched (${mail.reason}). It is still in the mailbox.`),
          new Date(),
          `imap:${mail.folder}:${mail.uidValidity}:${mail.uid}`,
        )
    },
    saveCursor: (cursor) => host.saveCursor(cursor),
    health: (health) => void host.health(...describe(health)).catch(() => {}),
    log: (line) => host.log(line.event, { folder: line.folder, uid: line.uid, detail: line.detail }),
  })
}

const describe = (health: MailboxHealth): ['ok' | 'starting' | 'needs_attention', string | null] =>
  health.state === 'connected' ? ['ok', null] : [health.state === 'needs_attention' ? 'needs_attention' : 'starting', `mail.${health.failure.kind}`]

/** The headers of a mail with a line of ours for a body, so that it stands in the inbox like any other. */
function withNote(headers: Uint8Array, note: string): Uint8Array {
  const kept = Buffer.from(headers)
    .toString('latin1')
    .replaceAll(/^(content-type|content-transfer-encoding|mime-version):.*(\r?\n[ \t].*)*\r?\n/gim, '')
    .trimEnd()
  return Buffer.concat([Buffer.from(`${kept}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`, 'latin1'), Buffer.from(`${note}\r\n`)])
}
