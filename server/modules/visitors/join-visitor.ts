import type { Evidence } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { mergeContacts } from '../contacts/index.ts'
import { mergeConversations } from '../conversations/index.ts'
import * as rows from './join-queries.ts'
import { newVisitorId, onBehalf } from './visitor.ts'

export interface Joining {
  visitorId: string
  inboxId: string
  name: string
  contactId: string
  evidence: Extract<Evidence['kind'], 'signed_link' | 'signed_identity'>
  /** The conversation a link leads to. */
  conversationId: string | null
}

/**
 * Makes a visitor part of a contact, because of a signature of ours or of the host page. Nothing said so far is lost: an anonymous contact's conversations move
 * along, and its live one goes on in the contact's live one. A browser that has already proved to be somebody else begins anew under a fresh id, which is
 * returned: two persons are never joined by sharing a browser.
 * Emits `contact.identity_added`, `contact.merged`, `conversation.merged` as they apply.
 */
export async function joinVisitor(ctx: Context, joining: Joining): Promise<{ visitorId: string; identityId: string }> {
  const { contactId, evidence } = joining
  const known = await rows.lockIdentity(ctx, 'visitor', joining.visitorId)
  let identityId: string
  if (!known) identityId = await rows.addIdentity(ctx, contactId, 'visitor', joining.visitorId, evidence)
  else {
    identityId = known.id
    if (known.contactId !== contactId) {
      if (!(await rows.isAnonymous(ctx, known.contactId))) return joinVisitor(ctx, { ...joining, visitorId: newVisitorId() })
      await absorb(ctx, known.contactId, contactId, joining.conversationId, evidence)
    }
    await rows.proveIdentity(ctx, known, contactId, evidence)
  }
  const target = joining.conversationId ? await rows.standingConversation(ctx, joining.conversationId) : null
  if (target && target.contactId === contactId) {
    await rows.addParticipant(ctx, target.id, identityId, contactId, joining.name)
    await rows.setCurrent(ctx, contactId, target.id)
    await rows.openReach(ctx, contactId, joining.inboxId, identityId)
  }
  return { visitorId: joining.visitorId, identityId }
}

/** An anonymous contact becomes part of another; their live conversations become one, so that the matter goes on where it was. */
export async function absorb(ctx: Context, fromId: string, intoId: string, conversationId: string | null, because: string): Promise<void> {
  const theirs = await rows.currentOf(ctx, fromId)
  const linked = conversationId ? await rows.standingConversation(ctx, conversationId) : await rows.currentOf(ctx, intoId)
  await mergeContacts(ctx, fromId, intoId, because)
  if (!theirs) return
  const goesOn = linked && linked.id !== theirs.id && (conversationId !== null || linked.status !== 'resolved')
  if (goesOn) await mergeConversations(onBehalf(ctx), theirs.id, linked.id)
  await rows.setCurrent(ctx, intoId, goesOn ? linked.id : theirs.id)
}

/**
 * The contact behind an address that was just proved. A known address leads to its contact; a new one is given to `otherwiseId` when nobody has proved anything
 * else about that contact (or to the one it already is), and to a new contact at last.
 */
export async function contactOfProved(
  ctx: Context,
  address: { kind: 'email' | 'external'; address: string },
  otherwiseId: string | null,
  evidence: Joining['evidence'],
  made: { name: string; language: string },
): Promise<string> {
  const known = await rows.lockIdentity(ctx, address.kind, address.address)
  if (known) {
    await rows.proveIdentity(ctx, known, known.contactId, evidence)
    return known.contactId
  }
  const contactId = otherwiseId ?? (await rows.addContact(ctx, made.name, made.language))
  await rows.addIdentity(ctx, contactId, address.kind, address.address, evidence)
  return contactId
}
