import type { AgentId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { openSecret, sealSecret } from '../../platform/secrets/seal.ts'

/** A sign-in that has begun at a provider and not come back. */
export interface Attempt {
  /** The PKCE verifier: stored sealed, since with it and a stolen code anybody could finish. */
  remembered: string
  /** As it was told to the provider, which wants to hear the same again. */
  redirectUri: string
  agentId: AgentId
  /** Null: begun by a program with a token. */
  sessionId: string | null
}

/** How long a person may take at the provider. */
export const attemptMs = 15 * 60_000

const placeOf = (ctx: Context, id: string) => `oauth:${ctx.workspaceId}:${id}`

/** Keeps an attempt and returns its id. Those that are over go. */
export async function keepAttempt(ctx: Context, keys: InstanceKeys, attempt: Attempt & { inboxId: string }): Promise<string> {
  const id = newId(ctx.now.getTime())
  await ctx.sql.run(`delete from oauth_attempts where workspace_id = $1 and expires_at < $2`, [ctx.workspaceId, ctx.now])
  await ctx.sql.run(
    `insert into oauth_attempts (workspace_id, id, inbox_id, remembered, redirect_uri, agent_id, session_id, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ctx.workspaceId,
      id,
      attempt.inboxId,
      sealSecret(attempt.remembered, keys, placeOf(ctx, id)),
      attempt.redirectUri,
      attempt.agentId,
      attempt.sessionId,
      new Date(ctx.now.getTime() + attemptMs),
    ],
  )
  return id
}

/** Takes an attempt, which is gone then; null when there is none, when its time is over, or when it is not `isTheirs`: then it waits for its owner. */
export async function takeAttempt(
  ctx: Context,
  keys: InstanceKeys,
  { id, inboxId }: { id: string; inboxId: string },
  isTheirs: (attempt: Attempt) => boolean,
): Promise<Attempt | null> {
  const row = await ctx.sql.one<Attempt>(
    `select remembered, redirect_uri as "redirectUri", agent_id as "agentId", session_id as "sessionId" from oauth_attempts
     where workspace_id = $1 and id = $2 and inbox_id = $3 and expires_at >= $4 for update`,
    [ctx.workspaceId, id, inboxId, ctx.now],
  )
  if (!row || !isTheirs(row)) return null
  await ctx.sql.run(`delete from oauth_attempts where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])
  return { ...row, remembered: openSecret(row.remembered, keys, placeOf(ctx, id)) }
}
