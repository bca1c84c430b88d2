import type { AgentId, InboxId, TeamId } from '../../../contract/ids.ts'
import { demoAgents, demoCompany, demoTeams } from '../../demo/agents.ts'
import type { DemoAgentKey, DemoTeam } from '../../demo/demo.ts'
import { demoSavedReplies } from '../../demo/saved-replies.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import { createSavedReply } from '../automations/index.ts'
import type { OpenInbox } from '../inboxes/index.ts'
import { addAgent, createTeam } from '../people/index.ts'
import type { DemoDeps } from './deps.ts'
import { findTeamId, joinTeam } from './queries.ts'
import { demoMailServer } from './write-mail.ts'

/** Who and what the demo plays with. */
export interface Stage {
  agents: Record<DemoAgentKey, AgentActor>
  teams: Record<DemoTeam, TeamId>
  inboxes: { email: OpenInbox; 'web-chat': OpenInbox }
}

/** Sets up teams, agents who cannot sign in, inboxes and saved replies, marked as demo where there is a mark. */
export async function setStage(ctx: Context, { inboxes }: Pick<DemoDeps, 'inboxes'>): Promise<Stage> {
  const agents = {} as Stage['agents']
  for (const { key, name, email, role } of demoAgents) {
    const id = await addAgent(ctx, { email, name, role, passwordHash: null, isDemo: true })
    agents[key] = { kind: 'agent', id, name, role, teamIds: [], scopes: null, sessionId: null, tokenId: null }
  }
  const teams = {} as Stage['teams']
  for (const key of Object.keys(demoTeams) as DemoTeam[]) {
    const members = demoAgents.filter((agent) => agent.teams.includes(key)).map((agent) => agents[agent.key])
    teams[key] = await teamOf(
      ctx,
      demoTeams[key],
      members.map(({ id }) => id),
    )
    for (const member of members) member.teamIds.push(teams[key])
  }
  for (const { key, language, name, text } of demoSavedReplies)
    await createSavedReply(ctx, { title: name, shortcut: key.slice(language.length + 1), text, language })
  return { agents, teams, inboxes: await openInboxes(ctx, inboxes) }
}

/** A team of the name that is there already is joined, so that a company's own "Support" is not in the way. */
async function teamOf(ctx: Context, name: string, memberIds: AgentId[]): Promise<TeamId> {
  const known = await findTeamId(ctx, name)
  if (!known) return (await createTeam(ctx, { name, isRestricted: false, memberIds })).id
  await joinTeam(ctx, known, memberIds)
  ctx.emit('team.changed', { teamId: known })
  return known
}

async function openInboxes(ctx: Context, inboxes: DemoDeps['inboxes']): Promise<Stage['inboxes']> {
  const email = await inboxes.create(ctx, {
    name: demoCompany.name,
    connector: 'simulated-email',
    address: demoCompany.supportAddress,
    settings: { senderName: demoCompany.name, trustedAuthServer: demoMailServer, isDemo: true },
    teamId: null,
  })
  const chat = await inboxes.create(ctx, {
    name: `${demoCompany.name}: chat`,
    connector: 'web-chat',
    address: demoCompany.site,
    settings: { siteUrl: demoCompany.site, contactEmail: demoCompany.supportAddress, isDemo: true },
    teamId: null,
  })
  const opened = async (id: InboxId) => (await inboxes.open(ctx, id))!
  return { email: await opened(email.id), 'web-chat': await opened(chat.id) }
}
