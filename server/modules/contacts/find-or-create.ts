import type { ContactId, IdentityId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { evidenceOf, nameFromAddress, normaliseAddress } from './identity.ts'

/** The contact behind an e-mail address an agent writes to; made when unknown. Emits `contact.created`. */
export async function findOrCreateByEmail(
  ctx: Context,
  to: { address: string; name: string },
): Promise<{ contactId: ContactId; identityId: IdentityId }> {
  const address = normaliseAddress('email', to.address)
  const known = await ctx.sql.one<{ contactId: ContactId; identityId: IdentityId }>(
    `select contact_id as "contactId", id as "identityId" from identities where workspace_id = $1 and kind = 'email' and address = $2`,
    [ctx.workspaceId, address],
  )
  if (known) return known
  const contactId = newId<ContactId>(ctx.now.getTime())
  const identityId = newId<IdentityId>(ctx.now.getTime())
  await ctx.sql.run(`insert into contacts (workspace_id, id, name, created_at) values ($1, $2, $3, $4)`, [
    ctx.workspaceId,
    contactId,
    to.name || nameFromAddress('email', address),
    ctx.now,
  ])
  await ctx.sql.run(
    `insert into identities (workspace_id, id, contact_id, kind, address, evidence, created_at) values ($1, $2, $3, 'email', $4, $5, $6)`,
    [ctx.workspaceId, identityId, contactId, address, JSON.stringify([evidenceOf('agent', ctx.now)]), ctx.now],
  )
  ctx.emit('contact.created', { contactId })
  return { contactId, identityId }
}
