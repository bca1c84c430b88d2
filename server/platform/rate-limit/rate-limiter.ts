export interface RateLimit {
  /** How many a minute in the long run. */
  perMinute: number
  /** How many at once after a rest. Default: `perMinute`. */
  burst?: number
  /** Keys remembered at most; the longest untouched is forgotten first. Default 100,000 (about 15 MB). */
  maxKeys?: number
}

export interface Taken {
  ok: boolean
  /** 0 when ok, else the whole seconds after which the same call will pass. */
  retryAfterSeconds: number
  /** How many of cost 1 would pass right now. */
  remaining: number
  limit: number
  /** Whole seconds until the full burst is there again. */
  resetSeconds: number
}

export interface RateLimiter {
  /** Takes `cost` for this key if there is room; a refused call takes nothing. A cost above the burst counts as the whole burst. */
  take(key: string, cost?: number, at?: number): Taken
  /** Gives everything back: after a right password, say. */
  forget(key: string): void
  readonly size: number
}

/**
 * A limit per key by the generic cell rate algorithm: one number a key, no timers, exact spacing. In the memory of this process: with several processes
 * each allows its share. `at` is in milliseconds; a clock set back never locks anyone out for longer than a full burst takes to return.
 * Source: ITU-T I.371 annex A (GCRA).
 */
export function createRateLimiter({ perMinute, burst = perMinute, maxKeys = 100_000 }: RateLimit): RateLimiter {
  if (!(perMinute > 0) || !(burst >= 1) || !(maxKeys >= 1)) throw new RangeError('a rate limit needs perMinute > 0, burst >= 1 and maxKeys >= 1')
  const intervalMs = 60_000 / perMinute
  const windowMs = intervalMs * burst
  // Sums of intervals such as 60,000 / 7 are not exact: a ten-thousandth of one call is let pass.
  const slackMs = intervalMs / 10_000
  // Counted from the first call, because a double holds the milliseconds since 1970 only to a four-thousandth.
  let origin: number | null = null
  // Millisecond at which the key is fully rested again; the order of the map is the order of last use.
  const restedAt = new Map<string, number>()

  return {
    take(key, cost = 1, at = Date.now()) {
      origin ??= at
      const now = at - origin
      const weightMs = Math.min(Math.max(cost, 0), burst) * intervalMs
      const owedMs = Math.min(Math.max((restedAt.get(key) ?? now) - now, 0), windowMs)
      const waitMs = owedMs + weightMs - windowMs - slackMs
      const nextOwedMs = waitMs <= 0 ? owedMs + weightMs : owedMs
      restedAt.delete(key)
      if (nextOwedMs > 0) restedAt.set(key, now + nextOwedMs)
      if (restedAt.size > maxKeys) restedAt.delete(restedAt.keys().next().value ?? '')
      return {
        ok: waitMs <= 0,
        retryAfterSeconds: waitMs <= 0 ? 0 : Math.max(1, Math.ceil(waitMs / 1000)),
        remaining: Math.floor((windowMs - nextOwedMs) / intervalMs + 1e-3),
        limit: burst,
        resetSeconds: Math.ceil(nextOwedMs / 1000 - 1e-3),
      }
    },
    forget: (key) => void restedAt.delete(key),
    get size() {
      return restedAt.size
    },
  }
}

/**
 * Headers for the answer: RateLimit-Limit, -Remaining and -Reset (seconds), and Retry-After on a refusal.
 * Source: draft-ietf-httpapi-ratelimit-headers-06 (the three-field form clients know), RFC 9110 § 10.2.3.
 */
export function rateLimitHeaders(taken: Taken): Record<string, string> {
  return {
    'ratelimit-limit': String(Math.floor(taken.limit)),
    'ratelimit-remaining': String(taken.remaining),
    'ratelimit-reset': String(taken.resetSeconds),
    ...(taken.ok ? {} : { 'retry-after': String(taken.retryAfterSeconds) }),
  }
}
