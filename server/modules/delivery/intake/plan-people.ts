import type { Sender } from '../../../connectors/connector.ts'
import { newId } from '../../../platform/ids.ts'
import { evidenceOf, nameFromAddress, normaliseAddress } from '../../contacts/index.ts'
import { identityKey, pairKey, type Known, type KnownIdentity } from './known.ts'
import type { Plan } from './plan.ts'
import type { InboxForIntake } from './translate.ts'

/** What comes in by an inbox of the demo belongs to the demo: reports leave it out, and it goes with the rest. */
export const isDemoInbox = (inbox: InboxForIntake) => inbox.settings.isDemo === true

/** The identity of an address; with a contact of its own when it is new. */
export function resolveSender(plan: Plan, known: Known, sender: Sender, inbox: InboxForIntake, workspaceId: string, now: Date): KnownIdentity {
  const key = identityKey(sender.kind, sender.address)
  const identity = known.identities.get(key)
  if (identity) {
    if (sender.isVerified && !identity.isVerified) {
      identity.isVerified = true
      plan.verified.push({ identityId: identity.id, contactId: identity.contactId })
    }
    return identity
  }
  const address = normaliseAddress(sender.kind, sender.address)
  const made: KnownIdentity = { id: newId(now.getTime()), contactId: newId(now.getTime()), isVerified: sender.isVerified ?? false, isClaimed: false }
  const name = sender.name || nameFromAddress(sender.kind, address)
  known.identities.set(key, made)
  known.contacts.set(made.contactId, {
    id: made.contactId,
    name,
    language: sender.language,
    currentConversationId: null,
    typedEmail: null,
    typedPhone: null,
  })
  plan.contacts.push({
    workspace_id: workspaceId,
    id: made.contactId,
    name,
    language: sender.language,
    is_verified: made.isVerified,
    is_demo: isDemoInbox(inbox),
    last_seen_at: now,
    created_at: now,
  })
  plan.identities.push({
    workspace_id: workspaceId,
    id: made.id,
    contact_id: made.contactId,
    kind: sender.kind,
    address,
    evidence: [evidenceOf(sender.evidence ?? 'wrote_from', now)],
    verified_at: made.isVerified ? now : null,
    created_at: now,
  })
  plan.events.push({ name: 'contact.created', payload: { contactId: made.contactId } as never })
  return made
}

export function addParticipant(
  plan: Plan,
  known: Known,
  conversationId: string,
  identity: KnownIdentity,
  name: string,
  role: string,
  workspaceId: string,
  now: Date,
): void {
  const key = pairKey(conversationId, identity.id)
  if (known.participants.has(key)) return
  known.participants.add(key)
  plan.participants.push({
    workspace_id: workspaceId,
    conversation_id: conversationId,
    identity_id: identity.id,
    contact_id: identity.contactId,
    name,
    role,
    added_at: now,
  })
}
