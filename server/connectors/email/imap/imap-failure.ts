import { ConnectionFailure, failureFromNetwork, failureFromOAuth } from '../discover/connection-failure.ts'
import { OAuthError } from '../oauth/oauth-error.ts'

interface ImapError {
  message?: string
  code?: string
  authenticationFailed?: boolean
  mailboxMissing?: boolean
  responseStatus?: string
  serverResponseCode?: string
  responseText?: string
  response?: unknown
}

/** RFC 5530 response codes and words that say "not now" rather than "never". Microsoft answers BAD "User is authenticated but not connected". */
const notNow = /^(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN|OVERQUOTA)$/i
const notNowWords = /too many simultaneous|temporar|try again later|not connected|rate limit|throttl|exceeded/i
/** Gmail: "[ALERT] Application-specific password required"; Yahoo, iCloud, Zoho and Fastmail speak of app passwords too. */
const appPasswordWords = /app(lication)?[- ]specific password|app password|InvalidSecondFactor/i

/** What went wrong while connecting, signing in or opening the folder, in the closed list of failures. */
export function failureFromImap(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  if (error instanceof OAuthError) return failureFromOAuth(error)
  const problem = (error ?? {}) as ImapError
  const said = serverWords(problem)
  if (problem.mailboxMissing || problem.serverResponseCode === 'NONEXISTENT') return new ConnectionFailure('folder_missing', said, error)
  if (problem.responseStatus !== 'NO' && problem.responseStatus !== 'BAD') return failureFromNetwork(error)
  if (notNow.test(problem.serverResponseCode ?? '') || notNowWords.test(said)) return new ConnectionFailure('busy', said, error)
  if (problem.serverResponseCode === 'PRIVACYREQUIRED') return new ConnectionFailure('tls', said, error)
  if (!problem.authenticationFailed) return new ConnectionFailure('refused', said, error)
  return new ConnectionFailure(appPasswordWords.test(said) ? 'app_password_needed' : 'auth', said, error)
}

function serverWords({ responseText, response, message }: ImapError): string {
  if (typeof responseText === 'string' && responseText) return responseText
  if (typeof response === 'string' && response) return response
  return message ?? 'unknown'
}
