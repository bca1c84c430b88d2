import type { AgentId, TeamId, WorkspaceId } from '../../../contract/ids.ts'
import type { Invitation, Locale, Me } from '../../../contract/people.ts'
import type { Role } from '../../../contract/permissions.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/secrets/tokens.ts'
import { audit } from '../audit/index.ts'
import { addAgent, hashPassword, normaliseEmail } from './agents.ts'
import { openSession, packToken, workspaceOfToken } from './credentials.ts'
import { changeMembers, checkTeams, readMe } from './queries.ts'
import { checkPassword, checkRoleGiven } from './rules.ts'
import { agentOf } from './sessions.ts'
import { cleanName } from './words.ts'

const validHours = 24
const mostOpen = 500
/** A mail that cannot go out is tried for about an hour; later the inviter has long handed over the link. */
const mailAttempts = 8
const system = { kind: 'system', name: 'invitation' } as const

interface InvitationRow {
  id: string
  email: string
  role: Role
  expiresAt: Date
  createdAt: Date
}

const isOpen = `accepted_at is null and revoked_at is null and expires_at >`
const toInvitation = (row: InvitationRow): Invitation => ({
  ...row,
  expiresAt: row.expiresAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
})

/** Invitations that can still be accepted, the newest first. */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  const rows = await ctx.sql.many<InvitationRow>(
    `select id, email, role, expires_at as "expiresAt", created_at as "createdAt" from invitations
     where workspace_id = $1 and ${isOpen} $2 order by created_at desc, id desc limit $3`,
    [ctx.workspaceId, ctx.now, mostOpen],
  )
  return rows.map(toInvitation)
}

/**
 * Invites by mail; an open invitation of the same address is replaced. The link is returned for when no mail can be sent. Emits `agent.invited`.
 * Errors: 403 `agent.role_above_own`, 409 `agent.email_taken`, 409 `invitation.too_many`, 404 `team.not_found`.
 */
export async function invite(
  ctx: Context,
  input: { email: string; role: Role; teamIds: TeamId[] },
  publicUrl: string,
): Promise<{ invitation: Invitation; link: string }> {
  const actor = agentOf(ctx)
  const email = normaliseEmail(input.email)
  checkRoleGiven(actor.role, input.role)
  await checkTeams(ctx, input.teamIds)
  if (await ctx.sql.one(`select from agents where workspace_id = $1 and email = $2`, [ctx.workspaceId, email]))
    throw new AppError('conflict', 'agent.email_taken', 'Somebody with this address is already here.')
  await ctx.sql.run(`update invitations set revoked_at = $3 where workspace_id = $1 and email = $2 and ${isOpen} $3`, [
    ctx.workspaceId,
    email,
    ctx.now,
  ])
  if ((await listInvitations(ctx)).length >= mostOpen)
    throw new AppError('conflict', 'invitation.too_many', `There are ${mostOpen} open invitations. Withdraw some first.`)
  const token = packToken(ctx.workspaceId, newToken('inv'))
  const expiresAt = new Date(ctx.now.getTime() + validHours * 3_600_000)
  const row: InvitationRow = { id: newId(ctx.now.getTime()), email, role: input.role, expiresAt, createdAt: ctx.now }
  await ctx.sql.run(
    `insert into invitations (workspace_id, id, email, role, team_ids, token_hash, invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [ctx.workspaceId, row.id, email, input.role, [...new Set(input.teamIds)], hashToken(token), actor.id, ctx.now, expiresAt],
  )
  const link = `${publicUrl}/invitation#${token}`
  const { settings } = await readMe(ctx, actor.id)
  ctx.enqueue('people.send_mail', { kind: 'invitation', to: email, link, locale: settings.locale ?? 'en' }, { maxAttempts: mailAttempts })
  ctx.emit('agent.invited', { email, role: input.role })
  await audit(ctx, 'agent.invited', { invitationId: row.id, email, role: input.role, teamIds: input.teamIds })
  return { invitation: toInvitation(row), link }
}

/** Errors: 404 `invitation.not_found`. */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  const row = await ctx.sql.one<{ email: string }>(
    `update invitations set revoked_at = $3 where workspace_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning email`,
    [ctx.workspaceId, id, ctx.now],
  )
  if (!row) throw new AppError('not_found', 'invitation.not_found', 'There is no such invitation.')
  await audit(ctx, 'invitation.revoked', { invitationId: id, email: row.email })
}

/** Withdraws the open invitations that somebody sent for these roles. */
export async function withdrawInvitationsBy(ctx: Context, agentId: AgentId, given: readonly Role[]): Promise<void> {
  await ctx.sql.run(`update invitations set revoked_at = $3 where workspace_id = $1 and invited_by = $2 and ${isOpen} $3 and role = any($4)`, [
    ctx.workspaceId,
    agentId,
    ctx.now,
    given,
  ])
}

const notUsable = () => new AppError('not_found', 'invitation.not_usable', 'This invitation was used, withdrawn or is too old. Ask for a new one.')

/** Whom an open invitation is for. Errors: 404 `invitation.not_usable`. */
export async function readInvitation(database: Database, token: string): Promise<{ email: string; workspace: string; workspaceId: WorkspaceId }> {
  const workspaceId = workspaceOfToken(token)
  const row =
    workspaceId &&
    (await database.read(workspaceId, system, (ctx) =>
      ctx.sql.one<{ email: string; workspace: string }>(
        `select email, (select name from workspaces where workspace_id = $1) as workspace from invitations where workspace_id = $1 and token_hash = $2 and ${isOpen} $3`,
        [workspaceId, hashToken(token), ctx.now],
      ),
    ))
  if (!row) throw notUsable()
  return { ...row, workspaceId }
}

/**
 * Joins: the invitation is used up, the agent is there with role and teams, and a session is open. Emits `agent.joined`.
 * Errors: 404 `invitation.not_usable`, 409 `agent.email_taken`, 422 `agent.weak_password`.
 */
export async function acceptInvitation(
  database: Database,
  token: string,
  input: { name: string; password: string; locale: Locale },
  from: { userAgent: string; address: string },
): Promise<{ me: Me; token: string }> {
  const { workspaceId, email } = await readInvitation(database, token)
  checkPassword(input.password, email)
  const name = cleanName(input.name)
  const passwordHash = await hashPassword(input.password)
  return database.transaction(workspaceId, system, async (ctx) => {
    const used = await ctx.sql.one<{ role: Role; teamIds: TeamId[] }>(
      `update invitations set accepted_at = $3 where workspace_id = $1 and token_hash = $2 and ${isOpen} $3 returning role, team_ids as "teamIds"`,
      [workspaceId, hashToken(token), ctx.now],
    )
    if (!used) throw notUsable()
    const agentId = await addAgent(ctx, { email, name, role: used.role, passwordHash, settings: { locale: input.locale } })
    await joinTeams(ctx, agentId, used.teamIds)
    await audit(ctx, 'agent.joined', { agentId, email, role: used.role })
    const session = await openSession(ctx, agentId, from)
    return { me: await readMe(ctx, agentId), token: session.token }
  })
}

/** A team may have been removed since the invitation. */
async function joinTeams(ctx: Context, agentId: AgentId, teamIds: TeamId[]): Promise<void> {
  const there = await ctx.sql.many<{ id: TeamId }>(`select id from teams where workspace_id = $1 and id = any($2) for key share`, [
    ctx.workspaceId,
    teamIds,
  ])
  await changeMembers(
    ctx,
    there.map(({ id }) => ({ teamId: id, agentId })),
    'add',
  )
  for (const { id } of there) ctx.emit('team.changed', { teamId: id })
}
