import type { Context } from '../../platform/context.ts'
import { addEntry } from './directory.ts'

/** Makes a workspace with its counters, inside a transaction of that (new) workspace's id. */
export async function createWorkspace(ctx: Context, { name, isDemo = false }: { name: string; isDemo?: boolean }): Promise<void> {
  await ctx.sql.run(`insert into workspaces (workspace_id, name, is_demo, created_at) values ($1, $2, $3, $4)`, [
    ctx.workspaceId,
    name,
    isDemo,
    ctx.now,
  ])
  await ctx.sql.run(`insert into counters (workspace_id, name) values ($1, 'event'), ($1, 'conversation')`, [ctx.workspaceId])
  await addEntry(ctx.sql, 'workspace', ctx.workspaceId, ctx.workspaceId, ctx.workspaceId)
}
