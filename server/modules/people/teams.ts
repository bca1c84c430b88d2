import type { AgentId, TeamId } from '../../../contract/ids.ts'
import type { Team } from '../../../contract/people.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { audit } from '../audit/index.ts'
import { changeMembers, checkAgents, findTeam, lockTeam, mostListed } from './queries.ts'
import { cleanName } from './words.ts'

const mostTeams = Math.min(500, mostListed)
const nameTaken = () => new AppError('conflict', 'team.name_taken', 'There is a team of this name already.')

export interface NewTeam {
  name: string
  isRestricted: boolean
  memberIds: AgentId[]
}

/** Adds a team. Emits `team.changed`. Errors: 409 `team.name_taken`, 409 `team.too_many`, 404 `agent.not_found`. */
export async function createTeam(ctx: Context, { name, isRestricted, memberIds }: NewTeam): Promise<Team> {
  await checkAgents(ctx, memberIds)
  const held = await ctx.sql.one<{ count: number }>(`select count(*) as count from teams where workspace_id = $1`, [ctx.workspaceId])
  if (held!.count >= mostTeams) throw new AppError('conflict', 'team.too_many', `There are ${mostTeams} teams. Remove one first.`)
  const id = newId<TeamId>(ctx.now.getTime())
  const added = await ctx.sql.run(
    `insert into teams (workspace_id, id, name, is_restricted, created_at) values ($1, $2, $3, $4, $5) on conflict (workspace_id, name) do nothing`,
    [ctx.workspaceId, id, cleanName(name), isRestricted, ctx.now],
  )
  if (added === 0) throw nameTaken()
  await changeMembers(
    ctx,
    memberIds.map((agentId) => ({ teamId: id, agentId })),
    'add',
  )
  ctx.emit('team.changed', { teamId: id })
  const team = await findTeam(ctx, id)
  await audit(ctx, 'team.created', { ...team })
  return team
}

/**
 * Changes the name, who may see its conversations, or the members (the list replaces the old one). Emits `team.changed`, and `agent.changed` for
 * whoever came or left. Errors: 404 `team.not_found`, 404 `agent.not_found`, 409 `team.name_taken`.
 */
export async function changeTeam(ctx: Context, id: TeamId, change: { [Key in keyof NewTeam]?: NewTeam[Key] | undefined }): Promise<Team> {
  const team = await lockTeam(ctx, id)
  const name = change.name === undefined ? team.name : cleanName(change.name)
  const taken = await ctx.sql.one(`select from teams where workspace_id = $1 and name = $2 and id <> $3`, [ctx.workspaceId, name, id])
  if (taken) throw nameTaken()
  await ctx.sql.run(`update teams set name = $3, is_restricted = $4 where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    id,
    name,
    change.isRestricted ?? team.isRestricted,
  ])
  const wanted = new Set(change.memberIds ?? team.memberIds)
  const came = [...wanted].filter((agentId) => !team.memberIds.includes(agentId))
  const left = team.memberIds.filter((agentId) => !wanted.has(agentId))
  await checkAgents(ctx, came)
  for (const [change_, agentIds] of [
    ['add', came],
    ['remove', left],
  ] as const)
    await changeMembers(
      ctx,
      agentIds.map((agentId) => ({ teamId: id, agentId })),
      change_,
    )
  ctx.emit('team.changed', { teamId: id })
  for (const agentId of [...came, ...left]) ctx.emit('agent.changed', { agentId })
  const changed = await findTeam(ctx, id)
  await audit(ctx, 'team.changed', { ...changed, came, left })
  return changed
}

/** Removes a team that has no work left (`removeTeamAndMoveWork` sees to that); whatever still names it loses it with the row. Emits `team.changed`. Errors: 404 `team.not_found`. */
export async function removeTeam(ctx: Context, id: TeamId): Promise<void> {
  const team = await lockTeam(ctx, id)
  await ctx.sql.run(`delete from teams where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])
  ctx.emit('team.changed', { teamId: id })
  await audit(ctx, 'team.removed', { id, name: team.name, isRestricted: team.isRestricted })
}
