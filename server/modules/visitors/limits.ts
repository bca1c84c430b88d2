import { AppError } from '../../platform/errors.ts'
import { createRateLimiter, type RateLimiter } from '../../platform/rate-limit/rate-limiter.ts'

/** How often visitors may do what costs something; counted in this process. */
export interface Limits {
  /** A visit from one network address; whole offices share one. */
  visit(address: string): void
  words(visitorId: string): void
  file(visitorId: string): void
  person(visitorId: string): void
  /** One mail to an address in ten minutes and three a day, whoever asks; one visitor's and one network's wishes are bounded as well. Errors: `chat.link_recently_sent`. */
  linkMail(email: string, visitorId: string, address: string): void
}

export function createLimits(): Limits {
  const visits = createRateLimiter({ perMinute: 600, burst: 2_000 })
  const words = createRateLimiter({ perMinute: 60, burst: 30 })
  const files = createRateLimiter({ perMinute: 20, burst: 20 })
  const persons = createRateLimiter({ perMinute: 6, burst: 6 })
  const mailGaps = createRateLimiter({ perMinute: 1 / 10, burst: 1 })
  const mailDays = createRateLimiter({ perMinute: 3 / 1_440, burst: 3 })
  const mailVisitors = createRateLimiter({ perMinute: 5 / 60, burst: 5 })
  const mailNetworks = createRateLimiter({ perMinute: 1, burst: 20 })
  const take = (limiter: RateLimiter, key: string, code = 'chat.too_fast', text = 'That was a lot at once. Wait a moment.') => {
    const taken = limiter.take(key)
    if (!taken.ok) throw new AppError('rate_limited', code, text, { retryAfterSeconds: taken.retryAfterSeconds })
  }
  return {
    visit: (address) => take(visits, address),
    words: (visitorId) => take(words, visitorId),
    file: (visitorId) => take(files, visitorId),
    person: (visitorId) => take(persons, visitorId),
    linkMail(email, visitorId, address) {
      take(mailVisitors, visitorId)
      take(mailNetworks, address)
      const text = 'A link was sent to this address a moment ago. Look in your mail, also in the spam folder.'
      take(mailGaps, email, 'chat.link_recently_sent', text)
      take(mailDays, email, 'chat.link_recently_sent', text)
    },
  }
}
