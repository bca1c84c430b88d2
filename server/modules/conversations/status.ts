import type { Conversation, Status } from '../../../contract/conversation.ts'
import type { ConversationId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { checkSnooze } from './conversation.ts'
import { lockVisibleConversation, saveConversation, visibleConversation } from './queries.ts'
import type { ConversationRow } from './rows.ts'

/** Changes the status of a locked conversation and says so; the same status again changes nothing. Emits resolved, reopened, woken or status_changed. */
export async function changeStatus(ctx: Context, conversation: ConversationRow, status: Exclude<Status, 'snoozed'>): Promise<void> {
  const before = conversation.status
  if (before === status) return
  await ctx.sql.run(
    `update conversations set status = $3, snoozed_until = null, resolved_at = $4, waiting_since = case when $3 = 'resolved' then null else waiting_since end where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, conversation.id, status, status === 'resolved' ? ctx.now : null],
  )
  const conversationId = conversation.id as ConversationId
  if (status === 'resolved') ctx.emit('conversation.resolved', { conversationId })
  else if (before === 'resolved') ctx.emit('conversation.reopened', { conversationId, because: 'agent' })
  else if (before === 'snoozed') ctx.emit('conversation.woken', { conversationId, because: 'agent' })
  else ctx.emit('conversation.status_changed', { conversationId, status })
}

/** Resolve, reopen, or wait for the contact. Errors: `conversation.not_found`. */
export async function setStatus(ctx: Context, id: string, status: Exclude<Status, 'snoozed'>): Promise<Conversation> {
  const conversation = await lockVisibleConversation(ctx, id)
  await changeStatus(ctx, conversation, status)
  return visibleConversation(ctx, id)
}

/**
 * Puts a conversation aside. It comes back at `until` (UTC) or when the contact writes, whichever is first.
 * Emits `conversation.snoozed`. Errors: those of `checkSnooze`, `conversation.not_found`.
 */
export async function snoozeConversation(ctx: Context, id: string, until: Date | 'reply'): Promise<Conversation> {
  const conversation = await lockVisibleConversation(ctx, id)
  checkSnooze(conversation, until, ctx.now)
  const conversationId = id as ConversationId
  ctx.emit('conversation.snoozed', { conversationId, until: until === 'reply' ? until : until.toISOString() })
  if (until !== 'reply') ctx.enqueue('conversations.wake', { conversationId }, { runAt: until, key: `wake:${id}` })
  return saveConversation(ctx, id, { status: 'snoozed', snoozedUntil: until === 'reply' ? null : until })
}

/** The job at the end of a snooze. A conversation that was changed meanwhile stays as it is. Emits `conversation.woken`. */
export async function wakeConversation(ctx: Context, id: string): Promise<void> {
  const woken = await ctx.sql.run(
    `update conversations set status = 'open', snoozed_until = null where workspace_id = $1 and id = $2 and status = 'snoozed' and snoozed_until <= $3`,
    [ctx.workspaceId, id, ctx.now],
  )
  if (woken === 1) ctx.emit('conversation.woken', { conversationId: id as ConversationId, because: 'time' })
}
