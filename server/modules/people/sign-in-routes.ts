import type { FastifyRequest } from 'fastify'
import { setTimeout as wait } from 'node:timers/promises'
import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Http } from '../../platform/http/http.ts'
import { version } from '../../platform/settings.ts'
import type { Attempts } from './attempts.ts'
import { acceptInvitation, readInvitation } from './invitations.ts'
import { askReset, resetPassword } from './reset.ts'
import type { PeopleDeps } from './deps.ts'
import { setSessionCookie } from './session-cookie.ts'
import { signIn, type Origin } from './sign-in.ts'
import { createSignUp } from './sign-up.ts'

/** Longer than storing a link takes, so that the answer comes at the same moment whether the address is known or not. */
const resetTakesMs = 400

/** Everything that a browser without a session may call. */
export function serveSignIn(http: Http, { database, log, publicUrl, isDemo, onFirstOwner }: PeopleDeps, attempts: Attempts): void {
  const { needsOwner, signUp } = createSignUp(database)

  http.serveOutside(routes.getStart, async () => ({ needsOwner: await needsOwner(), isDemo, version }))
  http.serveOutside(routes.signUp, async ({ input, request, reply }) => {
    attempts.useLink(request.ip)
    const { me, token } = await signUp(input.body, originOf(request))
    setSessionCookie(request, reply, token)
    onFirstOwner?.(me.workspace.id).catch((error: Error) => log.warn({ error: error.message }, 'demo data could not be written'))
    return me
  })
  http.serveOutside(routes.signIn, async ({ input, request, reply }) => {
    attempts.signIn(input.body.email, request.ip)
    const { me, token } = await signIn(database, input.body, originOf(request))
    attempts.signedIn(input.body.email)
    setSessionCookie(request, reply, token)
    return me
  })
  http.serveOutside(routes.askReset, async ({ input, request }) => {
    attempts.askReset(input.body.email, request.ip)
    await Promise.all([askReset(database, input.body.email, publicUrl()), wait(resetTakesMs)])
    return done
  })
  http.serveOutside(routes.resetPassword, async ({ input, request }) => {
    attempts.useLink(request.ip)
    await resetPassword(database, input.body.token, input.body.password)
    return done
  })
  http.serveOutside(routes.readInvitation, async ({ input }) => {
    const { email, workspace } = await readInvitation(database, input.body.token)
    return { email, workspace }
  })
  http.serveOutside(routes.acceptInvitation, async ({ input, request, reply }) => {
    attempts.useLink(request.ip)
    const { me, token } = await acceptInvitation(database, input.body.token, input.body, originOf(request))
    setSessionCookie(request, reply, token)
    return me
  })
}

const originOf = (request: FastifyRequest): Origin => ({ userAgent: request.headers['user-agent'] ?? '', address: request.ip })
