import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import { renameWorkspace } from '../workspaces/index.ts'
import { changeAgent } from './change-agent.ts'
import type { PeopleDeps } from './deps.ts'
import { invite, listInvitations, revokeInvitation } from './invitations.ts'
import { agentRows, readMe, teamRows } from './queries.ts'
import { agentOf } from './sessions.ts'
import { removeTeamAndMoveWork } from './remove-team.ts'
import { changeTeam, createTeam } from './teams.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'
import { cleanName } from './words.ts'

/** Agents, invitations, teams, API tokens and the workspace itself. */
export function serveAgents(http: Http, { database, teamWork, publicUrl }: Pick<PeopleDeps, 'database' | 'teamWork' | 'publicUrl'>): void {
  http.serve(routes.listAgents, async (ctx) => ({ items: await agentRows(ctx) }))
  http.serve(routes.changeAgent, (ctx, { params, body }) => changeAgent(ctx, params.id, body))

  http.serve(routes.listInvitations, async (ctx) => ({ items: await listInvitations(ctx) }))
  http.serve(routes.invite, (ctx, { body }) => invite(ctx, body, publicUrl()))
  http.serve(routes.revokeInvitation, async (ctx, { params }) => {
    await revokeInvitation(ctx, params.id)
    return done
  })

  http.serve(routes.listTeams, async (ctx) => ({ items: await teamRows(ctx) }))
  http.serve(routes.createTeam, (ctx, { body }) => createTeam(ctx, body))
  http.serve(routes.changeTeam, (ctx, { params, body }) => changeTeam(ctx, params.id, body))
  http.serveOutside(routes.removeTeam, async ({ input: { params, query }, caller }) => {
    await removeTeamAndMoveWork({ database, teamWork }, caller!, params.id, query.moveTo ?? null)
    return done
  })

  http.serve(routes.listTokens, async (ctx) => ({ items: await listTokens(ctx) }))
  http.serve(routes.createToken, (ctx, { body }) => createToken(ctx, body))
  http.serve(routes.revokeToken, async (ctx, { params }) => {
    await revokeToken(ctx, params.id)
    return done
  })

  http.serve(routes.changeWorkspace, async (ctx, { body }) => {
    await renameWorkspace(ctx, cleanName(body.name))
    return readMe(ctx, agentOf(ctx).id)
  })
}
