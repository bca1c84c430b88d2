import type { AgentId, WorkspaceId } from '../../../contract/ids.ts'
import type { Role } from '../../../contract/permissions.ts'
import type { Scope } from '../../../contract/people.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/secrets/tokens.ts'

/** The cookie of a signed-in browser. */
export const sessionCookie = 'samvad_session'
export const sessionDays = 30

/**
 * A session or API token carries its workspace, so that it is looked up by one key of one workspace: `<workspace>.<secret>` with the id in base64url.
 * Only a hash of it is stored.
 */
const packToken = (workspaceId: string, secret: string) => `${Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')}.${secret}`

export function workspaceOfToken(token: string): WorkspaceId | null {
  const [packed = '', secret = ''] = token.split('.')
  const hex = Buffer.from(packed, 'base64url').toString('hex')
  if (hex.length !== 32 || secret.length < 20) return null
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as WorkspaceId
}

/** Opens a session; the token is given out once. */
export async function openSession(
  ctx: Context,
  agentId: AgentId,
  from: { userAgent: string; address: string },
): Promise<{ token: string; sessionId: string }> {
  const token = packToken(ctx.workspaceId, newToken('ses'))
  const sessionId = newId(ctx.now.getTime())
  await ctx.sql.run(
    `insert into sessions (workspace_id, id, agent_id, token_hash, user_agent, address, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [
      ctx.workspaceId,
      sessionId,
      agentId,
      hashToken(token),
      from.userAgent.slice(0, 400),
      from.address,
      ctx.now,
      new Date(ctx.now.getTime() + sessionDays * 86_400_000),
    ],
  )
  return { token, sessionId }
}

/** Makes an API token that acts as its owner within the scopes; it is given out once. */
export async function makeToken(ctx: Context, agentId: AgentId, name: string, scopes: Scope[]): Promise<{ token: string; id: string }> {
  const token = packToken(ctx.workspaceId, newToken('key'))
  const id = newId(ctx.now.getTime())
  await ctx.sql.run(`insert into api_tokens (workspace_id, id, agent_id, name, token_hash, scopes, created_at) values ($1, $2, $3, $4, $5, $6, $7)`, [
    ctx.workspaceId,
    id,
    agentId,
    name,
    hashToken(token),
    scopes,
    ctx.now,
  ])
  return { token, id }
}

interface FoundRow {
  id: string
  agentId: AgentId
  name: string
  role: Role
  teamIds: AgentActor['teamIds']
  scopes: Scope[] | null
  expiresAt: Date | null
}

const agentPart = `a.id as "agentId", a.name, a.role, coalesce((select array_agg(m.team_id) from team_members m where m.workspace_id = a.workspace_id and m.agent_id = a.id), '{}') as "teamIds"`

const system = { kind: 'system', name: 'sign-in' } as const

/** The agent behind a session or API token; null when it is unknown, ended, expired, or the agent was deactivated. */
export async function findByToken(database: Database, token: string): Promise<{ workspaceId: WorkspaceId; actor: AgentActor } | null> {
  const workspaceId = workspaceOfToken(token)
  if (!workspaceId) return null
  const isKey = token.includes('.key')
  const row = await database.read(workspaceId, system, (ctx) =>
    ctx.sql.one<FoundRow>(
      isKey
        ? `select k.id, ${agentPart}, k.scopes, null as "expiresAt" from api_tokens k join agents a on a.workspace_id = k.workspace_id and a.id = k.agent_id where k.workspace_id = $1 and k.token_hash = $2 and k.revoked_at is null and a.deactivated_at is null`
        : `select s.id, ${agentPart}, null as scopes, s.expires_at as "expiresAt" from sessions s join agents a on a.workspace_id = s.workspace_id and a.id = s.agent_id where s.workspace_id = $1 and s.token_hash = $2 and s.revoked_at is null and s.expires_at > now() and a.deactivated_at is null`,
      [workspaceId, hashToken(token)],
    ),
  )
  if (!row) return null
  return {
    workspaceId,
    actor: {
      kind: 'agent',
      id: row.agentId,
      name: row.name,
      role: row.role,
      teamIds: row.teamIds,
      scopes: row.scopes,
      sessionId: isKey ? null : row.id,
      tokenId: isKey ? row.id : null,
    },
  }
}
