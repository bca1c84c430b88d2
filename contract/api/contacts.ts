import { z } from 'zod'
import { Contact, Identity, MergeSuggestion } from '../contact.ts'
import { Conversation, TimelineItem } from '../conversation.ts'
import { ContactId, RecordId } from '../ids.ts'
import { Done, PageQuery, page } from '../paging.ts'
import { route } from '../route.ts'

const byId = z.object({ id: ContactId })
const name = z.string().trim().max(200)

export const listContacts = route({
  method: 'GET',
  path: '/contacts',
  summary: 'List contacts, last seen first; `q` finds by name or address',
  access: 'contact.see',
  query: PageQuery.extend({ q: z.string().max(200).optional() }),
  reply: page(Contact),
})
export const getContact = route({ method: 'GET', path: '/contacts/:id', summary: 'One contact', access: 'contact.see', params: byId, reply: Contact })
export const createContact = route({
  method: 'POST',
  path: '/contacts',
  summary: 'Add a contact',
  access: 'contact.change',
  body: z.object({
    name,
    email: z.email().optional(),
    phone: z.string().max(40).optional(),
    language: z.string().max(20).optional(),
    company: z.string().max(200).optional(),
  }),
  status: 201,
  reply: Contact,
})
export const changeContact = route({
  method: 'PATCH',
  path: '/contacts/:id',
  summary: 'Change what is known about a contact; what is not named stays',
  access: 'contact.change',
  params: byId,
  body: z.object({
    name: name.optional(),
    language: z.string().max(20).nullable().optional(),
    timeZone: z.string().max(60).nullable().optional(),
    company: z.string().max(200).nullable().optional(),
    notes: z.string().max(20_000).optional(),
    fields: z.record(z.string().max(60), z.string().max(2000)).optional(),
  }),
  reply: Contact,
})
export const addIdentity = route({
  method: 'POST',
  path: '/contacts/:id/identities',
  summary: 'Add an address to a contact; 409 when it is another contact’s',
  access: 'contact.change',
  params: byId,
  body: z.object({ kind: z.enum(['email', 'phone', 'external']), address: z.string().min(1).max(320) }),
  status: 201,
  reply: Identity,
})
export const getStream = route({
  method: 'GET',
  path: '/contacts/:id/stream',
  summary: 'Everything said with this contact over all conversations and channels, as one stream; the newest page first',
  access: 'contact.see',
  params: byId,
  query: PageQuery,
  reply: page(TimelineItem).extend({ conversations: z.array(Conversation) }),
})
export const listMergeSuggestions = route({
  method: 'GET',
  path: '/contacts/:id/merge-suggestions',
  summary: 'Contacts who may be the same person, and why',
  access: 'contact.see',
  params: byId,
  reply: z.object({ items: z.array(MergeSuggestion) }),
})
export const mergeContacts = route({
  method: 'POST',
  path: '/contacts/:id/merge',
  summary: 'Join this contact into another; can be undone',
  access: 'contact.merge',
  params: byId,
  body: z.object({ intoId: ContactId, because: z.string().max(500).default('') }),
  reply: z.object({ mergeId: RecordId, contact: Contact }),
})
export const undoMerge = route({
  method: 'POST',
  path: '/contact-merges/:id/undo',
  summary: 'Take a merge apart again',
  access: 'contact.merge',
  params: z.object({ id: RecordId }),
  reply: z.object({ contact: Contact, restored: Contact }),
})
export const exportContact = route({
  method: 'GET',
  path: '/contacts/:id/export',
  summary: 'All that is stored about one contact, as one JSON document with the files in base64',
  access: 'contact.export',
  params: byId,
  reply: z.looseObject({ exportedAt: z.string(), contact: Contact }),
})
export const eraseContact = route({
  method: 'POST',
  path: '/contacts/:id/erase',
  summary: 'Erase one contact’s personal data everywhere; cannot be undone. `confirm` must be the contact’s name or address',
  access: 'contact.erase',
  params: byId,
  body: z.object({ confirm: z.string().min(1).max(320) }),
  reply: Done,
})
