import type { AgentId, TeamId, WorkspaceId } from '../../../contract/ids.ts'
import type { Agent, AgentSettings, Me, Team } from '../../../contract/people.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/** Lists of people and teams have no pages; nobody has more than this. */
export const mostListed = 2_000

const agentColumns = `a.id, a.name, a.email, a.role, a.availability, a.deactivated_at is not null as "isDeactivated",
  coalesce((select array_agg(m.team_id order by m.team_id) from team_members m where m.workspace_id = a.workspace_id and m.agent_id = a.id), '{}') as "teamIds"`

const noAgent = () => new AppError('not_found', 'agent.not_found', 'There is no such agent.')
const noTeam = () => new AppError('not_found', 'team.not_found', 'There is no such team.')

/** Everybody who answers, by name. */
export async function agentRows(ctx: Context): Promise<Agent[]> {
  return ctx.sql.many<Agent>(`select ${agentColumns} from agents a where a.workspace_id = $1 order by lower(a.name), a.id limit $2`, [
    ctx.workspaceId,
    mostListed,
  ])
}

/** Errors: 404 `agent.not_found`. */
export async function findAgent(ctx: Context, id: string): Promise<Agent> {
  const row = await ctx.sql.one<Agent>(`select ${agentColumns} from agents a where a.workspace_id = $1 and a.id = $2`, [ctx.workspaceId, id])
  if (!row) throw noAgent()
  return row
}

/**
 * The agent, locked until commit, with the number of people who are owners now. Owners are locked first and in order, so that two who demote each
 * other at once do so one after the other. Errors: 404 `agent.not_found`.
 */
export async function lockAgent(ctx: Context, id: AgentId): Promise<{ agent: Agent; activeOwners: number }> {
  const owners = await ctx.sql.many(
    `select id from agents where workspace_id = $1 and role = 'owner' and deactivated_at is null and not is_demo order by id for update`,
    [ctx.workspaceId],
  )
  await ctx.sql.run(`select from agents where workspace_id = $1 and id = $2 for update`, [ctx.workspaceId, id])
  return { agent: await findAgent(ctx, id), activeOwners: owners.length }
}

export async function saveAgent(ctx: Context, agent: Agent): Promise<void> {
  await ctx.sql.run(
    `update agents set name = $3, role = $4, availability = $5, deactivated_at = case when $6 then coalesce(deactivated_at, $7) end where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, agent.id, agent.name, agent.role, agent.availability, agent.isDeactivated, ctx.now],
  )
}

/** Who somebody is, as their browser sees it. Errors: 404 `agent.not_found`. */
export async function readMe(ctx: Context, id: AgentId): Promise<Me> {
  const agent = await findAgent(ctx, id)
  const row = await ctx.sql.one<{ settings: AgentSettings; id: WorkspaceId; name: string; isDemo: boolean }>(
    `select a.settings, w.workspace_id as id, w.name, w.is_demo as "isDemo" from agents a join workspaces w on w.workspace_id = a.workspace_id where a.workspace_id = $1 and a.id = $2`,
    [ctx.workspaceId, id],
  )
  if (!row) throw noAgent()
  const { settings, ...workspace } = row
  return { agent, settings, workspace }
}

const teamColumns = `t.id, t.name, t.is_restricted as "isRestricted",
  coalesce((select array_agg(m.agent_id order by m.agent_id) from team_members m where m.workspace_id = t.workspace_id and m.team_id = t.id), '{}') as "memberIds"`

export async function teamRows(ctx: Context): Promise<Team[]> {
  return ctx.sql.many<Team>(`select ${teamColumns} from teams t where t.workspace_id = $1 order by lower(t.name), t.id limit $2`, [
    ctx.workspaceId,
    mostListed,
  ])
}

/** Errors: 404 `team.not_found`. */
export async function findTeam(ctx: Context, id: string): Promise<Team> {
  const row = await ctx.sql.one<Team>(`select ${teamColumns} from teams t where t.workspace_id = $1 and t.id = $2`, [ctx.workspaceId, id])
  if (!row) throw noTeam()
  return row
}

/** The team, locked until commit. Errors: 404 `team.not_found`. */
export async function lockTeam(ctx: Context, id: TeamId): Promise<Team> {
  await ctx.sql.run(`select from teams where workspace_id = $1 and id = $2 for update`, [ctx.workspaceId, id])
  return findTeam(ctx, id)
}

/** All of them are agents of this workspace. Errors: 404 `agent.not_found`. */
export async function checkAgents(ctx: Context, ids: readonly AgentId[]): Promise<void> {
  if ((await countOf(ctx, 'agents', ids)) < new Set(ids).size) throw noAgent()
}

/** All of them are teams of this workspace. Errors: 404 `team.not_found`. */
export async function checkTeams(ctx: Context, ids: readonly TeamId[]): Promise<void> {
  if ((await countOf(ctx, 'teams', ids)) < new Set(ids).size) throw noTeam()
}

async function countOf(ctx: Context, table: 'agents' | 'teams', ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const row = await ctx.sql.one<{ count: number }>(
    `select count(*) as count from (select id from ${table} where workspace_id = $1 and id = any($2::uuid[]) for key share) found`,
    [ctx.workspaceId, ids],
  )
  return row!.count
}

/** Adds and removes memberships; what is there or gone already stays so. */
export async function changeMembers(ctx: Context, pairs: { teamId: TeamId; agentId: AgentId }[], change: 'add' | 'remove'): Promise<void> {
  if (pairs.length === 0) return
  const given = [ctx.workspaceId, pairs.map((pair) => pair.teamId), pairs.map((pair) => pair.agentId)]
  await ctx.sql.run(
    change === 'add'
      ? `insert into team_members (workspace_id, team_id, agent_id) select $1, team_id, agent_id from unnest($2::uuid[], $3::uuid[]) as given (team_id, agent_id) on conflict do nothing`
      : `delete from team_members m using unnest($2::uuid[], $3::uuid[]) as given (team_id, agent_id) where m.workspace_id = $1 and m.team_id = given.team_id and m.agent_id = given.agent_id`,
    given,
  )
}
