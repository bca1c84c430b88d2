import { isOff } from '../../../platform/failpoint.ts'
import { newId } from '../../../platform/ids.ts'
import { findAnswered, findConversation, findCurrent } from './find-conversation.ts'
import { pairKey, type Known } from './known.ts'
import { planFiles, planReferences } from './plan-attached.ts'
import { planClaims, settleClaim } from './plan-claims.ts'
import { advance, openConversation, touch } from './plan-conversation.ts'
import { addParticipant, isDemoInbox, resolveSender } from './plan-people.ts'
import { planReceipt } from './plan-receipt.ts'
import type { Outcome, Plan } from './plan.ts'
import type { InboxForIntake, ReadyMessage, Translated } from './translate.ts'

export function planBatch(known: Known, batch: Translated[], workspaceId: string, now: Date): Plan {
  const plan: Plan = {
    contacts: [],
    identities: [],
    verified: [],
    settled: [],
    hints: [],
    touched: new Map(),
    messages: [],
    files: [],
    claimedFiles: [],
    references: [],
    participants: [],
    reachability: new Map(),
    current: new Map(),
    receipts: [],
    outcomes: [],
    events: [],
  }
  for (const { claimed, inbox, items } of batch) {
    let outcome: Outcome | null = null
    for (const item of items) {
      const one: Outcome = { id: claimed.id, state: 'done', reason: null, classification: null, bounce: null, conversationId: null, messageId: null }
      if (item.kind === 'ignored') Object.assign(one, { state: 'ignored', reason: item.reason, classification: item.classification })
      else if (item.kind === 'unreadable') Object.assign(one, { state: 'quarantined', reason: item.reason })
      else if (item.kind === 'receipt') Object.assign(one, planReceipt(plan, known, item, inbox))
      else Object.assign(one, planMessage(plan, known, item, inbox, workspaceId, now))
      outcome = outcome && outcome.state === 'done' && one.state !== 'quarantined' ? outcome : one
    }
    plan.outcomes.push(outcome!)
    if (outcome!.state === 'quarantined')
      plan.events.push({ name: 'inbound.quarantined', payload: { inboundEventId: claimed.id, inboxId: inbox.id } as never })
  }
  return plan
}

function planMessage(plan: Plan, known: Known, item: ReadyMessage, inbox: InboxForIntake, workspaceId: string, now: Date): Partial<Outcome> {
  const twin = findTwin(known, item, inbox)
  if (twin) return { classification: item.classification, conversationId: twin.conversationId, messageId: twin.id, reason: 'duplicate' }
  const sender = resolveSender(plan, known, item.from, inbox, workspaceId, now)
  const threaded = findConversation(known, item.clues, sender.id) ?? findAnswered(known, item.references.own)
  settleClaim(plan, known, item, sender, threaded, { workspaceId, isDemo: isDemoInbox(inbox), now })
  planClaims(plan, known, item, sender, workspaceId, now)
  const contact = known.contacts.get(sender.contactId)!
  if (!contact.language && item.language) contact.language = item.language
  const found = threaded ?? (inbox.channel === 'email' ? null : findCurrent(known, sender.contactId, now))
  const touched = found ? touch(plan, found.conversation) : openConversation(plan, known, item, inbox, sender, now)
  const { conversation } = touched
  const flags = [...item.flags]
  const isNewcomer = found !== null && !known.participants.has(pairKey(conversation.id, sender.id))
  // Whoever holds a signed address was given it; anybody else who joins by an id that can be guessed or forwarded is shown as new.
  if (isNewcomer && sender.contactId !== conversation.contactId) {
    flags.push('new_participant')
    plan.events.push({
      name: 'conversation.participant_joined',
      payload: { conversationId: conversation.id, contactId: sender.contactId, address: item.from.address } as never,
    })
  }
  addParticipant(plan, known, conversation.id, sender, item.from.name, 'from', workspaceId, now)
  for (const other of item.others.slice(0, 50))
    addParticipant(
      plan,
      known,
      conversation.id,
      resolveSender(plan, known, other.sender, inbox, workspaceId, now),
      other.sender.name,
      other.role,
      workspaceId,
      now,
    )
  const messageId = newId(now.getTime())
  const externalId =
    item.externalId && known.externals.has(pairKey(inbox.id, item.externalId)) ? `${item.externalId}#${item.fingerprint}` : item.externalId
  const authorName = item.from.name || contact.name
  plan.messages.push({
    workspace_id: workspaceId,
    id: messageId,
    conversation_id: conversation.id,
    kind: 'message',
    direction: 'in',
    channel: inbox.channel,
    inbox_id: inbox.id,
    identity_id: sender.id,
    author_kind: 'contact',
    author_id: sender.contactId,
    author_name: authorName,
    subject: item.subject,
    text: item.text,
    quoted_text: item.quotedText,
    html: item.html,
    language: item.language,
    external_id: externalId,
    client_key: item.clientKey,
    delivery_state: 'none',
    recipients: item.recipients && { ...item.recipients, bcc: [] },
    mentions: [],
    classification: item.classification,
    flags: flags,
    envelope: { fingerprint: item.fingerprint, mayAutoReply: item.mayAutoReply, references: item.references.named.slice(-20) },
    created_at: item.at,
    stored_at: now,
  })
  planFiles(plan, item.files, workspaceId, conversation.id, messageId, now, item.from.address)
  planReferences(plan, known, item, workspaceId, conversation.id, messageId, now)
  if (externalId) known.externals.set(pairKey(inbox.id, externalId), messageId)
  known.messages.set(messageId, {
    id: messageId,
    conversationId: conversation.id,
    direction: 'in',
    inboxId: inbox.id,
    fingerprint: item.fingerprint,
    deliveryState: 'none',
    identityId: sender.id,
  })
  advance(plan, touched, item, inbox, sender, messageId, authorName, now)
  plan.current.set(conversation.contactId, conversation.id)
  const currentContact = known.contacts.get(conversation.contactId)
  if (currentContact) currentContact.currentConversationId = conversation.id
  plan.reachability.set(`${sender.contactId} ${inbox.id} ${sender.id}`, {
    workspace_id: workspaceId,
    contact_id: sender.contactId,
    inbox_id: inbox.id,
    identity_id: sender.id,
    last_inbound_at: item.at,
  })
  plan.events.push({
    name: 'message.received',
    payload: { conversationId: conversation.id, messageId, channel: inbox.channel, inboxId: inbox.id } as never,
  })
  return { classification: item.classification, conversationId: conversation.id, messageId }
}

/** The same message that we already hold: same id and same words, in this inbox or another of ours. */
function findTwin(known: Known, item: ReadyMessage, inbox: InboxForIntake) {
  if (!item.externalId || isOff('unique_key')) return null
  const ids = [
    known.externals.get(pairKey(inbox.id, item.externalId)),
    known.externals.get(pairKey(inbox.id, `${item.externalId}#${item.fingerprint}`)),
    ...(known.references.get(item.externalId) ?? []).flatMap((reference) => (reference.kind === 'own' ? (reference.messageId ?? []) : [])),
  ]
  for (const id of ids) {
    const message = id ? known.messages.get(id) : undefined
    if (message && (item.fingerprint === null || message.fingerprint === item.fingerprint)) return message
  }
  return null
}
