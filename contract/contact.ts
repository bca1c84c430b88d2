import { z } from 'zod'
import { ContactId, IdentityId, InboxId } from './ids.ts'
import { Channel, Instant } from './conversation.ts'

/** Why we believe that this address is this person's. */
export const Evidence = z.object({
  /** `claimed`: named by another program. Nobody has written from it or proved it, and whoever does is not held for this person because of it. */
  kind: z.enum(['wrote_from', 'signed_link', 'signed_identity', 'agent', 'import', 'typed', 'claimed']),
  at: Instant,
  detail: z.string().optional(),
})
export type Evidence = z.infer<typeof Evidence>

export const Identity = z.object({
  id: IdentityId,
  kind: z.enum(['email', 'phone', 'visitor', 'external']),
  address: z.string(),
  evidence: z.array(Evidence),
  verifiedAt: Instant.nullable(),
})
export type Identity = z.infer<typeof Identity>

export const Contact = z.object({
  id: ContactId,
  name: z.string(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  company: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
  notes: z.string(),
  identities: z.array(Identity),
  conversationCount: z.number().int(),
  mergedIntoId: ContactId.nullable(),
  isDemo: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
})
export type Contact = z.infer<typeof Contact>

/** One way to reach this contact now, best first. */
export const ReplyRoute = z.object({
  inboxId: InboxId,
  channel: Channel,
  inboxName: z.string(),
  identityId: IdentityId,
  address: z.string(),
  isReachable: z.boolean(),
  /** A key of the interface texts: `reach.online`, `reach.left_no_address`, `reach.bounced`, `reach.opted_out`, `reach.inbox_off` … */
  reason: z.string(),
  lastInboundAt: Instant.nullable(),
})
export type ReplyRoute = z.infer<typeof ReplyRoute>

export const MergeSuggestion = z.object({ contact: Contact, because: z.string() })
export type MergeSuggestion = z.infer<typeof MergeSuggestion>
