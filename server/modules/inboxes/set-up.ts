import { routes } from '../../../contract/api/index.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Connector, Host, TestStep } from '../../connectors/connector.ts'
import type { Database } from '../../platform/database/database.ts'
import { serveOauth, type OauthParts } from './oauth.ts'
import { inboxNotFound } from './queries.ts'

export interface SetUpParts extends OauthParts {
  connectors: ReadonlyMap<string, Connector>
  reach: Pick<Host, 'fetch' | 'resolveHost'>
}

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
