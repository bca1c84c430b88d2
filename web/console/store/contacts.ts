import type { Conversation } from '../../../contract/conversation.ts'
import type { Contact, MergeSuggestion, ReplyRoute } from '../../../contract/contact.ts'
import { call } from '../api.ts'
import { putConversations } from './held.ts'
import { shelf } from './shelf.ts'
import { onEvents, onReload } from './stream.ts'

/** Customers by id, with what the panel shows around them. */
export const contacts = shelf<Contact>((id) => call('GET /contacts/:id', { params: { id: id as never } }))
/** Ids of all matters of one customer, newest activity first. */
export const contactConversations = shelf<readonly string[]>(async (id) => {
  const page = await call('GET /conversations', { query: { contact: id as never, limit: 50 } })
  putConversations(page.items)
  return page.items.map((one: Conversation) => one.id)
})
export const mergeSuggestions = shelf<readonly MergeSuggestion[]>(
  async (id) => (await call('GET /contacts/:id/merge-suggestions', { params: { id: id as never } })).items,
)
/** Ways to answer, by conversation. */
export const replyRoutes = shelf<readonly ReplyRoute[]>(
  async (id) => (await call('GET /conversations/:id/reply-routes', { params: { id: id as never } })).items,
)

const all = [contacts, contactConversations, mergeSuggestions, replyRoutes]
onEvents((events) => {
  if (events.some((event) => event.name.startsWith('contact.'))) [contacts, mergeSuggestions, replyRoutes].forEach((one) => one.refreshAll())
  if (events.some((event) => /^(conversation\.(opened|merged|split)|contact\.(un)?merged)/.test(event.name))) contactConversations.refreshAll()
  if (events.some((event) => /^(message\.received|message\.delivery_changed|inbox\.)/.test(event.name))) replyRoutes.refreshAll()
})
onReload(() => all.forEach((one) => one.refreshAll()))
