import type { Conversation } from '../../../contract/conversation.ts'
import type { AgentId, ConversationId, TeamId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { lockVisibleConversation, saveConversation, type Change } from './queries.ts'
import { actingAgent } from './write-message.ts'

export interface Assignment {
  assigneeId?: string | null | undefined
  teamId?: string | null | undefined
}

/**
 * Gives a conversation to an agent, a team, both or nobody; what is not named stays. Emits `conversation.assigned`, `conversation.team_changed`.
 * Errors: `agent.not_found`, `team.not_found`, `conversation.not_found`.
 */
export async function assignConversation(ctx: Context, id: string, { assigneeId, teamId }: Assignment): Promise<Conversation> {
  const conversation = await lockVisibleConversation(ctx, id)
  const conversationId = id as ConversationId
  const change: Change = {}
  if (teamId !== undefined && teamId !== conversation.teamId) {
    if (teamId && !(await ctx.sql.one(`select 1 as found from teams where workspace_id = $1 and id = $2`, [ctx.workspaceId, teamId])))
      throw new AppError('not_found', 'team.not_found', 'There is no such team.')
    change.teamId = teamId
    ctx.emit('conversation.team_changed', { conversationId, teamId: teamId as TeamId | null, previousId: conversation.teamId as TeamId | null })
  }
  if (assigneeId !== undefined && assigneeId !== conversation.assigneeId) {
    if (
      assigneeId &&
      !(await ctx.sql.one(`select 1 as found from agents where workspace_id = $1 and id = $2 and deactivated_at is null`, [
        ctx.workspaceId,
        assigneeId,
      ]))
    )
      throw new AppError('not_found', 'agent.not_found', 'There is no such agent.')
    change.assigneeId = assigneeId
    ctx.emit('conversation.assigned', {
      conversationId,
      assigneeId: assigneeId as AgentId | null,
      previousId: conversation.assigneeId as AgentId | null,
    })
  }
  return saveConversation(ctx, id, Object.keys(change).length > 0 ? change : { priority: conversation.priority })
}

/** Takes an unassigned conversation. Of many who try at once one wins. Errors: 409 `conversation.taken` with who was first. */
export async function claimConversation(ctx: Context, id: string): Promise<Conversation> {
  const agent = actingAgent(ctx)
  const conversation = await lockVisibleConversation(ctx, id)
  if (conversation.assigneeId && conversation.assigneeId !== agent.id)
    throw new AppError('conflict', 'conversation.taken', 'A colleague was first.', { assigneeId: conversation.assigneeId })
  return assignConversation(ctx, id, { assigneeId: agent.id })
}
