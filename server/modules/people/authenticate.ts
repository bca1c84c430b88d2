import type { IncomingMessage } from 'node:http'
import type { AgentActor } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { findByToken, noteUse } from './credentials.ts'

export interface SignedIn {
  workspaceId: WorkspaceId
  actor: AgentActor
}
export interface Authenticator {
  /** Who sends a request, by bearer token or session cookie. `fresh` asks the database in any case. */
  authenticate(request: Pick<IncomingMessage, 'headers'>, fresh?: boolean): Promise<SignedIn | null>
}

/** A token is believed this long without asking again: what is revoked stops working well within five seconds, and a busy client costs no query per request. */
const rememberMs = 2_000
const mostRemembered = 20_000

export function createAuthenticator(database: Database): Authenticator {
  const known = new Map<string, { until: number; found: Promise<SignedIn | null> }>()
  const find = async (token: string): Promise<SignedIn | null> => {
    const found = await findByToken(database, token)
    if (!found) return null
    const { workspaceId, actor, isUseNoted } = found
    // Nobody waits for this, and if it fails the next request tries again.
    if (!isUseNoted) noteUse(database, workspaceId, actor).catch(() => {})
    return { workspaceId, actor }
  }
  return {
    async authenticate(request, fresh = false) {
      const token = readToken(request)
      if (!token) return null
      const at = Date.now()
      const held = known.get(token)
      if (held && held.until > at && !fresh) return held.found
      const found = find(token)
      if (known.size >= mostRemembered) known.clear()
      known.set(token, { until: at + rememberMs, found })
      // A failure is not an answer: the next request asks again.
      found.catch(() => known.delete(token))
      return found
    },
  }
}

export function readToken(request: Pick<IncomingMessage, 'headers'>): string | null {
  const { authorization, cookie } = request.headers
  if (authorization) return /^Bearer (\S{20,500})$/i.exec(authorization)?.[1] ?? null
  return /(?:^|;\s*)samvad_session=([\w.-]{20,500})/.exec(cookie ?? '')?.[1] ?? null
}
