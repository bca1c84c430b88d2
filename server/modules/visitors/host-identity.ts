import { z } from 'zod'
import type { Signed } from './visitor.ts'

const longestHours = 24
const Claims = z.object({
  sub: z.string().min(1).max(300).optional(),
  email: z.email().max(320).optional(),
  email_verified: z.boolean().optional(),
  name: z.string().max(200).optional(),
  exp: z.number(),
})

/**
 * Who the host page says its logged-in person is: a JWT signed with the inbox's identity secret. HS256 alone is taken, and `exp` within a day is needed.
 * Null for anything else: a token of another secret, expired, unsigned (`alg: none`), or without a name for the person.
 * `sub` counts for this inbox only, because two sites number their people alike.
 * SOURCE: RFC 7519, RFC 8725 § 3.1 (pin the algorithm).
 */
export async function readHostIdentity(
  jwt: string,
  secret: string | undefined,
  inboxId: string,
  now: Date,
): Promise<{ signed: Signed; name: string } | null> {
  if (!secret) return null
  try {
    const { jwtVerify } = await import('jose')
    const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      clockTolerance: 30,
      currentDate: now,
    })
    const claims = Claims.parse(payload)
    if (claims.exp - now.getTime() / 1000 > longestHours * 3600 + 30) return null
    const name = claims.name?.trim() ?? ''
    if (claims.email && claims.email_verified !== false) return { signed: { kind: 'email', address: claims.email.toLowerCase() }, name }
    return claims.sub ? { signed: { kind: 'external', address: `${inboxId}:${claims.sub}` }, name } : null
  } catch {
    return null
  }
}
