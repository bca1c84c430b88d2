import { createHash, createHmac, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'
import { deriveKey, type InstanceKeys } from './instance-keys.ts'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A bearer token: the prefix, `_` and 32 random characters (190 bits), safe in URLs, headers and double-clicks. Store only its `hashToken`. */
export function newToken(prefix: string): string {
  let text = ''
  while (text.length < 32) {
    // 248 is the largest multiple of 62 in a byte; above it the first characters would be more likely.
    for (const byte of randomBytes(48)) if (byte < 248 && text.length < 32) text += base62[byte % 62]
  }
  return `${prefix}_${text}`
}

/** SHA-256 in hex. Enough for tokens of 160 bits and more, which cannot be guessed from their hash; never for passwords. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Compares without telling by its duration where they differ, nor how long the expected one is. An absent value equals nothing. */
export function constantTimeEquals(offered: string | null | undefined, expected: string | null | undefined): boolean {
  if (!offered || !expected) return false
  return timingSafeEqual(createHash('sha256').update(offered).digest(), createHash('sha256').update(expected).digest())
}

/**
 * A compact signed value for a link or a cookie: `v1.<key id>.<payload>.<mac>` (HMAC-SHA256). Readable by anyone, changeable by no one, and good only
 * for this `purpose` until `expiresAt`. Put nothing secret into it.
 */
export function signPayload(payload: unknown, purpose: string, expiresAt: Date, keys: InstanceKeys): string {
  const [key] = keys
  const content = Buffer.from(JSON.stringify({ e: Math.floor(expiresAt.getTime() / 1000), p: payload })).toString('base64url')
  const signed = `v1.${key.id}.${content}`
  return `${signed}.${mac(deriveKey(key, `mac:${purpose}`), signed)}`
}

/** The payload, or null when the value is damaged, expired, signed for another purpose or with a key we do not have. Its shape is still to be checked. */
export function verifyPayload(token: string, purpose: string, keys: InstanceKeys, now: Date): unknown {
  const match = /^(v1\.([\w-]{1,16})\.([\w-]+))\.([\w-]{43})$/.exec(token)
  const [, signed = '', keyId, content = '', offered] = match ?? []
  const key = keys.find(({ id }) => id === keyId)
  if (!key || !constantTimeEquals(offered, mac(deriveKey(key, `mac:${purpose}`), signed))) return null
  const { e: expiresAtSeconds, p: payload } = JSON.parse(Buffer.from(content, 'base64url').toString()) as { e: number; p: unknown }
  return now.getTime() < expiresAtSeconds * 1000 ? payload : null
}

const mac = (key: KeyObject, signed: string) => createHmac('sha256', key).update(signed).digest('base64url')
