import type { AgentId, TeamId } from '../../../contract/ids.ts'
import type { Agent } from '../../../contract/people.ts'
import { roles, type Role } from '../../../contract/permissions.ts'
import type { Context } from '../../platform/context.ts'
import { audit } from '../audit/index.ts'
import { withdrawInvitationsBy } from './invitations.ts'
import { changeMembers, checkTeams, findAgent, lockAgent, saveAgent } from './queries.ts'
import { checkAgentChange } from './rules.ts'
import { agentOf, revokeSessions } from './sessions.ts'
import { revokeTokens } from './tokens.ts'

export interface AgentChange {
  role?: Role | undefined
  isDeactivated?: boolean | undefined
  teamIds?: TeamId[] | undefined
}

/**
 * Changes role, teams (the list replaces the old one) or whether somebody may come in at all. Deactivating ends their sessions and tokens; their
 * conversations stay theirs. Emits `agent.changed` or `agent.deactivated`, `team.changed`, `session.revoked`, `token.revoked`.
 * Errors: those of `checkAgentChange`, 404 `agent.not_found`, 404 `team.not_found`.
 */
export async function changeAgent(ctx: Context, id: AgentId, change: AgentChange): Promise<Agent> {
  const { agent, activeOwners } = await lockAgent(ctx, id)
  checkAgentChange(agentOf(ctx).role, agent, change, activeOwners)
  const role = change.role ?? agent.role
  const isDeactivated = change.isDeactivated ?? agent.isDeactivated
  const isLeaving = isDeactivated && !agent.isDeactivated
  const movedTeams = await moveTeams(ctx, agent, change.teamIds ?? agent.teamIds)
  if (role === agent.role && isDeactivated === agent.isDeactivated && movedTeams.length === 0) return agent
  await saveAgent(ctx, { ...agent, role, isDeactivated, availability: isLeaving ? 'away' : agent.availability })
  if (isLeaving) {
    await revokeSessions(ctx, id)
    await revokeTokens(ctx, id)
  }
  // An invitation is worth what whoever sent it may still give.
  if (isLeaving) await withdrawInvitationsBy(ctx, id, [...roles])
  else if (roles.indexOf(role) < roles.indexOf(agent.role)) await withdrawInvitationsBy(ctx, id, roles.slice(roles.indexOf(role) + 1))
  ctx.emit(isLeaving ? 'agent.deactivated' : 'agent.changed', { agentId: id })
  const changed = await findAgent(ctx, id)
  const { role: before, isDeactivated: wasDeactivated, teamIds: oldTeamIds } = agent
  await audit(ctx, isLeaving ? 'agent.deactivated' : 'agent.changed', {
    agentId: id,
    from: { role: before, isDeactivated: wasDeactivated, teamIds: oldTeamIds },
    to: { role, isDeactivated, teamIds: changed.teamIds },
  })
  return changed
}

/** Returns the teams that somebody came to or left, each of which has changed. */
async function moveTeams(ctx: Context, agent: Agent, wantedIds: readonly TeamId[]): Promise<TeamId[]> {
  const wanted = new Set(wantedIds)
  const came = [...wanted].filter((teamId) => !agent.teamIds.includes(teamId))
  const left = agent.teamIds.filter((teamId) => !wanted.has(teamId))
  await checkTeams(ctx, came)
  const pairs = (teamIds: TeamId[]) => teamIds.map((teamId) => ({ teamId, agentId: agent.id }))
  await changeMembers(ctx, pairs(came), 'add')
  await changeMembers(ctx, pairs(left), 'remove')
  for (const teamId of [...came, ...left]) ctx.emit('team.changed', { teamId })
  return [...came, ...left]
}
