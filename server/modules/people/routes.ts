import type { Http } from '../../platform/http/http.ts'
import { serveAgents } from './agent-routes.ts'
import { createAttempts } from './attempts.ts'
import type { PeopleDeps } from './deps.ts'
import { serveMe } from './me-routes.ts'
import { serveSignIn } from './sign-in-routes.ts'

/** Serves everything about people: sign-up, sign-in, invitations and resets, oneself, agents, teams, API tokens and the workspace's name. */
export function servePeople(http: Http, deps: PeopleDeps): void {
  const attempts = createAttempts()
  serveSignIn(http, deps, attempts)
  serveMe(http, deps.database, attempts)
  serveAgents(http, deps)
}
