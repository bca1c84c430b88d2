import type { Context } from '../../platform/context.ts'

/** Takes the next `count` conversation numbers of the workspace and returns the first. Serialises openings until the commit, so take it late. */
export async function nextConversationNumber(ctx: Context, count = 1): Promise<number> {
  const row = await ctx.sql.one<{ last: number }>(
    `update counters set last = last + $2 where workspace_id = $1 and name = 'conversation' returning last`,
    [ctx.workspaceId, count],
  )
  return row!.last - count + 1
}
