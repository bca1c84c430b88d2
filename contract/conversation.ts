import { z } from 'zod'
import { AgentId, AttachmentId, ContactId, ConversationId, InboxId, MessageId, TeamId } from './ids.ts'

export const Channel = z.enum(['email', 'chat', 'api'])
export type Channel = z.infer<typeof Channel>
export const Status = z.enum(['open', 'waiting', 'snoozed', 'resolved'])
export type Status = z.infer<typeof Status>
export const Priority = z.enum(['low', 'normal', 'high', 'urgent'])
export type Priority = z.infer<typeof Priority>
/** Instants are ISO 8601 in UTC. */
export const Instant = z.iso.datetime()

/**
 * One way only: held (may still be taken back) → queued → sent → delivered → read; or failed; or unknown (the connection died after the
 * body was given away: never sent again blindly). `none` for what is not sent at all.
 */
export const DeliveryState = z.enum(['none', 'held', 'queued', 'sent', 'delivered', 'read', 'failed', 'unknown'])
export type DeliveryState = z.infer<typeof DeliveryState>

export const Attachment = z.object({
  id: AttachmentId,
  name: z.string(),
  sizeBytes: z.number().int(),
  contentType: z.string(),
  sha256: z.string(),
  isInline: z.boolean(),
  /** Path below the server's address, good for a few minutes. */
  url: z.string(),
})
export type Attachment = z.infer<typeof Attachment>

export const Author = z.object({
  kind: z.enum(['contact', 'agent', 'system']),
  id: z.uuid().nullable(),
  name: z.string(),
})
export type Author = z.infer<typeof Author>

export const Address = z.object({ name: z.string(), address: z.string() })
export type Address = z.infer<typeof Address>

/** One line of the timeline: said (message), seen by agents only (note), or changed (activity). */
export const TimelineItem = z.object({
  id: z.string(),
  kind: z.enum(['message', 'note', 'activity']),
  conversationId: ConversationId,
  at: Instant,
  direction: z.enum(['in', 'out', 'internal']),
  channel: Channel.nullable(),
  inboxId: InboxId.nullable(),
  author: Author,
  text: z.string(),
  /** What the sender's program added: the quoted history, signature, disclaimer. Folded, never lost. */
  quotedText: z.string(),
  /** Sanitised; remote images blocked. Show it only in a sandboxed frame. */
  html: z.string().nullable(),
  subject: z.string().nullable(),
  /** BCP 47 language of the text when known. */
  language: z.string().nullable(),
  attachments: z.array(Attachment),
  delivery: z.object({ state: DeliveryState, reason: z.string().nullable(), sendsAt: Instant.nullable() }),
  /** auto_reply and the like: shown quietly, never answered automatically. */
  classification: z.enum(['message', 'auto_reply', 'bounce', 'complaint', 'receipt']),
  /** Reasons to look twice: `new_participant`, `unverified_sender`, `dmarc_fail`. */
  flags: z.array(z.string()),
  recipients: z.object({ to: z.array(Address), cc: z.array(Address), bcc: z.array(Address) }).nullable(),
  mentions: z.array(AgentId),
  /** The sender's own key of a message sent through the API or the widget; matches it with what the sender already shows. */
  clientKey: z.string().nullable(),
  /** For activities: the event's name and its payload. */
  activity: z.object({ name: z.string(), payload: z.record(z.string(), z.unknown()) }).nullable(),
})
export type TimelineItem = z.infer<typeof TimelineItem>

export const ContactSummary = z.object({
  id: ContactId,
  name: z.string(),
  isVerified: z.boolean(),
  language: z.string().nullable(),
})
export type ContactSummary = z.infer<typeof ContactSummary>

/** One matter of one contact. It has no channel: each message carries the channel it came by. */
export const Conversation = z.object({
  id: ConversationId,
  number: z.number().int(),
  contact: ContactSummary,
  subject: z.string(),
  status: Status,
  priority: Priority,
  assigneeId: AgentId.nullable(),
  teamId: TeamId.nullable(),
  tags: z.array(z.string()),
  /** Every channel a message of it came or went by, in order of first use. */
  channels: z.array(Channel),
  last: z
    .object({
      messageId: MessageId,
      at: Instant,
      direction: z.enum(['in', 'out', 'internal']),
      channel: Channel.nullable(),
      preview: z.string(),
      authorName: z.string(),
      language: z.string().nullable(),
    })
    .nullable(),
  /** When the oldest unanswered words of the customer came; null when nothing waits for us. */
  waitingSince: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  /** Something by somebody else is newer than what this agent has seen. */
  isUnread: z.boolean(),
  messageCount: z.number().int(),
  isDemo: z.boolean(),
  mergedIntoId: ConversationId.nullable(),
  createdAt: Instant,
  resolvedAt: Instant.nullable(),
})
export type Conversation = z.infer<typeof Conversation>
