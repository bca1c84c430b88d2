import { newId } from '../../platform/ids.ts'
import type { ConversationId, MessageId, WorkspaceId } from '../../../contract/ids.ts'
import type { OutboundMessage } from '../../connectors/connector.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { inboxRows, type OpenInbox } from '../inboxes/index.ts'
import { loadOutbound } from './outbound.ts'
import type { SendOptions } from './send.ts'

export interface SystemMail {
  to: string
  subject: string
  text: string
  /** A reply to the mail lands in this conversation. */
  conversationId?: ConversationId
}

const system = { kind: 'system', name: 'mail' } as const

/** The first e-mail inbox that can send. Errors: 409 `mail.no_sender`. */
async function sender(ctx: Context, { inboxes }: SendOptions): Promise<OpenInbox> {
  const row = (await inboxRows(ctx)).find((one) => one.channel === 'email' && one.isEnabled && one.settings['smtpHost'])
  const inbox = row && (await inboxes.open(ctx, row.id))
  if (!inbox?.connector.send) throw new AppError('conflict', 'mail.no_sender', 'No e-mail inbox can send. Add one with a server to send by.')
  return inbox
}

async function give(options: SendOptions, workspaceId: WorkspaceId, inbox: OpenInbox, message: OutboundMessage): Promise<void> {
  const ids = { conversationId: message.conversationId, messageId: message.messageId }
  const host = options.hostOf(workspaceId, inbox)
  const externalId = inbox.connector.externalIdFor!(ids, host)
  await options.database.transaction(workspaceId, system, (ctx) =>
    ctx.sql.run(
      `insert into mail_references (workspace_id, reference, conversation_id, message_id, kind, created_at) select $1, $2, c.id, m.id, 'own', $5 from conversations c left join messages m on m.workspace_id = c.workspace_id and m.id = $4 where c.workspace_id = $1 and c.id = $3 on conflict do nothing`,
      [workspaceId, externalId, message.conversationId, message.messageId, ctx.now],
    ),
  )
  await inbox.connector.send!({ ...message, externalId }, inbox.settings, host)
}

/** Whether a workspace has an inbox that can send mail. */
export async function canSendMail(options: SendOptions, workspaceId: WorkspaceId): Promise<boolean> {
  return options.database
    .read(workspaceId, system, (ctx) => sender(ctx, options))
    .then(
      () => true,
      () => false,
    )
}

/** Sends one of our own mails: an invitation, a password link, a link that carries a chat on. Throws SendError, and `mail.no_sender`. */
export async function sendSystemMail(options: SendOptions, workspaceId: WorkspaceId, mail: SystemMail): Promise<void> {
  const inbox = await options.database.read(workspaceId, system, (ctx) => sender(ctx, options))
  await give(options, workspaceId, inbox, {
    messageId: newId(),
    conversationId: mail.conversationId ?? newId(),
    conversationNumber: 0,
    externalId: null,
    to: { address: mail.to, name: '' },
    cc: [],
    bcc: [],
    from: { name: '' },
    subject: mail.subject,
    text: mail.text,
    html: null,
    files: [],
    history: [],
    inReplyTo: null,
    references: [],
    // A carried-on conversation is a person's; only notices are automatic (RFC 3834).
    isAutomatic: !mail.conversationId,
    writtenAt: new Date(),
  })
}

/** Gives a message of the chat also to the contact's mailbox, because nobody is there to read it. The reply lands in the same conversation. */
export async function sendCopyByEmail(options: SendOptions, workspaceId: WorkspaceId, messageId: MessageId, address: string): Promise<void> {
  const { inbox, message } = await options.database.read(workspaceId, system, async (ctx) => ({
    inbox: await sender(ctx, options),
    message: await loadOutbound(ctx, messageId, options.readFile),
  }))
  await give(options, workspaceId, inbox, {
    ...message,
    to: { ...message.to, address },
    subject: message.subject || `${inbox.row.name} #${message.conversationNumber}`,
  })
}
