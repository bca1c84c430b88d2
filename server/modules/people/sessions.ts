import type { AgentId } from '../../../contract/ids.ts'
import type { Session } from '../../../contract/people.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/** The agent who calls. Routes with access for agents alone have no other caller. */
export function agentOf(ctx: Pick<Context, 'actor'>): AgentActor {
  if (ctx.actor.kind !== 'agent') throw new AppError('unauthenticated', 'auth.sign_in', 'Sign in first.')
  return ctx.actor
}

/** My sessions that are open, the last used first. */
export async function listSessions(ctx: Context): Promise<Session[]> {
  const actor = agentOf(ctx)
  const rows = await ctx.sql.many<Omit<Session, 'createdAt' | 'lastSeenAt' | 'isCurrent'> & { createdAt: Date; lastSeenAt: Date }>(
    `select id, created_at as "createdAt", last_seen_at as "lastSeenAt", user_agent as "userAgent", address
     from sessions where workspace_id = $1 and agent_id = $2 and revoked_at is null and expires_at > $3 order by last_seen_at desc, id desc limit 200`,
    [ctx.workspaceId, actor.id, ctx.now],
  )
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === actor.sessionId,
  }))
}

/** Ends one of my sessions. Emits `session.revoked`. Errors: 404 `session.not_found`. */
export async function revokeSession(ctx: Context, id: string): Promise<void> {
  const { id: agentId } = agentOf(ctx)
  const ended = await ctx.sql.run(
    `update sessions set revoked_at = $4 where workspace_id = $1 and agent_id = $2 and id = $3 and revoked_at is null`,
    [ctx.workspaceId, agentId, id, ctx.now],
  )
  if (ended === 0) throw new AppError('not_found', 'session.not_found', 'There is no such session.')
  ctx.emit('session.revoked', { agentId, sessionId: id })
}

/** Ends the session that calls. Errors: 409 `session.none` for an API token, which has none. */
export async function signOut(ctx: Context): Promise<void> {
  const { sessionId } = agentOf(ctx)
  if (!sessionId) throw new AppError('conflict', 'session.none', 'An API token has no session to end. Withdraw the token instead.')
  await revokeSession(ctx, sessionId)
}

/** Ends all sessions of an agent but one. Emits `session.revoked` for each. */
export async function revokeSessions(ctx: Context, agentId: AgentId, exceptId: string | null = null): Promise<void> {
  const ended = await ctx.sql.many<{ id: string }>(
    `update sessions set revoked_at = $3 where workspace_id = $1 and agent_id = $2 and revoked_at is null and id is distinct from $4 returning id`,
    [ctx.workspaceId, agentId, ctx.now, exceptId],
  )
  for (const { id } of ended) ctx.emit('session.revoked', { agentId, sessionId: id })
}
