import type { EventName } from '../../../contract/events.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import { contactsToIndex, saveContactKeys, type ContactToIndex } from './index-queries.ts'
import { romanKey, searchKey } from './text/index.ts'

const events = [
  'contact.created',
  'contact.changed',
  'contact.identity_added',
  'contact.merged',
  'contact.unmerged',
  'contact.erased',
] as const satisfies EventName[]

/** Keeps what contacts are found by in line with their names, companies and addresses. An erasure also has the vocabulary looked through. */
export const indexContacts: Subscriber = {
  name: 'search.index_contacts',
  events,
  async handle(ctx, given) {
    const ids = new Set<string>()
    for (const { name, payload } of given) {
      if ('contactId' in payload) ids.add(payload.contactId!)
      if (name === 'contact.merged') ids.add(payload.intoId)
      if (name === 'contact.unmerged') ids.add(payload.fromId)
      if (name === 'contact.erased') ctx.enqueue('search.forget_words', {}, { key: 'search.forget_words' })
    }
    const contacts = await contactsToIndex(ctx, [...ids])
    await saveContactKeys(
      ctx,
      [...ids],
      contacts.map((contact) => ({ id: contact.id, key: contactKey(contact) })).filter(({ key }) => key !== ''),
    )
  },
}

/** What one contact is found by: every word as written and as it sounds, with a blank before each, so that beginnings of words can be asked for. */
export function contactKey({ name, company, addresses }: Pick<ContactToIndex, 'name' | 'company' | 'addresses'>): string {
  const written = searchKey([name, company ?? '', ...addresses].join('\n').slice(0, 4000))
  if (written === '') return ''
  const spoken = romanKey([name, company ?? ''].join(' ').slice(0, 1000))
  return ` ${written} ${spoken} `
}
