import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Http } from '../../platform/http/http.ts'
import type { Attempts } from './attempts.ts'
import { changeMe } from './me.ts'
import { readMe } from './queries.ts'
import { agentOf, listSessions, revokeSession, signOut } from './sessions.ts'
import { clearSessionCookie } from './session-cookie.ts'

/** What everybody signed in may do with their own account. */
export function serveMe(http: Http, database: Database, attempts: Attempts): void {
  http.serve(routes.getMe, (ctx) => readMe(ctx, agentOf(ctx).id))
  http.serveOutside(routes.changeMe, async ({ input, caller }) => {
    const actor = agentOf(caller!)
    if (input.body.password) attempts.confirm(actor.id)
    return changeMe(database, caller!.workspaceId, actor, input.body)
  })
  http.serveOutside(routes.signOut, async ({ caller, request, reply }) => {
    await database.transaction(caller!.workspaceId, caller!.actor, signOut)
    clearSessionCookie(request, reply)
    return done
  })
  http.serve(routes.listSessions, async (ctx) => ({ items: await listSessions(ctx) }))
  http.serve(routes.revokeSession, async (ctx, { params }) => {
    await revokeSession(ctx, params.id)
    return done
  })
}
