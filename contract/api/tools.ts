import { z } from 'zod'
import { Conversation, Instant } from '../conversation.ts'
import { Contact } from '../contact.ts'
import { eventNames } from '../events.ts'
import { ContactId, ConversationId, MessageId, RecordId } from '../ids.ts'
import { Done, PageQuery, page } from '../paging.ts'
import { route } from '../route.ts'

export const SearchHit = z.object({
  conversationId: ConversationId,
  messageId: MessageId.nullable(),
  conversation: Conversation,
  /** Words around the hit, with the ranges to mark (UTF-16 offsets). */
  snippet: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
  at: Instant,
})
export const search = route({
  method: 'GET',
  path: '/search',
  summary: 'Find messages and contacts: any script, romanised, with typos; newest first. `isPartial` says that time ran out',
  access: 'search.use',
  query: PageQuery.extend({ q: z.string().trim().min(1).max(200), contact: ContactId.optional() }),
  reply: z.object({ hits: z.array(SearchHit), contacts: z.array(Contact), isPartial: z.boolean(), next: z.string().nullable() }),
})

export const SavedReply = z.object({
  id: RecordId,
  title: z.string(),
  shortcut: z.string(),
  text: z.string(),
  language: z.string().nullable(),
  useCount: z.number().int(),
})
export type SavedReply = z.infer<typeof SavedReply>
const savedReplyBody = z.object({
  title: z.string().trim().min(1).max(120),
  shortcut: z.string().trim().max(40),
  text: z.string().min(1).max(20_000),
  language: z.string().max(20).nullable(),
})
export const listSavedReplies = route({
  method: 'GET',
  path: '/saved-replies',
  summary: 'Saved replies, most used first',
  access: 'saved_reply.use',
  reply: z.object({ items: z.array(SavedReply) }),
})
export const createSavedReply = route({
  method: 'POST',
  path: '/saved-replies',
  summary: 'Add a saved reply',
  access: 'saved_reply.change',
  // Defaults only here: a partial schema would fill them in for what a change does not name.
  body: savedReplyBody.extend({ shortcut: savedReplyBody.shape.shortcut.default(''), language: savedReplyBody.shape.language.default(null) }),
  status: 201,
  reply: SavedReply,
})
export const changeSavedReply = route({
  method: 'PATCH',
  path: '/saved-replies/:id',
  summary: 'Change a saved reply',
  access: 'saved_reply.change',
  params: z.object({ id: RecordId }),
  body: savedReplyBody.partial(),
  reply: SavedReply,
})
export const removeSavedReply = route({
  method: 'DELETE',
  path: '/saved-replies/:id',
  summary: 'Remove a saved reply',
  access: 'saved_reply.change',
  params: z.object({ id: RecordId }),
  reply: Done,
})
export const countSavedReplyUse = route({
  method: 'POST',
  path: '/saved-replies/:id/used',
  summary: 'Count one use, for the order of the list',
  access: 'saved_reply.use',
  params: z.object({ id: RecordId }),
  reply: Done,
})

export const View = z.object({ id: RecordId, name: z.string(), filter: z.record(z.string(), z.string()), isShared: z.boolean() })
export type View = z.infer<typeof View>
export const listViews = route({
  method: 'GET',
  path: '/views',
  summary: 'My saved views and the shared ones',
  access: 'view.use',
  reply: z.object({ items: z.array(View) }),
})
export const createView = route({
  method: 'POST',
  path: '/views',
  summary: 'Save a view',
  access: 'view.use',
  body: z.object({ name: z.string().trim().min(1).max(80), filter: z.record(z.string(), z.string()), isShared: z.boolean().default(false) }),
  status: 201,
  reply: View,
})
export const removeView = route({
  method: 'DELETE',
  path: '/views/:id',
  summary: 'Remove a view',
  access: 'view.use',
  params: z.object({ id: RecordId }),
  reply: Done,
})

export const WebhookEndpoint = z.object({
  id: RecordId,
  url: z.string(),
  events: z.array(z.enum(eventNames)).describe('Empty means every event.'),
  isEnabled: z.boolean(),
  disabledReason: z.string().nullable(),
  createdAt: Instant,
})
export const WebhookDelivery = z.object({
  id: RecordId,
  endpointId: RecordId,
  eventNumber: z.number().int(),
  eventName: z.string(),
  state: z.enum(['waiting', 'delivered', 'dead']),
  attempts: z.number().int(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  nextAttemptAt: Instant.nullable(),
  createdAt: Instant,
})
const webhookById = z.object({ id: RecordId })
export const listWebhooks = route({
  method: 'GET',
  path: '/webhooks',
  summary: 'Webhook endpoints',
  access: 'webhook.change',
  reply: z.object({ items: z.array(WebhookEndpoint) }),
})
export const createWebhook = route({
  method: 'POST',
  path: '/webhooks',
  summary: 'Add an endpoint; the signing secret (Standard Webhooks, whsec_…) is shown once',
  access: 'webhook.change',
  idempotency: 'sealed',
  body: z.object({ url: z.url().max(2000), events: z.array(z.enum(eventNames)).default([]) }),
  status: 201,
  reply: z.object({ endpoint: WebhookEndpoint, secret: z.string() }),
})
export const changeWebhook = route({
  method: 'PATCH',
  path: '/webhooks/:id',
  summary: 'Change or switch an endpoint on and off',
  access: 'webhook.change',
  params: webhookById,
  body: z.object({ url: z.url().max(2000).optional(), events: z.array(z.enum(eventNames)).optional(), isEnabled: z.boolean().optional() }),
  reply: WebhookEndpoint,
})
export const rotateWebhookSecret = route({
  method: 'POST',
  path: '/webhooks/:id/rotate-secret',
  summary: 'Make a new secret; the old one signs too for 24 hours',
  access: 'webhook.change',
  idempotency: 'sealed',
  params: webhookById,
  reply: z.object({ secret: z.string() }),
})
export const removeWebhook = route({
  method: 'DELETE',
  path: '/webhooks/:id',
  summary: 'Remove an endpoint',
  access: 'webhook.change',
  params: webhookById,
  reply: Done,
})
export const listWebhookDeliveries = route({
  method: 'GET',
  path: '/webhooks/:id/deliveries',
  summary: 'Deliveries of an endpoint, newest first; state=dead shows the dead letters',
  access: 'webhook.change',
  params: webhookById,
  query: PageQuery.extend({ state: z.enum(['waiting', 'delivered', 'dead']).optional() }),
  reply: page(WebhookDelivery),
})
export const replayWebhook = route({
  method: 'POST',
  path: '/webhook-deliveries/:id/replay',
  summary: 'Send a delivery again',
  access: 'webhook.change',
  params: webhookById,
  reply: WebhookDelivery,
})
