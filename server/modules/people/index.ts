/**
 * Owns agents, teams, roles, sign-in, sessions, API tokens, invitations and password resets.
 * Promises that a revoked credential stops working within five seconds and that passwords and tokens are stored only as hashes.
 * Does not decide what a record shows to whom: each module does, by the actor.
 */
export { addAgent, hashPassword } from './agents.ts'
export { createAuthenticator, readToken, type Authenticator } from './authenticate.ts'
export { findAgentActor, findByToken, makeToken, openSession, sessionCookie } from './credentials.ts'
export type { PeopleDeps } from './deps.ts'
export { servePeople } from './routes.ts'
export { sendPeopleMail, type SendSystemMail } from './send-mail.ts'
export { createTeam, removeTeam } from './teams.ts'
export { createOwner, createTokenFor, makeOwner } from './owner.ts'
