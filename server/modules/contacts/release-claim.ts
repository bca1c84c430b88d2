import type { ContactId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { nameFromAddress } from './identity.ts'

export interface Claim {
  identityId: string
  kind: 'email' | 'phone'
  address: string
  /** Whose it was said to be. */
  contactId: string
}

/** The field of a contact that keeps an address which is only said to be theirs: a hint for agents, who may join the two. */
export const claimField = (kind: Claim['kind']): 'typedEmail' | 'typedPhone' => (kind === 'email' ? 'typedEmail' : 'typedPhone')

/**
 * Somebody has come who truly has an address that a program only named: the address becomes that of a contact of its own, and with the one for whom it was named
 * it stays as a hint. Returns the new contact. Emits `contact.created`, `contact.changed`.
 */
export async function releaseClaim(ctx: Context, { identityId, kind, address, contactId }: Claim): Promise<string> {
  const id = newId<ContactId>(ctx.now.getTime())
  await ctx.sql.run(`insert into contacts (workspace_id, id, name, created_at, last_seen_at) values ($1, $2, $3, $4, $4)`, [
    ctx.workspaceId,
    id,
    nameFromAddress(kind, address),
    ctx.now,
  ])
  await ctx.sql.run(`update identities set contact_id = $3, evidence = '[]' where workspace_id = $1 and id = $2`, [ctx.workspaceId, identityId, id])
  await ctx.sql.run(`update contacts set fields = fields || jsonb_build_object($3::text, $4::text) where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    contactId,
    claimField(kind),
    address,
  ])
  ctx.emit('contact.created', { contactId: id })
  ctx.emit('contact.changed', { contactId: contactId as ContactId })
  return id
}
