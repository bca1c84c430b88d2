import type { Status } from '../../../../contract/conversation.ts'
import { newId } from '../../../platform/ids.ts'
import { justBefore, previewOf, statusAfterInbound } from '../../conversations/index.ts'
import type { Known, KnownConversation, KnownIdentity } from './known.ts'
import { isDemoInbox } from './plan-people.ts'
import type { Plan, Touched } from './plan.ts'
import type { InboxForIntake, ReadyMessage } from './translate.ts'

export function touch(plan: Plan, conversation: KnownConversation): Touched {
  const known = plan.touched.get(conversation.id)
  if (known) return known
  const made: Touched = { conversation, isNew: false, teamId: null, isDemo: false, createdAt: new Date(0), last: null, added: 0, reply: null }
  plan.touched.set(conversation.id, made)
  return made
}

export function openConversation(plan: Plan, known: Known, item: ReadyMessage, inbox: InboxForIntake, sender: KnownIdentity, now: Date): Touched {
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
export function advance(
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
