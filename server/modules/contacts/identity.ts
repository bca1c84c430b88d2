import type { Evidence, Identity } from '../../../contract/contact.ts'

export type IdentityKind = Identity['kind']

/**
 * The form under which an address is unique. E-mail: trimmed, in lower case (RFC 5321 lets the local part be case-sensitive; no provider of note
 * uses that and people do not know it). Phone: digits with a leading +. Others as given.
 */
export function normaliseAddress(kind: IdentityKind, address: string): string {
  const trimmed = address.trim()
  if (kind === 'email') return trimmed.toLowerCase()
  if (kind === 'phone') return trimmed.replaceAll(/[^\d+]/g, '').replace(/(?!^)\+/g, '')
  return trimmed
}

/** A name to show for somebody who gave none. */
export const nameFromAddress = (kind: IdentityKind, address: string): string =>
  kind === 'email' ? address.split('@')[0]!.replaceAll(/[._]+/g, ' ').trim() || address : kind === 'visitor' ? '' : address

export const evidenceOf = (kind: Evidence['kind'], now: Date, detail?: string): Evidence => ({
  kind,
  at: now.toISOString(),
  ...(detail ? { detail } : {}),
})

/** SQL that is true of an identity (alias) which a program has named and for which nothing else speaks. */
export const onlyClaimed = (alias: string): string =>
  `(${alias}.verified_at is null and ${alias}.evidence @> '[{"kind":"claimed"}]' and not jsonb_path_exists(${alias}.evidence, '$[*] ? (@.kind != "claimed")'))`
