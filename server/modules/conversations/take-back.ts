import type { TimelineItem } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileLinks } from './file-links.ts'
import { lockVisibleConversation, refreshLast } from './queries.ts'
import { readItem } from './timeline.ts'

interface Held {
  conversationId: string
  state: string
}

/** The conversation of a message, locked, then the message's state: always in this order, so that sending and taking back cannot deadlock. */
async function lockMessage(ctx: Context, messageId: string): Promise<Held> {
  const found = await ctx.sql.one<{ conversationId: string }>(
    `select conversation_id as "conversationId" from messages where workspace_id = $1 and id = $2 and direction = 'out'`,
    [ctx.workspaceId, messageId],
  )
  if (!found) throw new AppError('not_found', 'message.not_found', 'There is no such message.')
  await lockVisibleConversation(ctx, found.conversationId)
  const row = await ctx.sql.one<{ state: string }>(`select delivery_state as state from messages where workspace_id = $1 and id = $2 for update`, [
    ctx.workspaceId,
    messageId,
  ])
  if (!row) throw new AppError('not_found', 'message.not_found', 'There is no such message.')
  return { conversationId: found.conversationId, state: row.state }
}

/** Undoes a message that is still held; it returns as it was, for the composer, and its files are free again. Emits `message.taken_back`. Errors: 409 `message.already_sent`. */
export async function takeBack(ctx: Context, messageId: string, links: FileLinks): Promise<TimelineItem> {
  const { conversationId, state } = await lockMessage(ctx, messageId)
  if (state !== 'held') throw new AppError('conflict', 'message.already_sent', 'It has already been sent.')
  const item = (await readItem(ctx, messageId, links))!
  await ctx.sql.run(`update files set message_id = null, conversation_id = null where workspace_id = $1 and message_id = $2`, [
    ctx.workspaceId,
    messageId,
  ])
  await ctx.sql.run(`delete from messages where workspace_id = $1 and id = $2`, [ctx.workspaceId, messageId])
  await refreshLast(ctx, conversationId)
  ctx.emit('message.taken_back', { conversationId: conversationId as ConversationId, messageId: messageId as MessageId })
  return item
}

/** Sends a failed message, or one whose fate is unknown, again: same message, same Message-ID. Emits `message.delivery_changed`. Errors: 409 `message.not_failed`. */
export async function resendMessage(ctx: Context, messageId: string, links: FileLinks): Promise<TimelineItem> {
  const { conversationId, state } = await lockMessage(ctx, messageId)
  if (state !== 'failed' && state !== 'unknown') throw new AppError('conflict', 'message.not_failed', 'Only a message that failed can be sent again.')
  await ctx.sql.run(`update messages set delivery_state = 'queued', delivery_reason = null, sends_at = $3 where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    messageId,
    ctx.now,
  ])
  ctx.emit('message.delivery_changed', {
    conversationId: conversationId as ConversationId,
    messageId: messageId as MessageId,
    state: 'queued',
    reason: null,
  })
  ctx.enqueue('delivery.send', { messageId: messageId as MessageId }, { key: `send:${messageId}`, queue: `conversation:${conversationId}` })
  return (await readItem(ctx, messageId, links))!
}
