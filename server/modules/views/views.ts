import { ConversationFilter, listConversations } from '../../../contract/api/conversations.ts'
import type { View } from '../../../contract/api/tools.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { storableText } from '../../platform/database/insert-rows.ts'
import { mayDo } from '../../platform/http/access.ts'
import { newId } from '../../platform/ids.ts'

/** The sidebar shows them all. */
const mostViews = 200

const columns = `id, name, filter, agent_id is null as "isShared"`

export interface ViewInput {
  name: string
  filter: Record<string, string>
  isShared: boolean
}

function agentOf(ctx: Context): AgentActor {
  if (ctx.actor.kind !== 'agent') throw new AppError('forbidden', 'view.not_yours', 'Views belong to agents.')
  return ctx.actor
}

/** The agent's own views and the shared ones, by name. */
export async function listViews(ctx: Context): Promise<View[]> {
  return ctx.sql.many(
    `select ${columns} from views where workspace_id = $1 and (agent_id = $2 or agent_id is null) order by lower(name), id limit ${mostViews * 2}`,
    [ctx.workspaceId, agentOf(ctx).id],
  )
}

/**
 * Saves a view for the agent alone, or for everybody by those who hold `view.share`. Emits `view.changed`.
 * Errors: `view.share`, `view.bad_filter` with `issues`, 409 `view.too_many`.
 */
export async function createView(ctx: Context, input: ViewInput): Promise<View> {
  const agent = agentOf(ctx)
  if (input.isShared) checkShare(ctx)
  checkFilter(input.filter)
  const agentId = input.isShared ? null : agent.id
  const { count } = (await ctx.sql.one<{ count: number }>(
    `select count(*)::int as count from views where workspace_id = $1 and agent_id is not distinct from $2`,
    [ctx.workspaceId, agentId],
  ))!
  if (count >= mostViews) throw new AppError('conflict', 'view.too_many', `There are ${mostViews} views. Remove some first.`)
  const id = newId(ctx.now.getTime())
  const row = await ctx.sql.one<View>(
    `insert into views (workspace_id, id, agent_id, name, filter, created_at) values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
    [ctx.workspaceId, id, agentId, storableText(input.name), JSON.stringify(input.filter), ctx.now],
  )
  ctx.emit('view.changed', { viewId: id, agentId })
  return row!
}

/** Removes one's own view, or a shared one by those who may share. Emits `view.changed`. Errors: `view.not_found`, `view.share`. */
export async function removeView(ctx: Context, id: string): Promise<void> {
  const agent = agentOf(ctx)
  const row = await ctx.sql.one<{ agentId: AgentActor['id'] | null }>(
    `select agent_id as "agentId" from views where workspace_id = $1 and id = $2 for update`,
    [ctx.workspaceId, id],
  )
  // Another agent's view is as good as none.
  if (!row || (row.agentId !== null && row.agentId !== agent.id)) throw new AppError('not_found', 'view.not_found', 'There is no such view.')
  if (row.agentId === null) checkShare(ctx)
  await ctx.sql.run(`delete from views where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])
  ctx.emit('view.changed', { viewId: id, agentId: row.agentId })
}

function checkShare(ctx: Context): void {
  if (!mayDo(ctx.actor, 'view.share')) throw new AppError('forbidden', 'view.share', 'Shared views are changed by supervisors.')
}

/** A view that the list would refuse is refused when it is saved, not each time it is opened. */
const SavedFilter = ConversationFilter.extend({ sort: listConversations.query.shape.sort.unwrap().optional() }).strict()

function checkFilter(filter: Record<string, string>): void {
  const result = SavedFilter.safeParse(filter)
  if (result.success) return
  const issues = result.error.issues.slice(0, 20).map((issue) => ({ path: ['filter', ...issue.path.map(String)].join('.'), message: issue.message }))
  throw new AppError('invalid', 'view.bad_filter', 'The list cannot be filtered like this.', { issues })
}
