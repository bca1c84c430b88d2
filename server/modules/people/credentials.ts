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
 * A session, API token, invitation or reset link carries its workspace, so that it is looked up by one key of one workspace: `<workspace>.<secret>` with the id in base64url.
 * Only a hash of it is stored.
 */
export const packToken = (workspaceId: string, secret: string) =>
  `${Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')}.${secret}`

export function workspaceOfToken(token: string): WorkspaceId | null {
  const [packed = '', secret = ''] = token.split('.')
  const hex = Buffer.from(packed, 'base64url').toString('hex')
  if (hex.length !== 32 || secret.length < 20) return null
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as WorkspaceId
}

/** With more sessions than this at once, the oldest ends: nobody works at so many browsers, but a script may sign in for ever. */
const mostSessions = 100

/** Opens a session; the token is given out once. Emits `session.revoked` for one that had to make room. */
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
  const ended = await ctx.sql.many<{ id: string }>(
    `update sessions set revoked_at = $3 where workspace_id = $1 and id in (
       select id from sessions where workspace_id = $1 and agent_id = $2 and revoked_at is null and expires_at > $3 order by created_at desc, id desc offset $4
     ) returning id`,
    [ctx.workspaceId, agentId, ctx.now, mostSessions],
  )
  for (const { id } of ended) ctx.emit('session.revoked', { agentId, sessionId: id })
  await ctx.sql.run(`delete from sessions where workspace_id = $1 and agent_id = $2 and expires_at < $3`, [ctx.workspaceId, agentId, ctx.now])
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
  seenAt: Date | null
}

const agentPart = `a.id as "agentId", a.name, a.role, coalesce((select array_agg(m.team_id) from team_members m where m.workspace_id = a.workspace_id and m.agent_id = a.id), '{}') as "teamIds"`

const system = { kind: 'system', name: 'sign-in' } as const

/**
 * The agent behind a session or API token; null when it is unknown, ended, expired, or the agent was deactivated. `isUseNoted` is false when
 * `noteUse` is due.
 */
export async function findByToken(
  database: Database,
  token: string,
): Promise<{ workspaceId: WorkspaceId; actor: AgentActor; isUseNoted: boolean } | null> {
  const workspaceId = workspaceOfToken(token)
  if (!workspaceId) return null
  const isKey = token.includes('.key')
  return database.read(workspaceId, system, async (ctx) => {
    const row = await ctx.sql.one<FoundRow>(
      isKey
        ? `select k.id, ${agentPart}, k.scopes, k.last_used_at as "seenAt" from api_tokens k join agents a on a.workspace_id = k.workspace_id and a.id = k.agent_id where k.workspace_id = $1 and k.token_hash = $2 and k.revoked_at is null and a.deactivated_at is null`
        : `select s.id, ${agentPart}, null as scopes, s.last_seen_at as "seenAt" from sessions s join agents a on a.workspace_id = s.workspace_id and a.id = s.agent_id where s.workspace_id = $1 and s.token_hash = $2 and s.revoked_at is null and s.expires_at > $3 and a.deactivated_at is null`,
      isKey ? [workspaceId, hashToken(token)] : [workspaceId, hashToken(token), ctx.now],
    )
    if (!row) return null
    const { id, agentId, name, role, teamIds, scopes, seenAt } = row
    const actor: AgentActor = { kind: 'agent', id: agentId, name, role, teamIds, scopes, sessionId: isKey ? null : id, tokenId: isKey ? id : null }
    return { workspaceId, actor, isUseNoted: seenAt !== null && seenAt.getTime() > ctx.now.getTime() - seenEveryMs }
  })
}

/** `last_seen_at` and `last_used_at` are exact to this. */
export const seenEveryMs = 60_000

/** Notes that a session or token was used, at most once a minute however many processes see it. */
export async function noteUse(database: Database, workspaceId: WorkspaceId, actor: AgentActor): Promise<void> {
  await database.transaction(workspaceId, actor, async (ctx) => {
    const before = new Date(ctx.now.getTime() - seenEveryMs)
    if (actor.sessionId)
      await ctx.sql.run(`update sessions set last_seen_at = $3 where workspace_id = $1 and id = $2 and last_seen_at <= $4`, [
        workspaceId,
        actor.sessionId,
        ctx.now,
        before,
      ])
    else
      await ctx.sql.run(
        `update api_tokens set last_used_at = $3 where workspace_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)`,
        [workspaceId, actor.tokenId, ctx.now, before],
      )
  })
}

/** An agent by id, as they stand now; null when they were deactivated. For links that were made for somebody. */
export async function findAgentActor(database: Database, workspaceId: WorkspaceId, agentId: string): Promise<AgentActor | null> {
  const row = await database.read(workspaceId, system, (ctx) =>
    ctx.sql.one<Pick<FoundRow, 'agentId' | 'name' | 'role' | 'teamIds'>>(
      `select ${agentPart} from agents a where a.workspace_id = $1 and a.id = $2 and a.deactivated_at is null`,
      [workspaceId, agentId],
    ),
  )
  return row
    ? { kind: 'agent', id: row.agentId, name: row.name, role: row.role, teamIds: row.teamIds, scopes: null, sessionId: null, tokenId: null }
    : null
}
