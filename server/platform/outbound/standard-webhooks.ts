import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const secretPrefix = 'whsec_'
const toleranceSeconds = 5 * 60

export interface WebhookHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

export type WebhookVerdict = 'ok' | 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'bad_signature'

/** A new signing secret, `whsec_` and 32 random bytes in base64. One per endpoint. */
export const newWebhookSecret = (): string => secretPrefix + randomBytes(32).toString('base64')

/**
 * The key in a secret. Throws a RangeError unless it is base64 of 24 to 64 bytes, with or without `whsec_`.
 * Source: Standard Webhooks 1.0.0, "Signature scheme".
 */
export function readWebhookSecret(secret: string): Buffer {
  const encoded = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret
  const key = Buffer.from(encoded, 'base64')
  const isBase64 = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  if (!isBase64 || key.length < 24 || key.length > 64) throw new RangeError('a webhook secret is whsec_ and the base64 of 24 to 64 bytes')
  return key
}

/**
 * The three headers for one attempt. `id` stays the same over all attempts of one event, `at` is the attempt's own time; `body` must be sent byte for byte.
 * All `secrets` sign, newest first, so that a receiver may hold the old or the new one during rotation.
 * Source: Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers". Throws a RangeError for an id with a dot (it would shift the signed fields).
 */
export function signWebhook(id: string, at: Date, body: string | Uint8Array, secrets: readonly string[]): WebhookHeaders {
  if (!/^[\w-]+$/.test(id)) throw new RangeError('a webhook id is letters, digits, _ and -')
  if (secrets.length === 0) throw new RangeError('a webhook needs a secret')
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signatures = secrets.map((secret) => `v1,${sign(readWebhookSecret(secret), id, timestamp, body).toString('base64')}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/**
 * Judges a received webhook: one `v1` signature by one of the secrets, not older nor newer than 5 minutes. Signatures of other versions are passed over.
 * The caller still refuses an id it has seen.
 */
export function verifyWebhook(
  headers: Record<string, string | undefined>,
  body: string | Uint8Array,
  secrets: readonly string[],
  now: Date,
): WebhookVerdict {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (!id || !timestamp || !signatures) return 'missing_header'
  if (!/^\d{1,12}$/.test(timestamp)) return 'bad_timestamp'
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp)
  if (ageSeconds > toleranceSeconds) return 'too_old'
  if (ageSeconds < -toleranceSeconds) return 'too_new'
  const expected = secrets.map((secret) => sign(readWebhookSecret(secret), id, timestamp, body))
  const offered = signatures.split(' ').flatMap((entry) => (entry.startsWith('v1,') ? [Buffer.from(entry.slice(3), 'base64')] : []))
  const isSigned = offered.some((signature) => expected.some((wanted) => wanted.length === signature.length && timingSafeEqual(wanted, signature)))
  return isSigned ? 'ok' : 'bad_signature'
}

function sign(key: Buffer, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
}
