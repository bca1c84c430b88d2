import { z } from 'zod'
import { Address, Attachment, Channel, Conversation, Instant, Priority, Status, TimelineItem } from '../conversation.ts'
import { AgentId, ContactId, ConversationId, IdentityId, InboxId, MessageId, TeamId } from '../ids.ts'
import { Done, PageQuery, page } from '../paging.ts'
import { ReplyRoute } from '../contact.ts'
import { route } from '../route.ts'

const byId = z.object({ id: ConversationId })
const Key = z.string().min(8).max(100)

/** What a list shows. All given conditions must hold. */
export const ConversationFilter = z.object({
  status: z
    .string()
    .regex(/^(open|waiting|snoozed|resolved)(,(open|waiting|snoozed|resolved))*$/)
    .optional(),
  /** An agent's id, `me`, or `none`. */
  assignee: z.union([AgentId, z.literal('me'), z.literal('none')]).optional(),
  team: z.union([TeamId, z.literal('mine'), z.literal('none')]).optional(),
  channel: Channel.optional(),
  inbox: InboxId.optional(),
  tag: z.string().max(60).optional(),
  priority: Priority.optional(),
  contact: ContactId.optional(),
  /** Conversations whose notes mention me. */
  mentions: z.literal('me').optional(),
  /** Conversations in which I hold a draft. */
  drafts: z.literal('me').optional(),
  /** Only those that wait for our answer, at least so many minutes. */
  waitingMinutes: z.coerce.number().int().min(0).optional(),
})
export type ConversationFilter = z.infer<typeof ConversationFilter>

export const listConversations = route({
  method: 'GET',
  path: '/conversations',
  summary: 'List conversations, newest activity first or longest wait first',
  access: 'conversation.see',
  query: PageQuery.extend(ConversationFilter.shape).extend({ sort: z.enum(['activity', 'waiting']).default('activity') }),
  /** `number` is the event number to stream after. */
  reply: page(Conversation).extend({ number: z.number().int() }),
})

export const countConversations = route({
  method: 'GET',
  path: '/conversation-counts',
  summary: 'Counts of the built-in views, of my teams and of the channels; a count stops at 10,000',
  access: 'conversation.see',
  reply: z.object({
    mine: z.number().int(),
    unassigned: z.number().int(),
    mentions: z.number().int(),
    waiting: z.number().int(),
    snoozed: z.number().int(),
    drafts: z.number().int(),
    all: z.number().int(),
    teams: z.record(z.string(), z.number().int()),
    channels: z.record(z.string(), z.number().int()),
  }),
})

export const getConversation = route({
  method: 'GET',
  path: '/conversations/:id',
  summary: 'One conversation',
  access: 'conversation.see',
  params: byId,
  reply: Conversation,
})

export const getConversationByNumber = route({
  method: 'GET',
  path: '/conversations/by-number/:number',
  summary: 'One conversation by its number',
  access: 'conversation.see',
  params: z.object({ number: z.coerce.number().int().positive() }),
  reply: Conversation,
})

export const getTimeline = route({
  method: 'GET',
  path: '/conversations/:id/timeline',
  summary: 'Messages, notes and activities; the newest page first, items oldest first within it',
  access: 'conversation.see',
  params: byId,
  /** `after` leads to older items. */
  query: PageQuery,
  reply: page(TimelineItem).extend({ number: z.number().int() }),
})

/** What opening a conversation needs, in one answer. */
export const openConversation = route({
  method: 'GET',
  path: '/conversations/:id/page',
  summary: 'A conversation with the newest 20 items of its timeline',
  access: 'conversation.see',
  params: byId,
  reply: z.object({ conversation: Conversation, items: z.array(TimelineItem), next: z.string().nullable(), number: z.number().int() }),
})

export const startConversation = route({
  method: 'POST',
  path: '/conversations',
  summary: 'Write first to a contact',
  access: 'conversation.start',
  body: z.object({
    inboxId: InboxId,
    to: z.object({ address: z.string().min(3).max(320), name: z.string().max(200).default('') }),
    subject: z.string().max(500).default(''),
    text: z.string().min(1).max(200_000),
    attachments: z.array(z.uuid()).max(50).default([]),
    clientKey: Key.optional(),
  }),
  status: 201,
  reply: z.object({ conversation: Conversation, item: TimelineItem }),
})

export const reply = route({
  method: 'POST',
  path: '/conversations/:id/replies',
  summary: 'Answer the contact, by the channel of the last message or any other that reaches them',
  access: 'conversation.reply',
  params: byId,
  body: z.object({
    text: z.string().max(200_000),
    html: z.string().max(1_000_000).optional(),
    /** The inbox to send from; the one of the contact's last message unless told. */
    inboxId: InboxId.optional(),
    /** The identity to send to; the one that last wrote by that inbox unless told. */
    identityId: IdentityId.optional(),
    cc: z.array(Address).max(50).default([]),
    bcc: z.array(Address).max(50).default([]),
    subject: z.string().max(500).optional(),
    attachments: z.array(z.uuid()).max(50).default([]),
    clientKey: Key.optional(),
    /** The newest message the writer has seen: when a newer one exists the answer is 409 `conversation.newer_message`. */
    writtenAgainst: MessageId.nullable().optional(),
    /** resolve: set to resolved after sending. */
    then: z.enum(['open', 'waiting', 'resolve']).optional(),
    /** Seconds the message is held for undo; e-mail 10 unless told, chat 0. */
    holdSeconds: z.number().int().min(0).max(30).optional(),
  }),
  status: 201,
  reply: TimelineItem,
})

export const takeBack = route({
  method: 'POST',
  path: '/messages/:id/take-back',
  summary: 'Undo a message that is still held; its text comes back',
  access: 'conversation.reply',
  params: z.object({ id: MessageId }),
  reply: TimelineItem,
})

export const resend = route({
  method: 'POST',
  path: '/messages/:id/resend',
  summary: 'Send a failed message again, with the same Message-ID',
  access: 'conversation.reply',
  params: z.object({ id: MessageId }),
  reply: TimelineItem,
})

export const addNote = route({
  method: 'POST',
  path: '/conversations/:id/notes',
  summary: 'Write a note that only agents see',
  access: 'conversation.note',
  params: byId,
  body: z.object({
    text: z.string().min(1).max(50_000),
    mentions: z.array(AgentId).max(50).default([]),
    attachments: z.array(z.uuid()).max(50).default([]),
    clientKey: Key.optional(),
  }),
  status: 201,
  reply: TimelineItem,
})

export const assign = route({
  method: 'POST',
  path: '/conversations/:id/assign',
  summary: 'Give to an agent, to a team, to both, or to nobody; what is not named stays',
  access: 'conversation.assign',
  params: byId,
  body: z.object({ assigneeId: AgentId.nullable().optional(), teamId: TeamId.nullable().optional() }),
  reply: Conversation,
})

export const claim = route({
  method: 'POST',
  path: '/conversations/:id/claim',
  summary: 'Take an unassigned conversation; 409 when somebody was first',
  access: 'conversation.assign',
  params: byId,
  reply: Conversation,
})

export const snooze = route({
  method: 'POST',
  path: '/conversations/:id/snooze',
  summary: 'Put a conversation aside until a time, or until the contact replies',
  access: 'conversation.change',
  params: byId,
  body: z.object({ until: z.union([Instant, z.literal('reply')]) }),
  reply: Conversation,
})

export const setStatus = route({
  method: 'POST',
  path: '/conversations/:id/status',
  summary: 'Resolve, reopen, or say that the contact has to answer; open also wakes a snoozed one',
  access: 'conversation.change',
  params: byId,
  body: z.object({ status: z.enum(['open', 'waiting', 'resolved']) }),
  reply: Conversation,
})

export const setPriority = route({
  method: 'POST',
  path: '/conversations/:id/priority',
  summary: 'Set the priority',
  access: 'conversation.change',
  params: byId,
  body: z.object({ priority: Priority }),
  reply: Conversation,
})

export const setTags = route({
  method: 'POST',
  path: '/conversations/:id/tags',
  summary: 'Add and remove tags',
  access: 'conversation.change',
  params: byId,
  body: z.object({ add: z.array(z.string().trim().min(1).max(60)).max(50).default([]), remove: z.array(z.string().max(60)).max(50).default([]) }),
  reply: Conversation,
})

export const listTags = route({
  method: 'GET',
  path: '/tags',
  summary: 'Tags in use, most used first',
  access: 'conversation.see',
  reply: z.object({ items: z.array(z.object({ name: z.string(), count: z.number().int() })) }),
})

export const setSubject = route({
  method: 'POST',
  path: '/conversations/:id/subject',
  summary: 'Give the matter a better name',
  access: 'conversation.change',
  params: byId,
  body: z.object({ subject: z.string().max(500) }),
  reply: Conversation,
})

export const markSeen = route({
  method: 'POST',
  path: '/conversations/:id/seen',
  summary: 'I have seen everything up to this message; null makes it unread again',
  access: 'conversation.see',
  params: byId,
  body: z.object({ messageId: MessageId.nullable() }),
  reply: Conversation,
})

export const mergeConversations = route({
  method: 'POST',
  path: '/conversations/:id/merge',
  summary: 'Join this conversation into another; later replies to either follow',
  access: 'conversation.merge',
  params: byId,
  body: z.object({ intoId: ConversationId }),
  reply: Conversation,
})

export const splitConversation = route({
  method: 'POST',
  path: '/conversations/:id/split',
  summary: 'Move messages into a conversation of their own',
  access: 'conversation.merge',
  params: byId,
  body: z.object({ messageIds: z.array(MessageId).min(1).max(500), subject: z.string().max(500).optional() }),
  reply: z.object({ conversation: Conversation, created: Conversation }),
})

export const listReplyRoutes = route({
  method: 'GET',
  path: '/conversations/:id/reply-routes',
  summary: 'Every way to answer this contact now, best first',
  access: 'conversation.see',
  params: byId,
  reply: z.object({ items: z.array(ReplyRoute) }),
})

export const saveDraft = route({
  method: 'PUT',
  path: '/conversations/:id/drafts/:mode',
  summary: 'Keep what is being written; an empty text removes it',
  access: 'conversation.see',
  params: z.object({ id: ConversationId, mode: z.enum(['reply', 'note']) }),
  body: z.object({
    text: z.string().max(200_000),
    inboxId: InboxId.nullable().default(null),
    attachments: z.array(Attachment).max(50).default([]),
    savedAt: Instant,
  }),
  reply: Done,
})

export const listDrafts = route({
  method: 'GET',
  path: '/conversations/:id/drafts',
  summary: 'What I and my colleagues are writing here',
  access: 'conversation.see',
  params: byId,
  reply: z.object({
    items: z.array(
      z.object({
        mode: z.enum(['reply', 'note']),
        agentId: AgentId,
        agentName: z.string(),
        text: z.string(),
        inboxId: InboxId.nullable(),
        attachments: z.array(Attachment),
        savedAt: Instant,
      }),
    ),
  }),
})

export const uploadAttachment = route({
  method: 'POST',
  path: '/attachments',
  summary: 'Store a file to attach to a reply or note; the name travels in the X-File-Name header (RFC 3986 percent-encoded UTF-8)',
  access: 'conversation.reply',
  rawBody: { contentTypes: ['application/octet-stream'], maxBytes: 25 * 1024 * 1024 },
  status: 201,
  reply: Attachment,
})

export const bulkChange = route({
  method: 'POST',
  path: '/conversations/bulk',
  summary: 'Change up to 500 conversations at once; those that could not be changed are named with the reason',
  access: 'conversation.change',
  body: z.object({
    ids: z.array(ConversationId).min(1).max(500),
    change: z.object({
      status: Status.exclude(['snoozed']).optional(),
      assigneeId: AgentId.nullable().optional(),
      teamId: TeamId.nullable().optional(),
      addTags: z.array(z.string().min(1).max(60)).optional(),
      priority: Priority.optional(),
    }),
  }),
  reply: z.object({ changed: z.array(ConversationId), failed: z.array(z.object({ id: ConversationId, code: z.string() })) }),
})
