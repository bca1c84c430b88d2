import type { Conversation, Priority } from '../../../contract/conversation.ts'
import type { ConversationId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { lockVisibleConversation, saveConversation, visibleConversation } from './queries.ts'

/** Emits `conversation.prioritised`. */
export async function setPriority(ctx: Context, id: string, priority: Priority): Promise<Conversation> {
  const conversation = await lockVisibleConversation(ctx, id)
  if (conversation.priority === priority) return visibleConversation(ctx, id)
  ctx.emit('conversation.prioritised', { conversationId: id as ConversationId, priority, previous: conversation.priority })
  return saveConversation(ctx, id, { priority })
}

const mostTags = 50

/** Adds and removes tags; what is there already, or is not, is left alone. Emits `conversation.tagged`. Errors: `conversation.too_many_tags`. */
export async function setTags(ctx: Context, id: string, add: string[], remove: string[]): Promise<Conversation> {
  const conversation = await lockVisibleConversation(ctx, id)
  const added = [...new Set(add)].filter((tag) => !conversation.tags.includes(tag) && !remove.includes(tag))
  const removed = conversation.tags.filter((tag) => remove.includes(tag))
  if (added.length + removed.length === 0) return visibleConversation(ctx, id)
  const tags = [...conversation.tags.filter((tag) => !removed.includes(tag)), ...added]
  if (tags.length > mostTags) throw new AppError('invalid', 'conversation.too_many_tags', `A conversation has at most ${mostTags} tags.`)
  ctx.emit('conversation.tagged', { conversationId: id as ConversationId, added, removed })
  return saveConversation(ctx, id, { tags })
}

/** Emits `conversation.subject_changed`. */
export async function setSubject(ctx: Context, id: string, subject: string): Promise<Conversation> {
  await lockVisibleConversation(ctx, id)
  ctx.emit('conversation.subject_changed', { conversationId: id as ConversationId })
  return saveConversation(ctx, id, { subject: subject.trim() })
}

/** Tags in use on conversations that are not yet old, most used first. */
export async function listTags(ctx: Context): Promise<{ name: string; count: number }[]> {
  return ctx.sql.many(
    `select name, count(*)::int as count from (select unnest(tags) as name from conversations where workspace_id = $1 and tags <> '{}' limit 20000) used group by name order by count desc, name limit 200`,
    [ctx.workspaceId],
  )
}
