import type { Contact, Identity } from '../../../contract/contact.ts'
import type { ContactId, IdentityId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { storableText } from '../../platform/database/insert-rows.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { evidenceOf, normaliseAddress, type IdentityKind } from './identity.ts'
import { findContact, lockContact } from './queries.ts'

export interface ContactChange {
  name?: string | undefined
  language?: string | null | undefined
  timeZone?: string | null | undefined
  company?: string | null | undefined
  notes?: string | undefined
  fields?: Record<string, string> | undefined
}

/** Changes what is known; what is not named stays. Emits `contact.changed`. */
export async function changeContact(ctx: Context, id: string, change: ContactChange): Promise<Contact> {
  await lockContact(ctx, id)
  const columns = { name: 'name', language: 'language', timeZone: 'time_zone', company: 'company', notes: 'notes', fields: 'fields' } as const
  const named = (Object.keys(columns) as (keyof typeof columns)[]).filter((name) => change[name] !== undefined)
  if (named.length > 0) {
    const values = named.map((name) =>
      name === 'fields' ? JSON.stringify(change.fields) : change[name] === null ? null : storableText(String(change[name])),
    )
    await ctx.sql.run(
      `update contacts set ${named.map((name, at) => `${columns[name]} = $${at + 3}`).join(', ')} where workspace_id = $1 and id = $2`,
      [ctx.workspaceId, id, ...values],
    )
    ctx.emit('contact.changed', { contactId: id as ContactId })
  }
  return findContact(ctx, id)
}

export interface NewContact {
  name: string
  email?: string | undefined
  phone?: string | undefined
  language?: string | undefined
  company?: string | undefined
}

/** Adds a contact. Emits `contact.created`. Errors: 409 `identity.taken` with the contact who has the address. */
export async function createContact(ctx: Context, input: NewContact): Promise<Contact> {
  const id = newId<ContactId>(ctx.now.getTime())
  await ctx.sql.run(`insert into contacts (workspace_id, id, name, language, company, created_at) values ($1, $2, $3, $4, $5, $6)`, [
    ctx.workspaceId,
    id,
    storableText(input.name),
    input.language ?? null,
    input.company ?? null,
    ctx.now,
  ])
  ctx.emit('contact.created', { contactId: id })
  if (input.email) await addIdentity(ctx, id, 'email', input.email)
  if (input.phone) await addIdentity(ctx, id, 'phone', input.phone)
  return findContact(ctx, id)
}

/** Gives a contact another address, on an agent's word. Emits `contact.identity_added`. Errors: `identity.bad_address`, 409 `identity.taken`. */
export async function addIdentity(ctx: Context, contactId: string, kind: IdentityKind, given: string): Promise<Identity> {
  await lockContact(ctx, contactId)
  const address = normaliseAddress(kind, storableText(given))
  const isFit = kind === 'email' ? /^[^\s@]+@[^\s@]+$/.test(address) : kind === 'phone' ? /^\+?\d{5,15}$/.test(address) : address.length > 0
  if (!isFit) throw new AppError('invalid', 'identity.bad_address', 'This does not look like such an address.')
  const id = newId<IdentityId>(ctx.now.getTime())
  const evidence = [evidenceOf('agent', ctx.now)]
  const added = await ctx.sql.run(
    `insert into identities (workspace_id, id, contact_id, kind, address, evidence, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (workspace_id, kind, address) do nothing`,
    [ctx.workspaceId, id, contactId, kind, address, JSON.stringify(evidence), ctx.now],
  )
  if (added === 0) {
    const owner = await ctx.sql.one<{ contactId: string }>(
      `select contact_id as "contactId" from identities where workspace_id = $1 and kind = $2 and address = $3`,
      [ctx.workspaceId, kind, address],
    )
    throw new AppError('conflict', 'identity.taken', 'This address belongs to another contact. Join the two if they are one person.', {
      contactId: owner?.contactId,
    })
  }
  ctx.emit('contact.identity_added', { contactId: contactId as ContactId, identityId: id, evidence: 'agent' })
  return { id, kind, address, evidence, verifiedAt: null }
}
