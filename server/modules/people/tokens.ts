import type { AgentId } from '../../../contract/ids.ts'
import type { ApiToken, Scope } from '../../../contract/people.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { audit } from '../audit/index.ts'
import { makeToken } from './credentials.ts'
import { checkScopes } from './rules.ts'
import { agentOf } from './sessions.ts'
import { cleanName } from './words.ts'

const mostTokens = 500

interface TokenRow {
  id: string
  name: string
  scopes: Scope[]
  createdAt: Date
  lastUsedAt: Date | null
}

const columns = `id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt"`
const toToken = (row: TokenRow): ApiToken => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})

/** Every API token of the workspace that works, the newest first. */
export async function listTokens(ctx: Context): Promise<ApiToken[]> {
  const rows = await ctx.sql.many<TokenRow>(
    `select ${columns} from api_tokens where workspace_id = $1 and revoked_at is null order by created_at desc, id desc limit $2`,
    [ctx.workspaceId, mostTokens],
  )
  return rows.map(toToken)
}

/** A token that acts as the caller. Errors: 403 `token.scope_above_role`, 409 `token.too_many`. */
export async function createToken(ctx: Context, input: { name: string; scopes: Scope[] }): Promise<{ token: string; record: ApiToken }> {
  const actor = agentOf(ctx)
  const scopes = [...new Set(input.scopes)]
  checkScopes(actor.role, scopes)
  const held = await ctx.sql.one<{ count: number }>(`select count(*) as count from api_tokens where workspace_id = $1 and revoked_at is null`, [
    ctx.workspaceId,
  ])
  if (held!.count >= mostTokens) throw new AppError('conflict', 'token.too_many', `There are ${mostTokens} tokens. Withdraw one first.`)
  const name = cleanName(input.name)
  const { token, id } = await makeToken(ctx, actor.id, name, scopes)
  await audit(ctx, 'token.created', { tokenId: id, name, scopes })
  return { token, record: { id, name, scopes, createdAt: ctx.now.toISOString(), lastUsedAt: null } }
}

/** Withdraws any token of the workspace. Emits `token.revoked`. Errors: 404 `token.not_found`. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  const row = await ctx.sql.one<{ agentId: AgentId; name: string }>(
    `update api_tokens set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning agent_id as "agentId", name`,
    [ctx.workspaceId, id, ctx.now],
  )
  if (!row) throw new AppError('not_found', 'token.not_found', 'There is no such token.')
  ctx.emit('token.revoked', { agentId: row.agentId, tokenId: id })
  await audit(ctx, 'token.revoked', { tokenId: id, name: row.name, agentId: row.agentId })
}

/** Withdraws all tokens of an agent. Emits `token.revoked` for each. */
export async function revokeTokens(ctx: Context, agentId: AgentId): Promise<void> {
  const rows = await ctx.sql.many<{ id: string }>(
    `update api_tokens set revoked_at = $3 where workspace_id = $1 and agent_id = $2 and revoked_at is null returning id`,
    [ctx.workspaceId, agentId, ctx.now],
  )
  for (const { id } of rows) ctx.emit('token.revoked', { agentId, tokenId: id })
}
