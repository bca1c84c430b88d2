import type { AgentId, WorkspaceId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/secrets/tokens.ts'
import { audit } from '../audit/index.ts'
import { lookUp } from '../workspaces/index.ts'
import { hashPassword, normaliseEmail } from './agents.ts'
import { packToken, workspaceOfToken } from './credentials.ts'
import { checkPassword } from './rules.ts'
import { revokeSessions } from './sessions.ts'

const validMs = 3_600_000
/** Within the hour for which the link is good. */
const mailAttempts = 7
const mostWorkspaces = 20
const system = { kind: 'system', name: 'password-reset' } as const

/** Sends a link for each workspace that has this address, and says nothing about how many those were. The route evens out the time it takes. */
export async function askReset(database: Database, email: string, publicUrl: string): Promise<void> {
  const address = normaliseEmail(email)
  const entries = (await lookUp(database, 'agent_email', address)).slice(0, mostWorkspaces)
  await Promise.all(entries.map(({ workspaceId, subjectId }) => sendLink(database, workspaceId, subjectId, address, publicUrl)))
}

async function sendLink(database: Database, workspaceId: WorkspaceId, agentId: string, email: string, publicUrl: string): Promise<void> {
  await database.transaction(workspaceId, system, async (ctx) => {
    const agent = await ctx.sql.one<{ locale: string | null }>(
      `select settings ->> 'locale' as locale from agents where workspace_id = $1 and id = $2 and email = $3 and deactivated_at is null and not is_demo`,
      [workspaceId, agentId, email],
    )
    if (!agent) return
    await ctx.sql.run(`delete from password_resets where workspace_id = $1 and agent_id = $2 and expires_at < $3`, [workspaceId, agentId, ctx.now])
    const token = packToken(workspaceId, newToken('rst'))
    await ctx.sql.run(
      `insert into password_resets (workspace_id, id, agent_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
      [workspaceId, newId(ctx.now.getTime()), agentId, hashToken(token), ctx.now, new Date(ctx.now.getTime() + validMs)],
    )
    const link = `${publicUrl}/reset#${token}`
    ctx.enqueue('people.send_mail', { kind: 'password_reset', to: email, link, locale: agent.locale ?? 'en' }, { maxAttempts: mailAttempts })
  })
}

const notUsable = () => new AppError('not_found', 'reset.not_usable', 'This link was used or is too old. Ask for a new one.')
const isOpen = `used_at is null and expires_at >`

/**
 * Sets a new password by the link of the mail, which then is used up with every other one, and ends all sessions. Emits `session.revoked`.
 * Errors: 404 `reset.not_usable`, 422 `agent.weak_password`.
 */
export async function resetPassword(database: Database, token: string, password: string): Promise<void> {
  const workspaceId = workspaceOfToken(token)
  if (!workspaceId) throw notUsable()
  const held = await database.read(workspaceId, system, (ctx) =>
    ctx.sql.one<{ email: string }>(
      `select a.email from password_resets r join agents a on a.workspace_id = r.workspace_id and a.id = r.agent_id
       where r.workspace_id = $1 and r.token_hash = $2 and a.deactivated_at is null and ${isOpen} $3`,
      [workspaceId, hashToken(token), ctx.now],
    ),
  )
  if (!held) throw notUsable()
  checkPassword(password, held.email)
  const passwordHash = await hashPassword(password)
  await database.transaction(workspaceId, system, async (ctx) => {
    const used = await ctx.sql.one<{ agentId: AgentId }>(
      `update password_resets set used_at = $3 where workspace_id = $1 and token_hash = $2 and ${isOpen} $3 returning agent_id as "agentId"`,
      [workspaceId, hashToken(token), ctx.now],
    )
    if (!used) throw notUsable()
    await ctx.sql.run(`update agents set password_hash = $3 where workspace_id = $1 and id = $2`, [workspaceId, used.agentId, passwordHash])
    await endResets(ctx, used.agentId)
    await revokeSessions(ctx, used.agentId)
    await audit(ctx, 'agent.password_reset', { agentId: used.agentId })
  })
}

/** Links sent before the password changed are good for nothing. */
export async function endResets(ctx: Context, agentId: AgentId): Promise<void> {
  await ctx.sql.run(`update password_resets set used_at = $3 where workspace_id = $1 and agent_id = $2 and used_at is null`, [
    ctx.workspaceId,
    agentId,
    ctx.now,
  ])
}
