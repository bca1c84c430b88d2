import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface OAuthSimulatorOptions {
  clientId: string
  clientSecret: string
  redirectUri: string
  /** The person at the browser, who owns this mailbox and agrees to everything. */
  account: string
}

export interface OAuthSimulator {
  baseUrl: string
  introspectionUrl: string
  /** Life of an access token. */
  tokenSeconds: number
  /** Microsoft gives a new refresh token with every answer and lets the old one die. */
  rotatesRefreshTokens: boolean
  /** The person says no at the consent screen. */
  deniesConsent: boolean
  /** Answer the token endpoint gives instead, e.g. `[503, 'busy']`. */
  tokenTrouble: readonly [status: number, body: string] | null
  /** Requests to the token endpoint so far, by grant type. */
  grants: string[]
  /** The person takes the consent back: every token of the account is dead at once. */
  revoke(): void
  /** Access tokens end now, refresh tokens live on. */
  expireAccessTokens(): void
  /** True while a mail server may let the token in for the user. */
  isGood(user: string, token: string): boolean
  stop(): Promise<void>
}

interface Code {
  challenge: string
  scope: string
}

/**
 * An OAuth provider on loopback with the addresses of Google (`/o/oauth2/v2/auth`, `/token`) and Microsoft (`/TENANT/oauth2/v2.0/…`), their
 * refusals, and an introspection endpoint (RFC 7662) for a mail server. Consent is given without a page.
 */
export async function startOAuthSimulator(options: OAuthSimulatorOptions): Promise<OAuthSimulator> {
  const codes = new Map<string, Code>()
  const accessTokens = new Map<string, number>()
  const refreshTokens = new Set<string>()
  const simulator: OAuthSimulator = {
    baseUrl: '',
    introspectionUrl: '',
    tokenSeconds: 3600,
    rotatesRefreshTokens: false,
    deniesConsent: false,
    tokenTrouble: null,
    grants: [],
    revoke() {
      accessTokens.clear()
      refreshTokens.clear()
    },
    expireAccessTokens: () => accessTokens.clear(),
    isGood: (user, token) => user === options.account && (accessTokens.get(token) ?? 0) > Date.now(),
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
  const desk: Desk = { options, simulator, codes, accessTokens, refreshTokens }
  const server = createServer((request, response) => {
    route(desk, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  simulator.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  simulator.introspectionUrl = `${simulator.baseUrl}/introspect`
  return simulator
}

interface Desk {
  options: OAuthSimulatorOptions
  simulator: OAuthSimulator
  codes: Map<string, Code>
  accessTokens: Map<string, number>
  refreshTokens: Set<string>
}

async function route(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (/\/(auth|authorize)$/.test(url.pathname)) return authorize(desk, url.searchParams, response)
  const form = new URLSearchParams(await text(request))
  if (url.pathname.endsWith('/token')) return giveTokens(desk, form, response)
  if (url.pathname === '/introspect') return introspect(desk, form.get('token') ?? url.searchParams.get('token') ?? '', response)
  response.writeHead(404).end()
}

/** A wrong client or way back is shown to the person and never redirected (RFC 6749 §4.1.2.1). */
function authorize({ options, simulator, codes }: Desk, query: URLSearchParams, response: ServerResponse): void {
  if (query.get('client_id') !== options.clientId) return void response.writeHead(401).end('Error 401: invalid_client')
  if (query.get('redirect_uri') !== options.redirectUri) return void response.writeHead(400).end('Error 400: redirect_uri_mismatch')
  const back = new URL(options.redirectUri)
  back.searchParams.set('state', query.get('state') ?? '')
  const challenge = query.get('code_challenge')
  if (simulator.deniesConsent) back.searchParams.set('error', 'access_denied')
  else if (query.get('response_type') !== 'code' || !challenge || query.get('code_challenge_method') !== 'S256')
    back.searchParams.set('error', 'invalid_request')
  else {
    const code = `4/${randomBytes(16).toString('base64url')}`
    codes.set(code, { challenge, scope: query.get('scope') ?? '' })
    back.searchParams.set('code', code)
  }
  response.writeHead(302, { location: back.href }).end()
}

function giveTokens(desk: Desk, form: URLSearchParams, response: ServerResponse): void {
  const { options, simulator } = desk
  simulator.grants.push(form.get('grant_type') ?? '')
  if (simulator.tokenTrouble) return void response.writeHead(simulator.tokenTrouble[0]).end(simulator.tokenTrouble[1])
  if (form.get('client_id') !== options.clientId || form.get('client_secret') !== options.clientSecret) {
    return answer(response, 401, { error: 'invalid_client', error_description: 'The OAuth client was not found.' })
  }
  const refreshToken = form.get('grant_type') === 'authorization_code' ? redeemCode(desk, form) : redeemRefreshToken(desk, form)
  if (refreshToken === null) return answer(response, 400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' })
  const accessToken = `ya29.${randomBytes(24).toString('base64url')}`
  desk.accessTokens.set(accessToken, Date.now() + simulator.tokenSeconds * 1000)
  answer(response, 200, {
    access_token: accessToken,
    expires_in: simulator.tokenSeconds,
    token_type: 'Bearer',
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
    id_token: unsignedIdToken(options.account),
  })
}

/** A code is good once, with its verifier (RFC 7636 §4.6). */
function redeemCode({ codes, refreshTokens, options }: Desk, form: URLSearchParams): string | null {
  const code = codes.get(form.get('code') ?? '')
  codes.delete(form.get('code') ?? '')
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (!code || code.challenge !== challenge || form.get('redirect_uri') !== options.redirectUri) return null
  return newRefreshToken(refreshTokens)
}

/** Empty when the old refresh token goes on being good, as at Google. */
function redeemRefreshToken({ refreshTokens, simulator }: Desk, form: URLSearchParams): string | null {
  const given = form.get('refresh_token') ?? ''
  if (form.get('grant_type') !== 'refresh_token' || !refreshTokens.has(given)) return null
  if (!simulator.rotatesRefreshTokens) return ''
  refreshTokens.delete(given)
  return newRefreshToken(refreshTokens)
}

function newRefreshToken(refreshTokens: Set<string>): string {
  const token = `1//${randomBytes(24).toString('base64url')}`
  refreshTokens.add(token)
  return token
}

function introspect({ options, accessTokens }: Desk, token: string, response: ServerResponse): void {
  const isActive = (accessTokens.get(token) ?? 0) > Date.now()
  // Without the user name dovecot would refuse for that reason instead.
  answer(response, 200, { active: isActive, email: options.account })
}

function unsignedIdToken(email: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ email, email_verified: true })}.`
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
