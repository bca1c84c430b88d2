import { z } from 'zod'
import { Channel, Instant } from '../conversation.ts'
import { InboundEventId, InboxId, MessageId, ConversationId, TeamId } from '../ids.ts'
import { Done, PageQuery, page } from '../paging.ts'
import { route } from '../route.ts'

const byId = z.object({ id: InboxId })

export const InboxHealth = z.object({
  state: z.enum(['ok', 'starting', 'needs_attention', 'off']),
  /** A key of the interface texts with the reason, and what to do. */
  reason: z.string().nullable(),
  lastInAt: Instant.nullable(),
  lastOutAt: Instant.nullable(),
})
export const Inbox = z.object({
  id: InboxId,
  name: z.string(),
  connector: z.enum(['email', 'simulated-email', 'web-chat', 'api']),
  channel: Channel,
  /** Our address there: an e-mail address, or the site of the chat. */
  address: z.string(),
  isEnabled: z.boolean(),
  teamId: TeamId.nullable(),
  /** Settings without secrets; a stored secret shows as true under `secrets`. */
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.boolean()),
  /** For the chat: what the line to paste names. */
  publicKey: z.string().nullable(),
  health: InboxHealth,
  createdAt: Instant,
})
export type Inbox = z.infer<typeof Inbox>

export const listInboxes = route({
  method: 'GET',
  path: '/inboxes',
  summary: 'Our addresses',
  access: 'inbox.see',
  reply: z.object({ items: z.array(Inbox) }),
})
export const getInbox = route({ method: 'GET', path: '/inboxes/:id', summary: 'One inbox', access: 'inbox.see', params: byId, reply: Inbox })
export const createInbox = route({
  method: 'POST',
  path: '/inboxes',
  summary:
    'Add an inbox. Settings depend on the connector (guide “Connect e-mail”; a name that is none is refused); an e-mail inbox without servers receives by raw-mail only',
  access: 'inbox.change',
  body: z.object({
    name: z.string().trim().min(1).max(120),
    connector: z.enum(['email', 'simulated-email', 'web-chat', 'api']),
    /** The e-mail address or site address. */
    address: z.string().trim().max(320).default(''),
    settings: z.record(z.string(), z.unknown()).default({}),
    teamId: TeamId.nullable().default(null),
  }),
  status: 201,
  reply: Inbox,
})
export const changeInbox = route({
  method: 'PATCH',
  path: '/inboxes/:id',
  summary: 'Change an inbox; settings that are not named stay',
  access: 'inbox.change',
  params: byId,
  body: z.object({
    name: z.string().trim().min(1).max(120).optional(),
    address: z.string().trim().max(320).optional(),
    isEnabled: z.boolean().optional(),
    teamId: TeamId.nullable().optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  }),
  reply: Inbox,
})
export const removeInbox = route({
  method: 'DELETE',
  path: '/inboxes/:id',
  summary: 'Stop and hide an inbox; its conversations stay',
  access: 'inbox.change',
  params: byId,
  reply: Done,
})

export const TestStep = z.object({
  step: z.string(),
  state: z.enum(['ok', 'failed', 'waiting', 'skipped']),
  durationMs: z.number().nullable(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
})
export const testInbox = route({
  method: 'POST',
  path: '/inboxes/:id/test',
  summary: 'Try the inbox live: reachable, credentials, receiving, sending',
  access: 'inbox.change',
  params: byId,
  reply: z.object({ steps: z.array(TestStep) }),
})
export const discoverMail = route({
  method: 'POST',
  path: '/inboxes/discover',
  summary: 'Find the mail servers of an address',
  access: 'inbox.change',
  body: z.object({ address: z.email() }),
  reply: z.object({
    candidates: z.array(
      z.object({
        source: z.string(),
        imap: z.object({ host: z.string(), port: z.number(), security: z.enum(['tls', 'starttls', 'none']) }),
        smtp: z.object({ host: z.string(), port: z.number(), security: z.enum(['tls', 'starttls', 'none']) }),
        user: z.string(),
        note: z.string().nullable(),
        oauth: z.enum(['google', 'microsoft']).nullable(),
      }),
    ),
  }),
})

export const startOauth = route({
  method: 'POST',
  path: '/inboxes/:id/oauth',
  summary: 'Begin signing in to Google or Microsoft for this inbox; open the address in a window',
  access: 'inbox.change',
  params: byId,
  body: z.object({ provider: z.enum(['google', 'microsoft']) }),
  reply: z.object({ url: z.string() }),
  idempotency: 'sealed',
})

export const ingestRawMail = route({
  method: 'POST',
  path: '/inboxes/:id/raw-mail',
  summary: 'Give us one mail as it is (message/rfc822), from a pipe or an inbound-parse provider',
  access: 'inbox.ingest',
  params: byId,
  rawBody: { contentTypes: ['message/rfc822', 'application/octet-stream', 'text/plain'], maxBytes: 60 * 1024 * 1024 },
  status: 202,
  reply: z.object({ id: InboundEventId, isDuplicate: z.boolean() }),
})
export const ingestMessage = route({
  method: 'POST',
  path: '/inboxes/:id/messages',
  summary: 'Give us one message of any channel of yours (inbox of the api connector)',
  access: 'inbox.ingest',
  params: byId,
  body: z.object({
    /** Unique per message; the same id twice is one message. */
    externalId: z.string().min(1).max(200),
    /** `id` is who it is in your program. An address or number that you name beside it is kept as claimed: shown, never taken for proved, and never joins two people. */
    from: z.object({
      id: z.string().min(1).max(200),
      name: z.string().max(200).default(''),
      email: z.email().max(320).optional(),
      /** With the country: `+91 98765 43210`. */
      phone: z
        .string()
        .max(40)
        .regex(/^\+[1-9](?:[\s().-]*\d){6,14}$/)
        .optional(),
    }),
    text: z.string().max(100_000),
    at: Instant.optional(),
  }),
  status: 202,
  reply: z.object({ id: InboundEventId, isDuplicate: z.boolean() }),
})

export const Bounce = z.object({
  class: z.enum(['hard', 'soft']),
  status: z.string().nullable(),
  recipient: z.string().nullable(),
  messageId: z.string().nullable(),
})
export const InboundEvent = z.object({
  id: InboundEventId,
  inboxId: InboxId,
  state: z.enum(['received', 'done', 'quarantined', 'ignored']),
  reason: z.string().nullable(),
  classification: z.enum(['message', 'auto_reply', 'bounce', 'complaint', 'receipt', 'loop']).nullable(),
  bounce: Bounce.nullable(),
  conversationId: ConversationId.nullable(),
  messageId: MessageId.nullable(),
  sizeBytes: z.number().int(),
  receivedAt: Instant,
})
export type InboundEvent = z.infer<typeof InboundEvent>
export const getInboundEvent = route({
  method: 'GET',
  path: '/inbound-events/:id',
  summary: 'What became of something that came in',
  access: 'inbox.see',
  params: z.object({ id: InboundEventId }),
  reply: InboundEvent,
})
export const getInboundRaw = route({
  method: 'GET',
  path: '/inbound-events/:id/raw',
  summary: 'The raw form as it came, base64',
  access: 'quarantine.see',
  params: z.object({ id: InboundEventId }),
  reply: z.object({ headers: z.record(z.string(), z.string()), body: z.string() }),
})
export const listQuarantine = route({
  method: 'GET',
  path: '/quarantine',
  summary: 'What came in and could not be read',
  access: 'quarantine.see',
  query: PageQuery,
  reply: page(InboundEvent),
})
export const replayInbound = route({
  method: 'POST',
  path: '/quarantine/:id/replay',
  summary: 'Try to read it again',
  access: 'quarantine.replay',
  params: z.object({ id: InboundEventId }),
  reply: InboundEvent,
})
