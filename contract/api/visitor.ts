import { z } from 'zod'
import { Instant } from '../conversation.ts'
import { Done } from '../paging.ts'
import { Locale } from '../people.ts'
import { route } from '../route.ts'

/**
 * The chat's own routes. A visitor is known by a token that only the server makes (`Authorization: Bearer v1.…`); a logged-in person of the
 * host page by a JWT (HS256) that the host signs with the inbox's identity secret.
 */
export const VisitorMessageShape = z.object({
  id: z.string(),
  clientKey: z.string().nullable(),
  direction: z.enum(['in', 'out']),
  channel: z.enum(['email', 'chat', 'api']),
  authorName: z.string(),
  text: z.string(),
  at: Instant,
  state: z.enum(['sent', 'delivered', 'read']),
  attachments: z.array(z.object({ name: z.string(), sizeBytes: z.number().int(), contentType: z.string(), url: z.string() })),
})

export const startVisit = route({
  method: 'POST',
  path: '/chat/:key/visit',
  summary: 'Get a visitor token, or renew one; `identity` is the JWT of a logged-in person',
  access: 'public',
  idempotency: 'none',
  params: z.object({ key: z.string().min(8).max(64) }),
  body: z.object({
    token: z.string().max(2000).optional(),
    identity: z.string().max(4000).optional(),
    locale: Locale.optional(),
    page: z.string().max(2000).optional(),
    link: z.string().max(2000).optional(),
  }),
  reply: z.object({
    token: z.string(),
    name: z.string(),
    greeting: z.string(),
    colour: z.string(),
    isOnline: z.boolean(),
    /** Ways to reach us when the chat cannot: shown when the server is down, so they are cached. */
    contactCard: z.object({ email: z.string().nullable(), phone: z.string().nullable() }),
    knownName: z.string().nullable(),
    knownEmail: z.string().nullable(),
    /** What became of the host page's JWT: a refused one leaves the visitor anonymous, so that a host's mistake never closes the chat. */
    identity: z.enum(['none', 'verified', 'refused']),
    /** What became of a link from a mail. */
    link: z.enum(['none', 'joined', 'expired']),
    number: z.number().int(),
  }),
})
export const sendVisitorMessage = route({
  method: 'POST',
  path: '/chat/messages',
  summary: 'Say something; the same clientKey twice is one message',
  access: 'visitor',
  body: z.object({
    clientKey: z.string().min(8).max(100),
    text: z.string().max(20_000),
    attachments: z.array(z.uuid()).max(10).default([]),
    writtenAt: Instant.optional(),
    wantsPerson: z.boolean().optional(),
    page: z.string().max(2000).optional(),
  }),
  status: 202,
  reply: z.object({ id: z.string(), clientKey: z.string() }),
})
export const listVisitorMessages = route({
  method: 'GET',
  path: '/chat/messages',
  summary: 'What was said, newest page first, items oldest first within it',
  access: 'visitor',
  query: z.object({ before: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
  reply: z.object({ messages: z.array(VisitorMessageShape), next: z.string().nullable(), number: z.number().int() }),
})
export const uploadVisitorFile = route({
  method: 'POST',
  path: '/chat/files',
  summary: 'Store a file to attach; the name travels in X-File-Name, percent-encoded',
  access: 'visitor',
  rawBody: { contentTypes: ['application/octet-stream'], maxBytes: 10 * 1024 * 1024 },
  status: 201,
  reply: z.object({ id: z.uuid(), name: z.string(), sizeBytes: z.number().int(), contentType: z.string() }),
})
export const askPerson = route({
  method: 'POST',
  path: '/chat/person',
  summary: 'Ask for a person',
  access: 'visitor',
  /** `isNoted` false: nothing was said yet, so there is no conversation to note it on; say it again with the first message. */
  reply: z.object({ isOnline: z.boolean(), isNoted: z.boolean() }),
})
export const continueByEmail = route({
  method: 'POST',
  path: '/chat/email',
  summary: 'Go on by e-mail: we send a link that proves the address and carries the conversation',
  access: 'visitor',
  body: z.object({ email: z.email().max(320) }),
  reply: Done,
})
