import type { Conversation } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { visibleConversation, visibleConversationRow } from './queries.ts'
import { actingAgent, markSeenUpTo } from './write-message.ts'

/** Remembers how far an agent has read; null makes it unread again. Never goes back by a late request. Emits `conversation.seen` or `conversation.marked_unread`, for the agent's own screens. */
export async function markSeen(ctx: Context, id: string, messageId: string | null): Promise<Conversation> {
  const agent = actingAgent(ctx)
  const row = await visibleConversationRow(ctx, id)
  const conversationId = id as ConversationId
  if (messageId === null) {
    await markSeenUpTo(ctx, id, agent.id, null)
    ctx.emit('conversation.marked_unread', { conversationId, agentId: agent.id })
  } else if (row.seenMessageId === null || row.seenMessageId < messageId) {
    await markSeenUpTo(ctx, id, agent.id, messageId)
    ctx.emit('conversation.seen', { conversationId, agentId: agent.id, messageId: messageId as MessageId })
  }
  return visibleConversation(ctx, id)
}
