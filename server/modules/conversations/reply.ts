import type { Address, TimelineItem } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { checkFits, checkRecipients, connectorOf, type CapabilitiesOf } from './capabilities.ts'
import { holdSecondsOf, justBefore } from './conversation.ts'
import type { FileLinks } from './file-links.ts'
import { lockVisibleConversation } from './queries.ts'
import { chooseRoute } from './reply-routes.ts'
import type { ConversationRow } from './rows.ts'
import { changeStatus } from './status.ts'
import { readItem } from './timeline.ts'
import { actingAgent, findByClientKey, writeMessage } from './write-message.ts'

export interface ReplyInput {
  text: string
  html?: string | undefined
  inboxId?: string | undefined
  identityId?: string | undefined
  cc: Address[]
  bcc: Address[]
  subject?: string | undefined
  attachments: string[]
  clientKey?: string | undefined
  writtenAgainst?: string | null | undefined
  then?: 'open' | 'waiting' | 'resolve' | undefined
  holdSeconds?: number | undefined
}

/**
 * Answers the contact. The same `clientKey` again returns the message it made. The first to answer an unassigned conversation takes it.
 * Emits `message.written`, and `conversation.channel_changed`, `conversation.assigned`, status events as they apply.
 * Errors: `reply.empty`, `conversation.newer_message` (with `newer`), `reply.no_route`, `reply.unreachable`, `conversation.not_found`, those of `checkFits` and
 * `checkRecipients`.
 */
export async function reply(
  ctx: Context,
  id: string,
  input: ReplyInput,
  links: FileLinks,
  capabilitiesOf: CapabilitiesOf = () => undefined,
): Promise<TimelineItem> {
  const agent = actingAgent(ctx)
  const conversation = await lockVisibleConversation(ctx, id)
  const known = await findByClientKey(ctx, id, input.clientKey)
  if (known) return (await readItem(ctx, known, links))!
  if (input.text.trim() === '' && input.attachments.length === 0) throw new AppError('invalid', 'reply.empty', 'Write something first.')
  if (input.writtenAgainst !== undefined) await checkNothingNewer(ctx, id, input.writtenAgainst, agent.id)
  const route = await chooseRoute(ctx, conversation, input)
  checkRecipients({ cc: input.cc, bcc: input.bcc })
  await checkFits(ctx, capabilitiesOf(await connectorOf(ctx, route.inboxId)), input)
  const holdSeconds = input.holdSeconds ?? holdSecondsOf(route.channel)
  const messageId = await writeMessage(ctx, id, {
    kind: 'message',
    channel: route.channel,
    inboxId: route.inboxId,
    identityId: route.identityId,
    subject: route.channel === 'email' ? (input.subject ?? replySubject(conversation.subject)) : null,
    text: input.text,
    html: input.html ?? null,
    deliveryState: holdSeconds > 0 ? 'held' : 'queued',
    sendsAt: new Date(ctx.now.getTime() + holdSeconds * 1000),
    recipients: { to: [{ name: conversation.contactName, address: route.address }], cc: input.cc, bcc: input.bcc },
    mentions: [],
    clientKey: input.clientKey ?? null,
    files: input.attachments,
  })
  await noteChannelChange(ctx, conversation, route.channel)
  ctx.emit('message.written', {
    conversationId: id as ConversationId,
    messageId: messageId as MessageId,
    channel: route.channel,
    inboxId: route.inboxId,
  })
  if (conversation.assigneeId === null) await takeOver(ctx, conversation, agent.id)
  await changeStatus(ctx, conversation, input.then === 'resolve' ? 'resolved' : (input.then ?? 'waiting'))
  return (await readItem(ctx, messageId, links))!
}

const replySubject = (subject: string) => (/^re:/i.test(subject) ? subject : `Re: ${subject}`)

/** The send-time check: nobody answers past words they have not seen. Own messages do not count. */
async function checkNothingNewer(ctx: Context, id: string, seen: string | null, agentId: string): Promise<void> {
  const newer = await ctx.sql.many<{ id: string }>(
    `select id from messages where workspace_id = $1 and conversation_id = $2 and kind = 'message' and id > $3::uuid and author_id is distinct from $4 and classification = 'message' order by created_at desc, id desc limit 20`,
    [ctx.workspaceId, id, seen ?? '00000000-0000-0000-0000-000000000000', agentId],
  )
  if (newer.length > 0)
    throw new AppError('conflict', 'conversation.newer_message', 'Something newer was said. Read it before you send.', {
      newer: newer.map((row) => row.id),
    })
}

/** Says so in the timeline when an answer goes by another channel than the contact's last message. */
async function noteChannelChange(ctx: Context, conversation: ConversationRow, to: NonNullable<ConversationRow['lastChannel']>): Promise<void> {
  if (conversation.lastChannel && conversation.lastChannel !== to)
    ctx.emit(
      'conversation.channel_changed',
      { conversationId: conversation.id as ConversationId, from: conversation.lastChannel, to, by: 'agent' },
      justBefore(ctx.now),
    )
}

async function takeOver(ctx: Context, conversation: ConversationRow, agentId: string): Promise<void> {
  await ctx.sql.run(`update conversations set assignee_id = $3 where workspace_id = $1 and id = $2`, [ctx.workspaceId, conversation.id, agentId])
  ctx.emit('conversation.assigned', { conversationId: conversation.id as ConversationId, assigneeId: agentId as never, previousId: null })
}
