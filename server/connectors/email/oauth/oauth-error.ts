/**
 * `expired`: the consent is gone and a person must sign in again; `misconfigured`: our client id, secret or redirect address is wrong;
 * `unavailable`: the provider did not answer well, try again later.
 */
export type OAuthFault = 'expired' | 'misconfigured' | 'unavailable'

/** A refusal of an OAuth provider. `code` is the provider's own word (RFC 6749 §5.2), `detail` its description without tokens. */
export class OAuthError extends Error {
  readonly fault: OAuthFault
  readonly code: string
  readonly detail: string

  constructor(fault: OAuthFault, code: string, detail: string, cause?: unknown) {
    super(`oauth ${fault} (${code}): ${detail}`, { cause })
    this.name = 'OAuthError'
    this.fault = fault
    this.code = code
    this.detail = detail.slice(0, 500)
  }
}

/** Microsoft asks for a person by these codes too: learn.microsoft.com/entra/identity-platform/reference-error-codes. */
const personNeeded = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required', 'access_denied'])
const ourMistake = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
  'unsupported_grant_type',
  'invalid_scope',
  'redirect_uri_mismatch',
])

/**
 * Sorts a token endpoint's answer. Google says `{"error":"invalid_grant","error_description":"Token has been expired or revoked."}` with
 * status 400; Microsoft the same code with an AADSTS number.
 * SOURCE: RFC 6749 §5.2; developers.google.com/identity/protocols/oauth2/web-server#exchange-errors.
 */
export function errorFromAnswer(status: number, body: string): OAuthError {
  const { error, error_description: description } = readJson(body)
  const detail = typeof description === 'string' ? description : `HTTP ${status}`
  if (typeof error === 'string' && personNeeded.has(error)) return new OAuthError('expired', error, detail)
  if (typeof error === 'string' && ourMistake.has(error)) return new OAuthError('misconfigured', error, detail)
  return new OAuthError('unavailable', typeof error === 'string' ? error : `http_${status}`, detail)
}

function readJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
