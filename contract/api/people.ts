import { z } from 'zod'
import { AgentId, RecordId, TeamId } from '../ids.ts'
import { Done } from '../paging.ts'
import { Agent, AgentSettings, ApiToken, Invitation, Locale, Me, Scope, Session, Team } from '../people.ts'
import { roles } from '../permissions.ts'
import { route } from '../route.ts'

const email = z.email().max(320)
const password = z.string().min(10).max(200)
/** The secret of a mailed link. It stands in the fragment of the link and in bodies, never in an address, which proxies and histories keep. */
const linkToken = z.string().min(20).max(300)
const name = z.string().trim().min(1).max(120)

export const getStart = route({
  method: 'GET',
  path: '/start',
  summary: 'What a browser without a session should show: first sign-up or sign-in',
  access: 'public',
  reply: z.object({ needsOwner: z.boolean(), isDemo: z.boolean(), version: z.string() }),
})
export const signUp = route({
  method: 'POST',
  path: '/sign-up',
  summary: 'Make the first owner and workspace; 409 once there is one. Sets the session cookie',
  access: 'public',
  idempotency: 'none',
  body: z.object({ name, email, password, workspace: name, locale: Locale.default('en') }),
  status: 201,
  reply: Me,
})
export const signIn = route({
  method: 'POST',
  path: '/sign-in',
  summary: 'Sign in with e-mail and password; sets the session cookie',
  access: 'public',
  idempotency: 'none',
  body: z.object({ email, password: z.string().max(200) }),
  reply: Me,
})
export const signOut = route({
  method: 'POST',
  path: '/sign-out',
  summary: 'End this session',
  access: 'signed_in',
  idempotency: 'none',
  reply: Done,
})
export const getMe = route({ method: 'GET', path: '/me', summary: 'Who I am', access: 'signed_in', reply: Me })
export const changeMe = route({
  method: 'PATCH',
  path: '/me',
  summary: 'Change my name, settings, availability or password',
  access: 'signed_in',
  body: z.object({
    name: name.optional(),
    settings: AgentSettings.optional(),
    availability: z.enum(['available', 'away']).optional(),
    password: z.object({ current: z.string().max(200), next: password }).optional(),
  }),
  reply: Me,
})
export const listSessions = route({
  method: 'GET',
  path: '/me/sessions',
  summary: 'Where I am signed in',
  access: 'signed_in',
  reply: z.object({ items: z.array(Session) }),
})
export const revokeSession = route({
  method: 'DELETE',
  path: '/me/sessions/:id',
  summary: 'End one of my sessions, with its open sockets',
  access: 'signed_in',
  params: z.object({ id: RecordId }),
  reply: Done,
})

export const askReset = route({
  method: 'POST',
  path: '/password-reset',
  summary: 'Send a link to set a new password; the answer is the same for unknown addresses',
  access: 'public',
  idempotency: 'none',
  body: z.object({ email }),
  reply: Done,
})
export const resetPassword = route({
  method: 'POST',
  path: '/password-reset/use',
  summary: 'Set a new password by the link of the mail; ends all sessions',
  access: 'public',
  idempotency: 'none',
  body: z.object({ token: linkToken, password }),
  reply: Done,
})

export const listAgents = route({
  method: 'GET',
  path: '/agents',
  summary: 'Everybody who answers',
  access: 'people.see',
  reply: z.object({ items: z.array(Agent) }),
})
export const changeAgent = route({
  method: 'PATCH',
  path: '/agents/:id',
  summary: 'Change role, teams or deactivate; takes effect at once, also on open sockets',
  access: 'people.change',
  params: z.object({ id: AgentId }),
  body: z.object({ role: z.enum(roles).optional(), isDeactivated: z.boolean().optional(), teamIds: z.array(TeamId).optional() }),
  reply: Agent,
})
export const listInvitations = route({
  method: 'GET',
  path: '/invitations',
  summary: 'Invitations not yet accepted',
  access: 'people.change',
  reply: z.object({ items: z.array(Invitation) }),
})
export const invite = route({
  method: 'POST',
  path: '/invitations',
  summary: 'Invite a colleague by mail; the link works once, for 24 hours',
  access: 'people.change',
  idempotency: 'sealed',
  body: z.object({ email, role: z.enum(roles), teamIds: z.array(TeamId).default([]) }),
  status: 201,
  /** `link` is shown once, to be handed over when no mail can be sent. */
  reply: z.object({ invitation: Invitation, link: z.string() }),
})
export const revokeInvitation = route({
  method: 'DELETE',
  path: '/invitations/:id',
  summary: 'Withdraw an invitation',
  access: 'people.change',
  params: z.object({ id: RecordId }),
  reply: Done,
})
export const readInvitation = route({
  method: 'POST',
  path: '/invitations/read',
  summary: 'Whom an invitation is for; changes nothing',
  access: 'public',
  idempotency: 'none',
  body: z.object({ token: linkToken }),
  reply: z.object({ email: z.string(), workspace: z.string() }),
})
export const acceptInvitation = route({
  method: 'POST',
  path: '/invitations/accept',
  summary: 'Join; sets the session cookie',
  access: 'public',
  idempotency: 'none',
  body: z.object({ token: linkToken, name, password, locale: Locale.default('en') }),
  status: 201,
  reply: Me,
})

export const listTeams = route({ method: 'GET', path: '/teams', summary: 'Teams', access: 'people.see', reply: z.object({ items: z.array(Team) }) })
export const createTeam = route({
  method: 'POST',
  path: '/teams',
  summary: 'Add a team',
  access: 'team.change',
  body: z.object({ name, isRestricted: z.boolean().default(false), memberIds: z.array(AgentId).default([]) }),
  status: 201,
  reply: Team,
})
export const changeTeam = route({
  method: 'PATCH',
  path: '/teams/:id',
  summary: 'Change a team',
  access: 'team.change',
  params: z.object({ id: TeamId }),
  body: z.object({ name: name.optional(), isRestricted: z.boolean().optional(), memberIds: z.array(AgentId).optional() }),
  reply: Team,
})
export const removeTeam = route({
  method: 'DELETE',
  path: '/teams/:id',
  summary:
    'Remove a team. Its conversations and inboxes go to the team `moveTo`, or to none; those of a restricted team would then show to everybody, so while it has any, `moveTo` is needed (409 team.has_work)',
  access: 'team.change',
  params: z.object({ id: TeamId }),
  query: z.object({ moveTo: TeamId.optional() }),
  reply: Done,
})

export const listTokens = route({
  method: 'GET',
  path: '/tokens',
  summary: 'API tokens',
  access: 'token.change',
  reply: z.object({ items: z.array(ApiToken) }),
})
export const createToken = route({
  method: 'POST',
  path: '/tokens',
  summary: 'Make an API token; it is shown once',
  access: 'token.change',
  idempotency: 'sealed',
  body: z.object({ name, scopes: z.array(Scope).min(1) }),
  status: 201,
  reply: z.object({ token: z.string(), record: ApiToken }),
})
export const revokeToken = route({
  method: 'DELETE',
  path: '/tokens/:id',
  summary: 'Withdraw an API token',
  access: 'token.change',
  params: z.object({ id: RecordId }),
  reply: Done,
})

export const changeWorkspace = route({
  method: 'PATCH',
  path: '/workspace',
  summary: 'Rename the workspace',
  access: 'workspace.change',
  body: z.object({ name }),
  reply: Me,
})
export const removeDemo = route({
  method: 'POST',
  path: '/workspace/remove-demo',
  summary: 'Remove all demo data',
  access: 'workspace.change',
  reply: Done,
})
