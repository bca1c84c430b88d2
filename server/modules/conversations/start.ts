import type { Conversation, TimelineItem } from '../../../contract/conversation.ts'
import type { ContactId, ConversationId, MessageId } from '../../../contract/ids.ts'
import { findOrCreateByEmail } from '../contacts/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { checkFits, checkRecipients, type CapabilitiesOf } from './capabilities.ts'
import { holdSecondsOf } from './conversation.ts'
import type { FileLinks } from './file-links.ts'
import { nextConversationNumber } from './number.ts'
import { visibleConversation } from './queries.ts'
import { readItem } from './timeline.ts'
import { actingAgent, writeMessage } from './write-message.ts'

export interface StartInput {
  inboxId: string
  to: { address: string; name: string }
  subject: string
  text: string
  attachments: string[]
  clientKey?: string | undefined
}

/**
 * Writes first, by an inbox that can (e-mail). Emits `conversation.opened`, `message.written`. Errors: `inbox.not_found`, `inbox.cannot_start`, those of
 * `checkFits` and `checkRecipients`.
 */
export async function startConversation(
  ctx: Context,
  input: StartInput,
  links: FileLinks,
  capabilitiesOf: CapabilitiesOf,
): Promise<{ conversation: Conversation; item: TimelineItem }> {
  const agent = actingAgent(ctx)
  const inbox = await ctx.sql.one<{ connector: string; channel: string; teamId: string | null; isDemo: boolean }>(
    `select connector, channel, team_id as "teamId", coalesce((settings ->> 'isDemo')::boolean, false) as "isDemo" from inboxes where workspace_id = $1 and id = $2 and removed_at is null and is_enabled`,
    [ctx.workspaceId, input.inboxId],
  )
  if (!inbox) throw new AppError('not_found', 'inbox.not_found', 'There is no such inbox.')
  const capabilities = capabilitiesOf(inbox.connector)
  if (!capabilities?.canStart || inbox.channel !== 'email')
    throw new AppError('conflict', 'inbox.cannot_start', 'On this channel the customer writes first.')
  checkRecipients({ to: [input.to] })
  await checkFits(ctx, capabilities, input)
  const { contactId, identityId } = await findOrCreateByEmail(ctx, input.to)
  const id = newId(ctx.now.getTime())
  const number = await nextConversationNumber(ctx)
  await ctx.sql.run(
    `insert into conversations (workspace_id, id, number, contact_id, subject, status, assignee_id, team_id, reply_inbox_id, reply_identity_id, is_demo, last_message_at, created_at) values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $11, $10, $10)`,
    [ctx.workspaceId, id, number, contactId, input.subject, agent.id, inbox.teamId, input.inboxId, identityId, ctx.now, inbox.isDemo],
  )
  await ctx.sql.run(
    `insert into participants (workspace_id, conversation_id, identity_id, contact_id, name, role) values ($1, $2, $3, $4, $5, 'from')`,
    [ctx.workspaceId, id, identityId, contactId, input.to.name],
  )
  const messageId = await writeMessage(ctx, id, {
    kind: 'message',
    channel: 'email',
    inboxId: input.inboxId,
    identityId,
    subject: input.subject,
    text: input.text,
    html: null,
    deliveryState: 'held',
    sendsAt: new Date(ctx.now.getTime() + holdSecondsOf('email') * 1000),
    recipients: { to: [input.to], cc: [], bcc: [] },
    mentions: [],
    clientKey: input.clientKey ?? null,
    files: input.attachments,
  })
  ctx.emit('conversation.opened', { conversationId: id as ConversationId, contactId: contactId as ContactId })
  ctx.emit('message.written', {
    conversationId: id as ConversationId,
    messageId: messageId as MessageId,
    channel: 'email',
    inboxId: input.inboxId as never,
  })
  return { conversation: await visibleConversation(ctx, id), item: (await readItem(ctx, messageId, links))! }
}
