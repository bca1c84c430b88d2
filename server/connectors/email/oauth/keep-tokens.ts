import { refreshTokens, type OAuthTokens } from './authorize.ts'
import { OAuthError } from './oauth-error.ts'
import type { OAuthProvider } from './provider.ts'

/** A token is renewed this long before its end, so that a wrong clock or a slow login does not meet a dead token. */
const renewBeforeMs = 5 * 60_000
/** After a refusal that needs a person the provider is not asked again for this long, unless the stored tokens change. */
const refusalHoldsMs = 60_000

export interface TokenKeeperParts {
  provider: OAuthProvider
  /** The stored tokens; read again before the provider's refusal is believed, as another process may have renewed them. */
  load(): Promise<OAuthTokens>
  /** Stores renewed tokens; the new access token is used only after this resolved, so that a rotated refresh token is never lost. */
  save(tokens: OAuthTokens): Promise<void>
  fetch: typeof globalThis.fetch
  now?: () => number
}

export interface TokenKeeper {
  /**
   * An access token that is valid now. With the token that a server just refused, a new one is fetched even if the old one looked valid.
   * Errors: `OAuthError`; fault `expired` is the visible alert "sign in again".
   */
  accessToken(refused?: string): Promise<string>
}

/** Keeps one mailbox's tokens fresh. However many callers ask at once, the provider is asked once. */
export function keepTokens({ provider, load, save, fetch, now = Date.now }: TokenKeeperParts): TokenKeeper {
  let current: OAuthTokens | null = null
  let renewal: Promise<OAuthTokens> | null = null
  let refusal: { error: OAuthError; refreshToken: string; until: number } | null = null
  const receivedAt = new WeakMap<OAuthTokens, number>()

  /** Tokens that live for minutes only (simulators, strict tenants) are renewed at four fifths of their life, not all the time. */
  function isFresh(tokens: OAuthTokens): boolean {
    const ends = tokens.expiresAt.getTime()
    const from = receivedAt.get(tokens)
    const margin = from === undefined ? renewBeforeMs : Math.min(renewBeforeMs, (ends - from) / 5)
    return ends - now() > margin
  }

  async function renew(stale: OAuthTokens): Promise<OAuthTokens> {
    if (refusal?.refreshToken === stale.refreshToken && refusal.until > now()) throw refusal.error
    try {
      const fresh = await refreshTokens(provider, stale, fetch)
      receivedAt.set(fresh, now())
      await save(fresh)
      refusal = null
      return fresh
    } catch (error) {
      if (!(error instanceof OAuthError) || error.fault !== 'expired') throw error
      const stored = await load()
      if (stored.refreshToken !== stale.refreshToken) return isFresh(stored) ? stored : renew(stored)
      refusal = { error, refreshToken: stale.refreshToken, until: now() + refusalHoldsMs }
      throw error
    }
  }

  async function freshTokens(refused: string | undefined): Promise<OAuthTokens> {
    const stored = await load()
    return stored.accessToken !== refused && isFresh(stored) ? stored : renew(stored)
  }

  async function usable(refused: string | undefined): Promise<OAuthTokens> {
    if (current && current.accessToken !== refused && isFresh(current)) return current
    const joined = renewal !== null
    renewal ??= freshTokens(refused).finally(() => (renewal = null))
    current = await renewal
    // A renewal that began before the refusal may have brought the refused token itself.
    return joined && current.accessToken === refused ? usable(refused) : current
  }

  return { accessToken: async (refused) => (await usable(refused)).accessToken }
}
