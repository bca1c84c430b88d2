import type { Conversation } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { nextConversationNumber } from './number.ts'
import { lockVisibleConversation, refreshLast, visibleConversation } from './queries.ts'

/** Two conversations are always locked in the order of their ids, so that two merges at once cannot wait for each other. */
async function lockBoth(ctx: Context, a: string, b: string) {
  const [first, second] = a < b ? [a, b] : [b, a]
  const one = await lockVisibleConversation(ctx, first)
  const two = await lockVisibleConversation(ctx, second)
  return a < b ? { from: one, into: two } : { from: two, into: one }
}

/**
 * Joins one conversation into another: messages, files, participants and every Message-ID move, so that later replies to either follow.
 * The merged one stays as a pointer. Emits `conversation.merged`. Errors: `conversation.merge_self`, `conversation.not_found`, `conversation.merged`.
 */
export async function mergeConversations(ctx: Context, id: string, intoId: string): Promise<Conversation> {
  if (id === intoId) throw new AppError('invalid', 'conversation.merge_self', 'A conversation cannot be joined into itself.')
  const { from, into } = await lockBoth(ctx, id, intoId)
  const both = [ctx.workspaceId, id, intoId]
  await ctx.sql.run(`update messages set conversation_id = $3 where workspace_id = $1 and conversation_id = $2`, both)
  await ctx.sql.run(`update files set conversation_id = $3 where workspace_id = $1 and conversation_id = $2`, both)
  await ctx.sql.run(`update mentions set conversation_id = $3 where workspace_id = $1 and conversation_id = $2`, both)
  await ctx.sql.run(`update search_documents set conversation_id = $3 where workspace_id = $1 and conversation_id = $2`, both)
  await ctx.sql.run(
    `insert into mail_references (workspace_id, reference, conversation_id, message_id, kind, created_at) select workspace_id, reference, $3, message_id, kind, created_at from mail_references where workspace_id = $1 and conversation_id = $2 on conflict do nothing`,
    both,
  )
  await ctx.sql.run(`delete from mail_references where workspace_id = $1 and conversation_id = $2`, [ctx.workspaceId, id])
  await ctx.sql.run(
    `insert into participants (workspace_id, conversation_id, identity_id, contact_id, name, role, added_at) select workspace_id, $3, identity_id, contact_id, name, role, added_at from participants where workspace_id = $1 and conversation_id = $2 on conflict do nothing`,
    both,
  )
  await ctx.sql.run(`update contacts set current_conversation_id = $3 where workspace_id = $1 and current_conversation_id = $2`, both)
  await ctx.sql.run(`update conversations set merged_into_id = $3 where workspace_id = $1 and merged_into_id = $2`, both)
  await ctx.sql.run(
    `update conversations set merged_into_id = $3, status = 'resolved', resolved_at = coalesce(resolved_at, $4), waiting_since = null, snoozed_until = null where workspace_id = $1 and id = $2`,
    [...both, ctx.now],
  )
  await ctx.sql.run(
    `update conversations c set tags = (select coalesce(array_agg(distinct tag), '{}') from unnest(c.tags || $3::text[]) as tag),
       reply_inbox_id = coalesce(c.reply_inbox_id, $4), reply_identity_id = coalesce(c.reply_identity_id, $5),
       status = case when c.status = 'resolved' and $6 <> 'resolved' then 'open' else c.status end,
       resolved_at = case when c.status = 'resolved' and $6 <> 'resolved' then null else c.resolved_at end
     where c.workspace_id = $1 and c.id = $2`,
    [ctx.workspaceId, intoId, from.tags, from.replyInboxId, from.replyIdentityId, from.status],
  )
  await refreshLast(ctx, intoId)
  ctx.emit('conversation.merged', {
    conversationId: id as ConversationId,
    intoId: intoId as ConversationId,
    number: from.number,
    intoNumber: into.number,
  })
  return visibleConversation(ctx, intoId)
}

/**
 * Moves messages into a conversation of their own, of the same contact. Replies to those messages follow them. At least one message must stay.
 * Emits `conversation.opened` and `conversation.split`. Errors: `conversation.split_all`, `message.not_found`.
 */
export async function splitConversation(
  ctx: Context,
  id: string,
  messageIds: string[],
  subject: string | undefined,
): Promise<{ conversation: Conversation; created: Conversation }> {
  const conversation = await lockVisibleConversation(ctx, id)
  const counts = await ctx.sql.one<{ moved: number; all: number }>(
    `select count(*) filter (where id = any($3::uuid[]))::int as moved, count(*)::int as "all" from messages where workspace_id = $1 and conversation_id = $2`,
    [ctx.workspaceId, id, messageIds],
  )
  if (counts!.moved !== new Set(messageIds).size)
    throw new AppError('not_found', 'message.not_found', 'One of the messages is not in this conversation.')
  if (counts!.moved === counts!.all) throw new AppError('invalid', 'conversation.split_all', 'At least one message must stay.')
  const newConversationId = newId(ctx.now.getTime())
  const number = await nextConversationNumber(ctx)
  await ctx.sql.run(
    `insert into conversations (workspace_id, id, number, contact_id, subject, status, priority, assignee_id, team_id, tags, reply_inbox_id, reply_identity_id, last_message_at, is_demo, created_at)
     select workspace_id, $3, $4, contact_id, $5, 'open', priority, assignee_id, team_id, tags, reply_inbox_id, reply_identity_id, $6, is_demo, $6 from conversations where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, id, newConversationId, number, subject ?? conversation.subject, ctx.now],
  )
  const moved = [ctx.workspaceId, newConversationId, messageIds]
  await ctx.sql.run(`update messages set conversation_id = $2 where workspace_id = $1 and id = any($3::uuid[])`, moved)
  await ctx.sql.run(`update files set conversation_id = $2 where workspace_id = $1 and message_id = any($3::uuid[])`, moved)
  await ctx.sql.run(`update mentions set conversation_id = $2 where workspace_id = $1 and message_id = any($3::uuid[])`, moved)
  await ctx.sql.run(`update search_documents set conversation_id = $2 where workspace_id = $1 and message_id = any($3::uuid[])`, moved)
  await ctx.sql.run(`update mail_references set conversation_id = $2 where workspace_id = $1 and message_id = any($3::uuid[])`, moved)
  await ctx.sql.run(
    `insert into participants (workspace_id, conversation_id, identity_id, contact_id, name, role, added_at) select workspace_id, $2, identity_id, contact_id, name, role, added_at from participants where workspace_id = $1 and conversation_id = $3`,
    [ctx.workspaceId, newConversationId, id],
  )
  await refreshLast(ctx, id)
  await refreshLast(ctx, newConversationId)
  ctx.emit('conversation.opened', { conversationId: newConversationId as ConversationId, contactId: conversation.contactId as never })
  ctx.emit('conversation.split', {
    conversationId: id as ConversationId,
    newId: newConversationId as ConversationId,
    messageIds: messageIds as MessageId[],
    newNumber: number,
  })
  return { conversation: await visibleConversation(ctx, id), created: await visibleConversation(ctx, newConversationId) }
}
