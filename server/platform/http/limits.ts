import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../../../contract/route.ts'
import { AppError } from '../errors.ts'
import { createRateLimiter, rateLimitHeaders, type RateLimiter } from '../rate-limit/rate-limiter.ts'
import type { Caller, HttpOptions } from './http.ts'

interface Limiters {
  session: RateLimiter
  token: RateLimiter
  ingest: RateLimiter
  visitor: RateLimiter
  public: RateLimiter
  refused: RateLimiter
}

/**
 * How often one caller may ask, per process. Sessions 1,200 a minute (400 at once), API tokens 6,000, ingest by token 60,000, visitors of the chat 120 (40),
 * public routes by client 120 (60), callers who are nobody 300. Sets the RateLimit headers. `factor` multiplies all; Infinity lets everything pass.
 * Errors: 429 `request.rate_limited` with the seconds to wait.
 */
export function createLimits({ factor = 1, now = Date.now }: { factor?: number; now?: () => number } = {}): HttpOptions['limit'] {
  if (factor === Infinity) return () => {}
  const limiter = (perMinute: number, burst = perMinute) =>
    createRateLimiter({ perMinute: perMinute * factor, burst: Math.max(1, Math.floor(burst * factor)) })
  const limiters: Limiters = {
    session: limiter(1_200, 400),
    token: limiter(6_000),
    ingest: limiter(60_000),
    visitor: limiter(120, 40),
    public: limiter(120, 60),
    refused: limiter(300),
  }
  return (route, caller, request, reply) => charge(limiters, route, caller, request, reply, now())
}

function charge(limiters: Limiters, route: Route, caller: Caller | null, request: FastifyRequest, reply: FastifyReply, at: number): void {
  const [kind, key] = bucketOf(route, caller, request.ip)
  const taken = limiters[kind].take(key, 1, at)
  reply.headers(rateLimitHeaders(taken))
  if (taken.ok) return
  throw new AppError('rate_limited', 'request.rate_limited', 'Too many requests. Wait a moment.', { retryAfterSeconds: taken.retryAfterSeconds })
}

/** Which limit a request counts against, and under which key. Pure. */
export function bucketOf(route: Pick<Route, 'access'>, caller: Caller | null, ip: string): [kind: keyof Limiters, key: string] {
  const actor = caller?.actor
  if (actor?.kind === 'agent') {
    if (!actor.tokenId) return ['session', actor.sessionId ?? actor.id]
    return [route.access === 'inbox.ingest' ? 'ingest' : 'token', actor.tokenId]
  }
  if (actor?.kind === 'contact') return ['visitor', `${caller!.workspaceId} ${actor.visitorId}`]
  // Apart from the public routes, so that a browser whose session ended does not use up its own sign-in.
  return [route.access === 'public' ? 'public' : 'refused', clientKey(ip)]
}

/** One client, as far as an address tells: an IPv6 customer has a whole /64 to choose from (RFC 6177), an IPv4-mapped address is the IPv4 one. */
export function clientKey(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1]!
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('%')[0]!.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** SAMVAD_RATE_LIMITS: `off` for load tests, or a number that multiplies every limit; anything else leaves them as they are. */
export function readLimitFactor(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.SAMVAD_RATE_LIMITS?.trim().toLowerCase()
  if (text === 'off') return Infinity
  const factor = Number(text)
  return text && factor > 0 ? factor : 1
}
