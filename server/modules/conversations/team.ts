import type { ConversationId, TeamId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'

/** How many conversations belong to a team, also those that are resolved. */
export async function countOfTeam(ctx: Context, teamId: string): Promise<number> {
  const row = await ctx.sql.one<{ count: number }>(`select count(*)::int as count from conversations where workspace_id = $1 and team_id = $2`, [
    ctx.workspaceId,
    teamId,
  ])
  return row!.count
}

/** Gives up to `most` conversations of a team to another, or to none; returns how many it were. Emits `conversation.team_changed` for each that stands for itself. */
export async function moveOffTeam(ctx: Context, fromId: TeamId, toId: TeamId | null, most: number): Promise<number> {
  const rows = await ctx.sql.many<{ id: ConversationId; isMerged: boolean }>(
    `select id, merged_into_id is not null as "isMerged" from conversations where workspace_id = $1 and team_id = $2 order by id limit $3 for update`,
    [ctx.workspaceId, fromId, most],
  )
  await ctx.sql.run(`update conversations set team_id = $3 where workspace_id = $1 and id = any($2::uuid[])`, [
    ctx.workspaceId,
    rows.map((row) => row.id),
    toId,
  ])
  for (const { id, isMerged } of rows) if (!isMerged) ctx.emit('conversation.team_changed', { conversationId: id, teamId: toId, previousId: fromId })
  return rows.length
}
