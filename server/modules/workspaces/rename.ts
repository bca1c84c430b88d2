import type { Context } from '../../platform/context.ts'
import { audit } from '../audit/index.ts'

/** Gives the workspace another name. Emits `workspace.changed`, unless it has the name already. */
export async function renameWorkspace(ctx: Context, name: string): Promise<void> {
  const changed = await ctx.sql.run(`update workspaces set name = $2 where workspace_id = $1 and name <> $2`, [ctx.workspaceId, name])
  if (changed === 0) return
  ctx.emit('workspace.changed', { name })
  await audit(ctx, 'workspace.renamed', { name })
}
