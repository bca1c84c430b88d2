import { ConnectionFailure, failureFromNetwork, failureFromOAuth } from '../discover/connection-failure.ts'
import { OAuthError } from '../oauth/oauth-error.ts'
import type { SmtpProblem } from './mail-send-error.ts'
import { OpeningError, openSmtp } from './open-smtp.ts'
import type { SmtpSettings } from './settings.ts'

export type SmtpTest = { ok: true } | { ok: false; failure: ConnectionFailure }

const appPasswordWords = /app(lication)?[- ]specific password|app password|InvalidSecondFactor/i

/** Connects, encrypts and signs in, as the set-up screen does; sends nothing and never throws. */
export async function testSmtp(settings: SmtpSettings, signal: AbortSignal = new AbortController().signal): Promise<SmtpTest> {
  try {
    const connection = await openSmtp(settings, signal)
    connection.quit()
    return { ok: true }
  } catch (error) {
    return { ok: false, failure: error instanceof OpeningError ? failureOf(error) : failureFromNetwork(error) }
  }
}

/** What went wrong while opening, in the closed list of failures. */
function failureOf({ cause, stage }: OpeningError): ConnectionFailure {
  if (cause instanceof ConnectionFailure) return cause
  const inner = cause instanceof Error ? cause.cause : undefined
  if (inner instanceof OAuthError) return failureFromOAuth(inner)
  const { code, responseCode, response = '' } = (cause ?? {}) as SmtpProblem
  if (!responseCode || code === 'ETLS') return failureFromNetwork(cause)
  if (responseCode < 500) return new ConnectionFailure('busy', response, cause)
  if (stage !== 'signing_in') return new ConnectionFailure('refused', response, cause)
  return new ConnectionFailure(appPasswordWords.test(response) ? 'app_password_needed' : 'auth', response, cause)
}
