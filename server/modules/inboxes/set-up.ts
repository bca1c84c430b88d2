import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { routes } from '../../../contract/api/index.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { SendError, type Connector, type Host, type TestStep } from '../../connectors/connector.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Caller, Http } from '../../platform/http/http.ts'
import { signPayload, verifyPayload } from '../../platform/secrets/tokens.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Inboxes, OpenInbox } from './inboxes.ts'
import { inboxNotFound } from './queries.ts'

export interface SetUpParts {
  http: Http
  database: Database
  inboxes: Inboxes
  connectors: ReadonlyMap<string, Connector>
  keys: InstanceKeys
  clock: Clock
  hostOf(workspaceId: WorkspaceId, inbox: OpenInbox): Host
  reach: Pick<Host, 'fetch' | 'resolveHost'>
  publicUrl(): string
  /** Whose browser comes back from the provider. */
  authenticate(request: FastifyRequest): Promise<Caller | null>
}

interface Attempt {
  remembered: string
  until: number
  by: Caller
}

const attemptMs = 15 * 60_000
const purpose = 'inbox-oauth'
const redirectPath = '/oauth/inbox'

/** Live test, finding servers, and signing in at a provider. */
export function serveInboxSetUp(parts: SetUpParts): void {
  const { http, database, inboxes, connectors, hostOf, reach } = parts
  const opened = async (workspaceId: WorkspaceId, actor: Parameters<Database['read']>[1], id: string) => {
    const inbox = await database.read(workspaceId, actor, (ctx) => inboxes.open(ctx, id))
    if (!inbox) throw inboxNotFound()
    return inbox
  }
  http.serveOutside(routes.testInbox, async ({ input, caller }) => {
    const { workspaceId, actor } = caller!
    const inbox = await opened(workspaceId, actor, input.params.id)
    const steps: TestStep[] = (await inbox.connector.test?.(inbox.settings, hostOf(workspaceId, inbox))) ?? []
    const received: TestStep = { step: 'received', state: inbox.row.lastInAt ? 'ok' : 'waiting', durationMs: null, reason: null, fix: null }
    return { steps: [...steps, received] }
  })
  http.serveOutside(routes.discoverMail, async ({ input }) => ({
    candidates: (await connectors.get('email')?.discover?.(input.body.address, reach)) ?? [],
  }))
  serveOauth(parts, opened)
}

const isSameBrowser = (by: Caller, back: Caller | null): boolean =>
  back !== null &&
  back.workspaceId === by.workspaceId &&
  back.actor.kind === 'agent' &&
  by.actor.kind === 'agent' &&
  back.actor.id === by.actor.id &&
  // A program that began with its token lets its owner come back by any browser of theirs.
  (by.actor.sessionId === null || back.actor.sessionId === by.actor.sessionId)

function serveOauth(
  { http, database, inboxes, keys, clock, hostOf, publicUrl, authenticate }: SetUpParts,
  opened: (workspaceId: WorkspaceId, actor: Parameters<Database['read']>[1], id: string) => Promise<OpenInbox>,
): void {
  /** The verifier stays with us; the browser carries only a signed name of the attempt. */
  const attempts = new Map<string, Attempt>()
  http.serveOutside(routes.startOauth, async ({ input, caller }) => {
    const { workspaceId, actor } = caller!
    const inbox = await opened(workspaceId, actor, input.params.id)
    if (!inbox.connector.oauth) throw new AppError('conflict', 'inbox.no_oauth', 'This connector has no such sign-in.')
    try {
      const { url, remembered } = inbox.connector.oauth.begin(input.body.provider, publicUrl() + redirectPath, hostOf(workspaceId, inbox))
      const id = randomBytes(16).toString('base64url')
      const now = clock.now()
      for (const [key, attempt] of attempts) if (attempt.until < now.getTime()) attempts.delete(key)
      attempts.set(id, { remembered, until: now.getTime() + attemptMs, by: caller! })
      const signed = signPayload(
        { id, workspaceId, inboxId: input.params.id, provider: input.body.provider },
        purpose,
        new Date(now.getTime() + attemptMs),
        keys,
      )
      const address = new URL(url)
      address.searchParams.set('state', signed)
      return { url: address.href }
    } catch (error) {
      if (error instanceof SendError) throw new AppError('conflict', 'inbox.no_oauth_client', error.message)
      throw error
    }
  })
  http.fastify.get(redirectPath, async (request, reply) => {
    const { code, state } = request.query as { code?: string; state?: string }
    const attempt = state
      ? (verifyPayload(state, purpose, keys, clock.now()) as {
          id: string
          workspaceId: WorkspaceId
          inboxId: string
          provider: 'google' | 'microsoft'
        } | null)
      : null
    const held = attempt && attempts.get(attempt.id)
    // The mailbox of whoever agreed at the provider must not end up with somebody who only sent them the link (RFC 6749 §10.12).
    if (!attempt || !held || !code || !isSameBrowser(held.by, await authenticate(request))) return reply.redirect('/setup/channels?signed_in=failed')
    attempts.delete(attempt.id)
    const system = { kind: 'system', name: 'oauth' } as const
    try {
      const inbox = await opened(attempt.workspaceId, system, attempt.inboxId)
      const secrets = await inbox.connector.oauth!.finish(
        attempt.provider,
        { code, remembered: held.remembered, redirectUri: publicUrl() + redirectPath },
        hostOf(attempt.workspaceId, inbox),
      )
      await database.transaction(attempt.workspaceId, system, (ctx) => inboxes.change(ctx, attempt.inboxId, { settings: secrets }))
      return reply.redirect(`/setup/channels/${attempt.inboxId}?signed_in=yes`)
    } catch {
      return reply.redirect(`/setup/channels/${attempt.inboxId}?signed_in=failed`)
    }
  })
}
