import type { AgentId, ContactId, ConversationId, IdentityId, InboundEventId, InboxId, MessageId, TeamId } from './ids.ts'
import type { Channel, DeliveryState, Priority } from './conversation.ts'
import type { Role } from './permissions.ts'

/** Every fact the product records. Names are noun.past_tense; payloads hold ids and what changed, never copies of records. */
export interface Events {
  'conversation.opened': { conversationId: ConversationId; contactId: ContactId }
  'conversation.assigned': { conversationId: ConversationId; assigneeId: AgentId | null; previousId: AgentId | null }
  'conversation.team_changed': { conversationId: ConversationId; teamId: TeamId | null; previousId: TeamId | null }
  'conversation.snoozed': { conversationId: ConversationId; until: string | 'reply' }
  'conversation.woken': { conversationId: ConversationId; because: 'time' | 'reply' | 'agent' }
  'conversation.resolved': { conversationId: ConversationId }
  'conversation.reopened': { conversationId: ConversationId; because: 'reply' | 'agent' }
  /** By hand, between open and waiting; every other change of status has a name of its own. */
  'conversation.status_changed': { conversationId: ConversationId; status: 'open' | 'waiting' }
  'conversation.prioritised': { conversationId: ConversationId; priority: Priority; previous: Priority }
  'conversation.tagged': { conversationId: ConversationId; added: string[]; removed: string[] }
  'conversation.subject_changed': { conversationId: ConversationId }
  /** The customer or an agent went on by another channel. */
  'conversation.channel_changed': { conversationId: ConversationId; from: Channel; to: Channel; by: 'contact' | 'agent' }
  'conversation.merged': { conversationId: ConversationId; intoId: ConversationId; number: number; intoNumber: number }
  'conversation.split': { conversationId: ConversationId; newId: ConversationId; messageIds: MessageId[]; newNumber: number }
  'conversation.participant_joined': { conversationId: ConversationId; contactId: ContactId; address: string }
  /** An agent has seen everything up to a message. Only that agent's own screens are told. */
  'conversation.seen': { conversationId: ConversationId; agentId: AgentId; messageId: MessageId }
  'conversation.marked_unread': { conversationId: ConversationId; agentId: AgentId }
  'message.received': { conversationId: ConversationId; messageId: MessageId; channel: Channel; inboxId: InboxId }
  'message.written': { conversationId: ConversationId; messageId: MessageId; channel: Channel; inboxId: InboxId }
  'message.taken_back': { conversationId: ConversationId; messageId: MessageId }
  'message.delivery_changed': { conversationId: ConversationId; messageId: MessageId; state: DeliveryState; reason: string | null }
  'note.added': { conversationId: ConversationId; messageId: MessageId; mentions: AgentId[] }
  'contact.created': { contactId: ContactId }
  'contact.changed': { contactId: ContactId }
  'contact.identity_added': { contactId: ContactId; identityId: IdentityId; evidence: string }
  'contact.merged': { contactId: ContactId; intoId: ContactId }
  'contact.unmerged': { contactId: ContactId; fromId: ContactId }
  'contact.erased': { contactId: ContactId }
  'contact.exported': { contactId: ContactId }
  'inbox.created': { inboxId: InboxId }
  'inbox.changed': { inboxId: InboxId }
  'inbox.removed': { inboxId: InboxId }
  'inbox.health_changed': { inboxId: InboxId; state: string }
  'inbound.quarantined': { inboundEventId: InboundEventId; inboxId: InboxId }
  'inbound.released': { inboundEventId: InboundEventId; inboxId: InboxId }
  'agent.invited': { email: string; role: Role }
  'agent.joined': { agentId: AgentId }
  'agent.changed': { agentId: AgentId }
  'agent.deactivated': { agentId: AgentId }
  'team.changed': { teamId: TeamId }
  'session.revoked': { agentId: AgentId; sessionId: string }
  'token.revoked': { agentId: AgentId; tokenId: string }
  'workspace.changed': { name: string }
  'saved_reply.changed': { savedReplyId: string }
  'view.changed': { viewId: string; agentId: AgentId | null }
  'webhook.changed': { endpointId: string }
}
export type EventName = keyof Events

/** Events that show as a line between the messages of a conversation. */
export const activityNames = [
  'conversation.assigned',
  'conversation.team_changed',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.prioritised',
  'conversation.tagged',
  'conversation.channel_changed',
  'conversation.merged',
  'conversation.split',
  'conversation.participant_joined',
  'contact.merged',
  'contact.unmerged',
] as const satisfies EventName[]

/** Names of all events, for webhooks and the API page; the object form makes a forgotten one a type error. */
const every: Record<EventName, true> = {
  'conversation.opened': true,
  'conversation.assigned': true,
  'conversation.team_changed': true,
  'conversation.snoozed': true,
  'conversation.woken': true,
  'conversation.resolved': true,
  'conversation.reopened': true,
  'conversation.status_changed': true,
  'conversation.prioritised': true,
  'conversation.tagged': true,
  'conversation.subject_changed': true,
  'conversation.channel_changed': true,
  'conversation.merged': true,
  'conversation.split': true,
  'conversation.participant_joined': true,
  'conversation.seen': true,
  'conversation.marked_unread': true,
  'message.received': true,
  'message.written': true,
  'message.taken_back': true,
  'message.delivery_changed': true,
  'note.added': true,
  'contact.created': true,
  'contact.changed': true,
  'contact.identity_added': true,
  'contact.merged': true,
  'contact.unmerged': true,
  'contact.erased': true,
  'contact.exported': true,
  'inbox.created': true,
  'inbox.changed': true,
  'inbox.removed': true,
  'inbox.health_changed': true,
  'inbound.quarantined': true,
  'inbound.released': true,
  'agent.invited': true,
  'agent.joined': true,
  'agent.changed': true,
  'agent.deactivated': true,
  'team.changed': true,
  'session.revoked': true,
  'token.revoked': true,
  'workspace.changed': true,
  'saved_reply.changed': true,
  'view.changed': true,
  'webhook.changed': true,
}
export const eventNames = Object.keys(every) as EventName[]
