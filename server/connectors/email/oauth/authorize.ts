import { createHash, randomBytes } from 'node:crypto'
import { errorFromAnswer, OAuthError } from './oauth-error.ts'
import type { OAuthProvider } from './provider.ts'

/** Kept on our side between the redirect to the provider and the way back. Both are secrets of one browser session. */
export interface AuthorizationAttempt {
  state: string
  codeVerifier: string
}

export interface OAuthTokens {
  accessToken: string
  /** When the access token ends. */
  expiresAt: Date
  refreshToken: string
  /** The mailbox the person chose, when the provider tells it (OpenID `email`). Not proof of anything but convenience. */
  account: string | null
}

/** How long the provider may take for an answer. */
const answerLimitMs = 20_000

/** A new state (256 bit, against forged ways back) and PKCE verifier (RFC 7636 §4.1). */
export function startAuthorization(): AuthorizationAttempt {
  return { state: randomBytes(32).toString('base64url'), codeVerifier: randomBytes(48).toString('base64url') }
}

/** The address to which the admin's browser is sent. PKCE with S256 (RFC 7636 §4.2); `loginHint` preselects the mailbox. */
export function authorizationUrl(provider: OAuthProvider, attempt: AuthorizationAttempt, redirectUri: string, loginHint?: string): string {
  const url = new URL(provider.authorizeUrl)
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    scope: provider.scopes.join(' '),
    state: attempt.state,
    code_challenge: createHash('sha256').update(attempt.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...provider.extra,
    ...(loginHint ? { login_hint: loginHint } : {}),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** Turns the code of the way back into tokens. The caller has compared `state` before. Errors: `OAuthError`. */
export function exchangeCode(
  provider: OAuthProvider,
  { code, codeVerifier, redirectUri }: { code: string; codeVerifier: string; redirectUri: string },
  fetch: typeof globalThis.fetch,
): Promise<OAuthTokens> {
  return askForTokens(provider, { grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: redirectUri }, fetch)
}

/** Fetches a new access token. Microsoft may also give a new refresh token, which replaces the old one. Errors: `OAuthError`. */
export async function refreshTokens(provider: OAuthProvider, current: OAuthTokens, fetch: typeof globalThis.fetch): Promise<OAuthTokens> {
  const fresh = await askForTokens(provider, { grant_type: 'refresh_token', refresh_token: current.refreshToken }, fetch, current.refreshToken)
  return { ...fresh, account: fresh.account ?? current.account }
}

async function askForTokens(
  provider: OAuthProvider,
  grant: Record<string, string>,
  fetch: typeof globalThis.fetch,
  knownRefreshToken?: string,
): Promise<OAuthTokens> {
  const askedAt = Date.now()
  const { status, body } = await post(provider, grant, fetch)
  if (status !== 200) throw errorFromAnswer(status, body)
  const answer = JSON.parse(body) as { access_token?: unknown; expires_in?: unknown; refresh_token?: unknown; id_token?: unknown }
  const refreshToken = typeof answer.refresh_token === 'string' ? answer.refresh_token : knownRefreshToken
  if (typeof answer.access_token !== 'string')
    throw new OAuthError('unavailable', 'no_access_token', 'The provider answered without an access token.')
  if (!refreshToken) throw new OAuthError('misconfigured', 'no_refresh_token', 'The provider gave no refresh token; offline access was not granted.')
  // Some providers send the seconds as text. Without any, an hour is what both promise by default.
  const seconds = Number(answer.expires_in) > 0 ? Number(answer.expires_in) : 3600
  return { accessToken: answer.access_token, expiresAt: new Date(askedAt + seconds * 1000), refreshToken, account: accountOf(answer.id_token) }
}

async function post(
  provider: OAuthProvider,
  grant: Record<string, string>,
  fetch: typeof globalThis.fetch,
): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(provider.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...grant, client_id: provider.clientId, client_secret: provider.clientSecret }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(answerLimitMs),
    })
    const body = await response.text()
    if (response.ok) JSON.parse(body)
    return { status: response.status, body }
  } catch (error) {
    throw new OAuthError('unavailable', 'no_answer', error instanceof Error ? error.message : String(error), error)
  }
}

/** The `email` claim. The token came straight from the provider over TLS, so its signature adds nothing (OpenID Connect Core §3.1.3.7). */
function accountOf(idToken: unknown): string | null {
  if (typeof idToken !== 'string') return null
  try {
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
    const account = claims['email'] ?? claims['preferred_username']
    return typeof account === 'string' && account.includes('@') ? account : null
  } catch {
    return null
  }
}
