import type { ContactId } from '../../../contract/ids.ts'
import type { DemoCustomer } from '../../demo/demo.ts'
import { demoScripts } from '../../demo/scripts.ts'
import type { Context } from '../../platform/context.ts'
import { addIdentity, changeContact, createContact } from '../contacts/index.ts'
import type { Playing } from './playing.ts'
import { findKnown, markDemoContact } from './queries.ts'
import { demoVisitorId } from './visitor-id.ts'

/** Writes a customer down with every address they use, before their first words, so that chat and mail find one contact. */
export async function meetCustomer(ctx: Context, { contacts }: Playing, customer: DemoCustomer): Promise<void> {
  const { key, email } = customer
  const visitor = { kind: 'visitor', address: demoVisitorId(key) } as const
  const known = await findKnown(ctx, [visitor, ...(email ? [{ kind: 'email', address: email } as const] : [])])
  const contactId = known?.contactId ?? (await addCustomer(ctx, customer))
  contacts.set(key, contactId)
  if (usesChat(customer) && !known?.kinds.includes('visitor')) await addIdentity(ctx, contactId, visitor.kind, visitor.address)
  // One who stayed when an earlier demo was removed is the company's own by now.
  if (!known) await markDemoContact(ctx, contactId)
}

async function addCustomer(ctx: Context, { name, email, phone, language, company, city, tags }: DemoCustomer): Promise<ContactId> {
  const contact = await createContact(ctx, {
    name,
    language,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(company ? { company } : {}),
  })
  await changeContact(ctx, contact.id, { fields: { city, ...(tags.length > 0 ? { tags: tags.join(', ') } : {}) } })
  return contact.id
}

const usesChat = ({ key, conversations }: DemoCustomer): boolean =>
  demoScripts.some(({ customer }) => customer === key) ||
  conversations.some(({ items }) => items.some((item) => item.kind === 'message' && item.channel === 'web-chat'))
