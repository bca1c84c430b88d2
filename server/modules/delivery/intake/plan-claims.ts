import type { Evidence } from '../../../../contract/contact.ts'
import type { EventName, Events } from '../../../../contract/events.ts'
import { claimField, evidenceOf, nameFromAddress, normaliseAddress } from '../../contacts/index.ts'
import { newId } from '../../../platform/ids.ts'
import type { Found } from './find-conversation.ts'
import { identityKey, type Known, type KnownIdentity } from './known.ts'
import type { ReadyMessage } from './translate.ts'

type Row = Record<string, unknown>
type Emitted = { [Name in EventName]: { name: Name; payload: Events[Name]; at?: Date } }[EventName]

/** What claims add to a batch's plan. */
export interface ClaimPlan {
  contacts: Row[]
  identities: Row[]
  /** Addresses that were only named and that somebody has now written from. */
  settled: { identityId: string; contactId: string; evidence: Evidence; isMeant: boolean }[]
  /** Fields of contacts that name an address of somebody else. */
  hints: { contactId: string; field: 'typedEmail' | 'typedPhone'; address: string }[]
  events: Emitted[]
}

/** Ways of being found that only somebody to whom we wrote can show. */
const signed = new Set<Found['by']>(['reply_address', 'own_message_id', 'marker'])

/**
 * Keeps the addresses that a program names beside the sender. One that nobody has becomes an identity with the evidence "claimed"; one that is another contact's
 * stays with that contact and is noted as a hint, so that an agent may join the two: nothing is joined by itself.
 */
export function planClaims(plan: ClaimPlan, known: Known, item: ReadyMessage, sender: KnownIdentity, workspaceId: string, now: Date): void {
  for (const { kind, address: given } of item.claims ?? []) {
    const address = normaliseAddress(kind, given)
    const held = known.identities.get(identityKey(kind, address))
    if (held && held.contactId !== sender.contactId) planHint(plan, known, sender.contactId, kind, address)
    if (held) continue
    const made: KnownIdentity = { id: newId(now.getTime()), contactId: sender.contactId, isVerified: false, isClaimed: true }
    known.identities.set(identityKey(kind, address), made)
    plan.identities.push({
      workspace_id: workspaceId,
      id: made.id,
      contact_id: sender.contactId,
      kind,
      address,
      evidence: [evidenceOf('claimed', now)],
      verified_at: null,
      created_at: now,
    })
    plan.events.push({
      name: 'contact.identity_added',
      payload: { contactId: sender.contactId, identityId: made.id, evidence: 'claimed' } as never,
    })
  }
}

/**
 * Somebody writes from an address that was only named so far. Who answers what we sent there is the one who was meant; anybody else gets a contact of their own, or a
 * program's word would hand them another person's history. Brings `sender` along.
 */
export function settleClaim(
  plan: ClaimPlan,
  known: Known,
  item: ReadyMessage,
  sender: KnownIdentity,
  threaded: Found | null,
  { workspaceId, isDemo, now }: { workspaceId: string; isDemo: boolean; now: Date },
): void {
  const { kind, name, language } = item.from
  if (!sender.isClaimed || (kind !== 'email' && kind !== 'phone')) return
  const address = normaliseAddress(kind, item.from.address)
  const isMeant = threaded !== null && signed.has(threaded.by) && threaded.conversation.contactId === sender.contactId
  sender.isClaimed = false
  if (!isMeant) {
    planHint(plan, known, sender.contactId, kind, address)
    const contactId = newId(now.getTime())
    const shown = name || nameFromAddress(kind, address)
    known.contacts.set(contactId, { id: contactId, name: shown, language, currentConversationId: null, typedEmail: null, typedPhone: null })
    plan.contacts.push({
      workspace_id: workspaceId,
      id: contactId,
      name: shown,
      language,
      is_verified: false,
      is_demo: isDemo,
      last_seen_at: now,
      created_at: now,
    })
    plan.events.push({ name: 'contact.created', payload: { contactId } as never })
    sender.contactId = contactId
  }
  plan.settled.push({ identityId: sender.id, contactId: sender.contactId, evidence: evidenceOf('wrote_from', now), isMeant })
}

function planHint(plan: ClaimPlan, known: Known, contactId: string, kind: 'email' | 'phone', address: string): void {
  const contact = known.contacts.get(contactId)
  const field = claimField(kind)
  if (!contact || contact[field] === address) return
  contact[field] = address
  plan.hints.push({ contactId, field, address })
  plan.events.push({ name: 'contact.changed', payload: { contactId } as never })
}
