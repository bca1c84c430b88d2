import type { FastifyRequest } from 'fastify'
import { routes } from '../../../contract/api/index.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { SendError, type Host } from '../../connectors/connector.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import type { Caller, Http } from '../../platform/http/http.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { signPayload, verifyPayload } from '../../platform/secrets/tokens.ts'
import type { Inboxes, OpenInbox } from './inboxes.ts'
import { attemptMs, keepAttempt, takeAttempt, type Attempt } from './oauth-attempts.ts'

export interface OauthParts {
  http: Http
  database: Database
  inboxes: Inboxes
  keys: InstanceKeys
  clock: Clock
  hostOf(workspaceId: WorkspaceId, inbox: OpenInbox): Host
  publicUrl(): string
  /** Whose browser comes back from the provider. */
  authenticate(request: FastifyRequest): Promise<Caller | null>
}

const purpose = 'inbox-oauth'
const redirectPath = '/oauth/inbox'
const system = { kind: 'system', name: 'oauth' } as const

/** Only in the browser that asked. */
function isSameBrowser(by: Attempt, workspaceId: WorkspaceId, back: Caller | null): boolean {
  if (back?.workspaceId !== workspaceId || back.actor.kind !== 'agent' || back.actor.id !== by.agentId) return false
  // A program that began with its token lets its owner come back by any browser of theirs.
  return by.sessionId === null || back.actor.sessionId === by.sessionId
}

/**
 * Signing in at a provider. What must be remembered meanwhile is in the database, since the way back may lead to another process; the browser carries only the
 * signed name of the attempt. An attempt is good once, for a quarter of an hour.
 */
export function serveOauth(
  { http, database, inboxes, keys, clock, hostOf, publicUrl, authenticate }: OauthParts,
  opened: (workspaceId: WorkspaceId, actor: Parameters<Database['read']>[1], id: string) => Promise<OpenInbox>,
): void {
  http.serveOutside(routes.startOauth, async ({ input, caller }) => {
    const { workspaceId, actor } = caller!
    const { id: inboxId } = input.params
    const { provider } = input.body
    const inbox = await opened(workspaceId, actor, inboxId)
    if (!inbox.connector.oauth) throw new AppError('conflict', 'inbox.no_oauth', 'This connector has no such sign-in.')
    if (actor.kind !== 'agent') throw new AppError('forbidden', 'auth.agents_only', 'Only an agent can do this.')
    const redirectUri = publicUrl() + redirectPath
    try {
      const { url, remembered } = inbox.connector.oauth.begin(provider, redirectUri, hostOf(workspaceId, inbox))
      const id = await database.transaction(workspaceId, actor, (ctx) =>
        keepAttempt(ctx, keys, { inboxId, remembered, redirectUri, agentId: actor.id, sessionId: actor.sessionId }),
      )
      const until = new Date(clock.now().getTime() + attemptMs)
      const address = new URL(url)
      address.searchParams.set('state', signPayload({ id, workspaceId, inboxId, provider }, purpose, until, keys))
      return { url: address.href }
    } catch (error) {
      if (error instanceof SendError) throw new AppError('conflict', 'inbox.no_oauth_client', error.message)
      throw error
    }
  })
  http.fastify.get(redirectPath, async (request, reply) => {
    const { code, state } = request.query as { code?: string; state?: string }
    const failed = (place = '') => reply.redirect(`/setup/channels${place}?signed_in=failed`)
    if (!code || !state) return failed()
    const named = verifyPayload(state, purpose, keys, clock.now()) as {
      id: string
      workspaceId: WorkspaceId
      inboxId: string
      provider: 'google' | 'microsoft'
    } | null
    if (!named) return failed()
    const { workspaceId, inboxId, provider } = named
    const back = await authenticate(request)
    // The mailbox of whoever agreed at the provider must not end up with somebody who only sent them the link (RFC 6749 §10.12).
    const attempt = await database.transaction(workspaceId, system, (ctx) =>
      takeAttempt(ctx, keys, { id: named.id, inboxId }, (one) => isSameBrowser(one, workspaceId, back)),
    )
    if (!attempt) return failed()
    try {
      const inbox = await opened(workspaceId, system, inboxId)
      const { remembered, redirectUri } = attempt
      const settings = await inbox.connector.oauth!.finish(provider, { code, remembered, redirectUri }, hostOf(workspaceId, inbox))
      await database.transaction(workspaceId, system, (ctx) => inboxes.change(ctx, inboxId, { settings }))
      return reply.redirect(`/setup/channels/${inboxId}?signed_in=yes`)
    } catch {
      return failed(`/${inboxId}`)
    }
  })
}
