import { directoryKey } from '../workspaces/index.ts'
import { AppError } from '../../platform/errors.ts'
import { clientKey } from '../../platform/http/limits.ts'
import { createRateLimiter, type RateLimiter } from '../../platform/rate-limit/rate-limiter.ts'

export interface Attempts {
  /** A guess at a password: 10 a minute for one address, 60 for one client. Errors here and below: 429 `auth.too_many_attempts`. */
  signIn(email: string, ip: string): void
  /** The right password gives the address its attempts back. */
  signedIn(email: string): void
  /** A wish for a reset mail: 5 at once and one every three minutes for one address, 60 a minute for one client. */
  askReset(email: string, ip: string): void
  /** A link with a token, or anything else public that costs a password hash: 60 a minute for one client. */
  useLink(ip: string): void
  /** A guess at the password of a session that is open: 10 a minute. */
  confirm(agentId: string): void
}

/** Limits on guessing, in the memory of this process; they count the same for addresses that nobody has. */
export function createAttempts(): Attempts {
  const byAddress = createRateLimiter({ perMinute: 10 })
  const byClient = createRateLimiter({ perMinute: 60 })
  const resets = createRateLimiter({ perMinute: 1 / 3, burst: 5 })
  const confirmations = createRateLimiter({ perMinute: 10 })
  return {
    signIn(email, ip) {
      take(byClient, clientKey(ip))
      take(byAddress, directoryKey(email))
    },
    signedIn: (email) => byAddress.forget(directoryKey(email)),
    askReset(email, ip) {
      take(byClient, clientKey(ip))
      take(resets, directoryKey(email))
    },
    useLink: (ip) => take(byClient, clientKey(ip)),
    confirm: (agentId) => take(confirmations, agentId),
  }
}

function take(limiter: RateLimiter, key: string): void {
  const { ok, retryAfterSeconds } = limiter.take(key)
  if (!ok) throw new AppError('rate_limited', 'auth.too_many_attempts', 'Too many attempts. Wait a moment.', { retryAfterSeconds })
}
