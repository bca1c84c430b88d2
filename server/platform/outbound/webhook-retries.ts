/**
 * Seconds to wait before attempt 1, 2, 3 …, each after the attempt before: the last comes 75 h 35 min 5 s after the event.
 * Source: Standard Webhooks 1.0.0, "Deliverability and reliability".
 */
export const webhookRetryDelaysSeconds: readonly number[] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** How long a receiver may take; the specification recommends 15 to 30 s. */
export const webhookTimeoutMs = 20_000

export type WebhookOutcome =
  | { kind: 'delivered' }
  /** The receiver wants no more: switch the endpoint off. */
  | { kind: 'gone' }
  /** Try again by the schedule, but not before `retryAfterSeconds`; `slowDown` asks for fewer calls to this endpoint altogether. */
  | { kind: 'failed'; slowDown: boolean; retryAfterSeconds: number | null }

/**
 * What an answer means. 2xx delivered; 410 gone; everything else failed, redirects too (the owner should correct the address); 429, 502, 503, 504 slow down.
 * Source: Standard Webhooks 1.0.0, "Delivery success and failure". `retryAfter` is the header as received, seconds or an HTTP date.
 */
export function classifyResponse(status: number, retryAfter: string | null = null, now: Date = new Date()): WebhookOutcome {
  if (status >= 200 && status <= 299) return { kind: 'delivered' }
  if (status === 410) return { kind: 'gone' }
  const slowDown = status === 429 || status === 502 || status === 503 || status === 504
  return { kind: 'failed', slowDown, retryAfterSeconds: readRetryAfter(retryAfter, now) }
}

/**
 * When to try again after attempt number `attempt` (from 1) failed, or null when that was the last. Up to a tenth is added at random (`random` in 0…1), so
 * that a receiver coming back is not met by all at once. A longer Retry-After is obeyed up to one day.
 */
export function nextWebhookAttempt(attempt: number, failedAt: Date, retryAfterSeconds: number | null, random: number = Math.random()): Date | null {
  const delay = webhookRetryDelaysSeconds[attempt]
  if (delay === undefined) return null
  const seconds = Math.max(delay * (1 + random / 10), Math.min(retryAfterSeconds ?? 0, 86_400))
  return new Date(failedAt.getTime() + Math.round(seconds * 1000))
}

/** Seconds from now by a Retry-After header (RFC 9110 § 10.2.3), null when there is none or it makes no sense. A past date is 0. */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  // Only HTTP dates: Date.parse alone would take "-5" or "2" for a year.
  if (!/^[A-Z][a-z]+, .* GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000))
}
