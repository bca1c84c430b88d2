import type { Channel, Status } from '../../../../contract/conversation.ts'
import { isOff } from '../../../platform/failpoint.ts'
import { newId } from '../../../platform/ids.ts'
import { evidenceOf, nameFromAddress, normaliseAddress } from '../../contacts/index.ts'
import { justBefore, previewOf, statusAfterInbound } from '../../conversations/index.ts'
import type { InboundReceipt, Sender } from '../../../connectors/connector.ts'
import { findAnswered, findConversation, findCurrent } from './find-conversation.ts'
import { planClaims, settleClaim, type ClaimPlan } from './plan-claims.ts'
import { identityKey, pairKey, type Known, type KnownConversation, type KnownIdentity } from './known.ts'
import type { InboxForIntake, ReadyMessage, StoredFile, Translated } from './translate.ts'

type Row = Record<string, unknown>

/** What became of one raw arrival. */
export interface Outcome {
  id: string
  state: 'done' | 'quarantined' | 'ignored'
  reason: string | null
  classification: string | null
  bounce: object | null
  conversationId: string | null
  messageId: string | null
}
/** The list fields of a conversation after the batch. */
export interface Touched {
  conversation: KnownConversation
  isNew: boolean
  teamId: string | null
  isDemo: boolean
  createdAt: Date
  last: { messageId: string; at: Date; channel: Channel; preview: string; authorName: string; authorId: string; language: string | null } | null
  added: number
  reply: { inboxId: string; identityId: string } | null
}
export interface Receipt {
  messageId: string
  conversationId: string
  receipt: InboundReceipt
  inboxId: string
  identityId: string | null
  before: string
}

/** Everything a batch will write, decided in memory in the order of arrival. */
export interface Plan extends ClaimPlan {
  verified: { identityId: string; contactId: string }[]
  touched: Map<string, Touched>
  messages: Row[]
  files: Row[]
  claimedFiles: { fileId: string; messageId: string; conversationId: string; position: number; uploadedBy: string }[]
  references: Row[]
  participants: Row[]
  reachability: Map<string, Row>
  current: Map<string, string>
  receipts: Receipt[]
  outcomes: Outcome[]
}

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

/** What comes in by an inbox of the demo belongs to the demo: reports leave it out, and it goes with the rest. */
const isDemoInbox = (inbox: InboxForIntake) => inbox.settings.isDemo === true

/** The identity of an address; with a contact of its own when it is new. */
function resolveSender(plan: Plan, known: Known, sender: Sender, inbox: InboxForIntake, workspaceId: string, now: Date): KnownIdentity {
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

function touch(plan: Plan, conversation: KnownConversation): Touched {
  const known = plan.touched.get(conversation.id)
  if (known) return known
  const made: Touched = { conversation, isNew: false, teamId: null, isDemo: false, createdAt: new Date(0), last: null, added: 0, reply: null }
  plan.touched.set(conversation.id, made)
  return made
}

function openConversation(plan: Plan, known: Known, item: ReadyMessage, inbox: InboxForIntake, sender: KnownIdentity, now: Date): Touched {
  const isMachine = item.classification !== 'message'
  const conversation: KnownConversation = {
    id: newId(now.getTime()),
    contactId: sender.contactId,
    status: isMachine ? 'resolved' : 'open',
    subject: item.subject ?? '',
    waitingSince: null,
    lastChannel: null,
    channels: [],
    resolvedAt: isMachine ? now : null,
  }
  const made: Touched = {
    conversation,
    isNew: true,
    teamId: inbox.teamId,
    isDemo: isDemoInbox(inbox),
    createdAt: item.at,
    last: null,
    added: 0,
    reply: null,
  }
  plan.touched.set(conversation.id, made)
  known.conversations.set(conversation.id, conversation)
  plan.events.push({ name: 'conversation.opened', payload: { conversationId: conversation.id, contactId: sender.contactId } as never })
  return made
}

/** Brings status, waiting and list fields along with one message, and announces what changed. */
function advance(
  plan: Plan,
  touched: Touched,
  item: ReadyMessage,
  inbox: InboxForIntake,
  sender: KnownIdentity,
  messageId: string,
  authorName: string,
  now: Date,
): void {
  const { conversation } = touched
  const conversationId = conversation.id as never
  const status: Status = statusAfterInbound(conversation.status, item.classification)
  if (status !== conversation.status && !touched.isNew) {
    if (conversation.status === 'resolved') plan.events.push({ name: 'conversation.reopened', payload: { conversationId, because: 'reply' } })
    if (conversation.status === 'snoozed') plan.events.push({ name: 'conversation.woken', payload: { conversationId, because: 'reply' } })
  }
  if (conversation.lastChannel && conversation.lastChannel !== inbox.channel)
    plan.events.push({
      name: 'conversation.channel_changed',
      payload: { conversationId, from: conversation.lastChannel, to: inbox.channel, by: 'contact' },
      at: justBefore(item.at),
    })
  conversation.status = status
  conversation.resolvedAt = status === 'resolved' ? (conversation.resolvedAt ?? now) : null
  if (item.classification === 'message') {
    conversation.waitingSince ??= item.at
    touched.reply = { inboxId: inbox.id, identityId: sender.id }
  }
  conversation.lastChannel = inbox.channel
  if (!conversation.channels.includes(inbox.channel)) conversation.channels.push(inbox.channel)
  touched.added += 1
  touched.last = {
    messageId,
    at: item.at,
    channel: inbox.channel,
    preview: previewOf(item.text || item.files[0]?.name || item.subject || ''),
    authorName,
    authorId: sender.contactId,
    language: item.language,
  }
}

function addParticipant(
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

function planFiles(
  plan: Plan,
  files: StoredFile[],
  workspaceId: string,
  conversationId: string,
  messageId: string,
  now: Date,
  uploader: string,
): void {
  files.forEach((file, position) => {
    if (file.fileId) plan.claimedFiles.push({ fileId: file.fileId, messageId, conversationId, position, uploadedBy: `visitor:${uploader}` })
    else
      plan.files.push({
        workspace_id: workspaceId,
        id: newId(now.getTime()),
        sha256: file.sha256,
        name: file.name,
        content_type: file.contentType,
        size_bytes: file.sizeBytes,
        message_id: messageId,
        conversation_id: conversationId,
        content_id: file.contentId,
        is_inline: file.isInline,
        position,
        created_at: now,
      })
  })
}

function planReferences(
  plan: Plan,
  known: Known,
  item: ReadyMessage,
  workspaceId: string,
  conversationId: string,
  messageId: string,
  now: Date,
): void {
  const add = (reference: string, kind: 'own' | 'named' | 'thread') => {
    const held = known.references.get(reference) ?? []
    if (held.some((one) => one.conversationId === conversationId && (one.kind === kind || one.kind === 'own'))) return
    known.references.set(reference, [...held, { conversationId, messageId: kind === 'own' ? messageId : null, kind }])
    plan.references.push({
      workspace_id: workspaceId,
      reference,
      conversation_id: conversationId,
      message_id: kind === 'own' ? messageId : null,
      kind,
      created_at: now,
    })
  }
  for (const id of item.references.own) add(id, 'own')
  for (const id of item.references.named.slice(-50)) add(id, 'named')
  if (item.references.threadRoot) add(`thread:${item.references.threadRoot}`, 'thread')
}

/** A receipt finds its message by the provider's id or our Message-ID. One that fits nothing of ours is kept, with the reason. */
function planReceipt(plan: Plan, known: Known, item: InboundReceipt, inbox: InboxForIntake): Partial<Outcome> {
  const classified = { classification: item.classification, bounce: item.bounce }
  const ids = [
    item.externalId && known.externals.get(pairKey(inbox.id, item.externalId)),
    ...(item.externalId ? (known.references.get(item.externalId) ?? []).map((reference) => reference.messageId) : []),
  ]
  for (const clue of item.clues)
    if (clue.kind === 'own_message_id') ids.push(clue.messageId)
    else if (clue.kind === 'message_ids')
      ids.push(...clue.ids.flatMap((id) => (known.references.get(id) ?? []).map((reference) => reference.messageId)))
  const message = ids.map((id) => (id ? known.messages.get(id) : undefined)).find((one) => one?.direction === 'out')
  if (!message) return { ...classified, state: 'ignored', reason: `${item.classification}_of_unknown_message` }
  plan.receipts.push({
    messageId: message.id,
    conversationId: message.conversationId,
    receipt: item,
    inboxId: inbox.id,
    identityId: message.identityId,
    before: message.deliveryState,
  })
  return { ...classified, conversationId: message.conversationId, messageId: message.id }
}
