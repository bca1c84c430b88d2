import type { OAuthError } from '../oauth/oauth-error.ts'

/** Every way in which reaching a mail server can fail, as a person would say it. */
export type FailureKind =
  | 'unreachable'
  | 'forbidden_host'
  | 'tls'
  | 'auth'
  | 'app_password_needed'
  | 'oauth_expired'
  | 'folder_missing'
  | 'timeout'
  | 'busy'
  | 'refused'
  | 'storage'

/** Kinds that only a person can mend; the others go away by themselves more often than not. */
const needsPerson: ReadonlySet<FailureKind> = new Set(['forbidden_host', 'tls', 'auth', 'app_password_needed', 'oauth_expired', 'folder_missing'])

/** A connection that failed. `text` and `hint` are keys of the console's texts; `detail` is the server's own wording, without secrets. */
export class ConnectionFailure extends Error {
  readonly kind: FailureKind
  readonly text: string
  readonly hint: string
  readonly detail: string

  constructor(kind: FailureKind, detail: string, cause?: unknown) {
    super(`${kind}: ${detail}`, { cause })
    this.name = 'ConnectionFailure'
    this.kind = kind
    this.text = `email.failure.${kind}`
    this.hint = `email.failure.${kind}.hint`
    this.detail = detail.slice(0, 500)
  }

  get needsPerson(): boolean {
    return needsPerson.has(this.kind)
  }
}

const timeoutCodes = new Set([
  'outbound.timed_out',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
  'ETIMEOUT',
  'ESOCKETTIMEDOUT',
  'LIMIT',
])
/** The guard of outgoing calls: this installation must not connect there. */
const forbiddenCodes = /^outbound\.(host|address)_/
const tlsCodes =
  /^(outbound\.tls_failed|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|ETLS$|EREQUIRETLS$|EPROTO$|STARTTLS_INJECTION$)/
const tlsWords = /wrong version number|certificate|starttls|ssl routines|tls handshake|secure TLS connection|before secure/i

/** Sorts what the network and the TLS layer of Node report. Codes: nodejs.org/api/errors.html, OpenSSL's X509_V_ERR names. */
export function failureFromNetwork(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  const { code = '', originalCode = '', message = String(error) } = (error ?? {}) as { code?: string; originalCode?: string; message?: string }
  const codes = [String(code), String(originalCode)]
  if (codes.some((one) => forbiddenCodes.test(one))) return new ConnectionFailure('forbidden_host', message, error)
  if (codes.some((one) => timeoutCodes.has(one))) return new ConnectionFailure('timeout', message, error)
  if (codes.some((one) => tlsCodes.test(one)) || tlsWords.test(message)) return new ConnectionFailure('tls', message, error)
  return new ConnectionFailure('unreachable', message, error)
}

/** Rejects with kind `timeout` when `work` takes longer than `ms`; the work itself is not stopped. */
export async function withinTime<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ConnectionFailure('timeout', `${what} took longer than ${Math.round(ms / 1000)} s`)), ms)
    timer.unref()
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** A refused token endpoint as a connection failure. */
export function failureFromOAuth(error: OAuthError): ConnectionFailure {
  const kind = error.fault === 'expired' ? 'oauth_expired' : error.fault === 'misconfigured' ? 'auth' : 'unreachable'
  return new ConnectionFailure(kind, `${error.code}: ${error.detail}`, error)
}
