import { ask, log, reasonOf, type MailboxSession } from './mailbox-session.ts'

/**
 * Does to mails that are committed on our side what the settings ask: nothing, mark seen, move, delete. A refusal is logged and goes no
 * further: the mails are safe, and a wish for tidiness must not stop the box.
 */
export async function doAfterwards(session: MailboxSession, storedUids: readonly number[]): Promise<void> {
  const { settings, timing } = session
  const wish = settings.afterwards ?? { kind: 'nothing' }
  if (wish.kind === 'nothing' || storedUids.length === 0) return
  try {
    const isDone = await ask(session, wish.kind, timing.command, () => carryOut(session, storedUids.join(',')))
    if (!isDone) log(session, { level: 'warn', event: 'afterwards_refused', detail: wish.kind })
  } catch (error) {
    if (!session.client.usable) throw error
    log(session, { level: 'warn', event: 'afterwards_refused', detail: `${wish.kind}: ${reasonOf(error)}` })
  }
}

async function carryOut({ client, settings }: MailboxSession, uids: string): Promise<boolean> {
  const wish = settings.afterwards
  switch (wish?.kind) {
    case 'markSeen':
      return client.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
    case 'moveTo':
      return Boolean(await client.messageMove(uids, wish.folder, { uid: true }))
    case 'delete':
      // Without UIDPLUS an EXPUNGE also removes what other clients only marked, so the mark must do (RFC 4315).
      return client.capabilities.has('UIDPLUS')
        ? client.messageDelete(uids, { uid: true })
        : client.messageFlagsAdd(uids, ['\\Deleted'], { uid: true })
    default:
      return true
  }
}
