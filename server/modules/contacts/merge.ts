import type { Contact, MergeSuggestion } from '../../../contract/contact.ts'
import type { ContactId } from '../../../contract/ids.ts'
import { actorId } from '../../platform/events/write.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { contactsById, findContact, lockContact } from './queries.ts'

interface Moved {
  identityIds: string[]
  conversationIds: string[]
  currentConversationId: string | null
  /** What the surviving contact had before, so that undoing gives it back. */
  before: { currentConversationId: string | null; isVerified: boolean }
}

/**
 * Joins a contact into another: identities and conversations move, the joined one stays as a pointer, and what moved is written down.
 * Emits `contact.merged`. Errors: `contact.merge_self`, `contact.not_found`, `contact.merged`.
 */
export async function mergeContacts(ctx: Context, fromId: string, intoId: string, because: string): Promise<{ mergeId: string; contact: Contact }> {
  if (fromId === intoId) throw new AppError('invalid', 'contact.merge_self', 'A contact cannot be joined into itself.')
  for (const id of [fromId, intoId].sort()) await lockContact(ctx, id)
  const both = [ctx.workspaceId, fromId, intoId]
  const moved = await moveAll(ctx, fromId, intoId)
  await ctx.sql.run(`update reachability set contact_id = $3 where workspace_id = $1 and contact_id = $2`, both)
  await ctx.sql.run(`update participants set contact_id = $3 where workspace_id = $1 and contact_id = $2`, both)
  await ctx.sql.run(`update search_documents set contact_id = $3 where workspace_id = $1 and contact_id = $2`, both)
  await ctx.sql.run(
    `update contacts into_ set current_conversation_id = coalesce(into_.current_conversation_id, from_.current_conversation_id), is_verified = into_.is_verified or from_.is_verified,
       language = coalesce(into_.language, from_.language), company = coalesce(into_.company, from_.company), name = case when into_.name = '' then from_.name else into_.name end, last_seen_at = greatest(into_.last_seen_at, from_.last_seen_at)
     from contacts from_ where into_.workspace_id = $1 and from_.workspace_id = $1 and from_.id = $2 and into_.id = $3`,
    both,
  )
  await ctx.sql.run(`update contacts set merged_into_id = $3, current_conversation_id = null where workspace_id = $1 and id = $2`, both)
  const mergeId = newId(ctx.now.getTime())
  await ctx.sql.run(
    `insert into contact_merges (workspace_id, id, from_id, into_id, because, merged_by, moved, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [ctx.workspaceId, mergeId, fromId, intoId, because, ctx.actor.kind === 'agent' ? actorId(ctx.actor) : null, JSON.stringify(moved), ctx.now],
  )
  ctx.emit('contact.merged', { contactId: fromId as ContactId, intoId: intoId as ContactId })
  return { mergeId, contact: await findContact(ctx, intoId) }
}

async function moveAll(ctx: Context, fromId: string, intoId: string): Promise<Moved> {
  const both = [ctx.workspaceId, fromId, intoId]
  const current = await ctx.sql.many<{ id: string; currentConversationId: string | null; isVerified: boolean }>(
    `select id, current_conversation_id as "currentConversationId", is_verified as "isVerified" from contacts where workspace_id = $1 and id in ($2, $3)`,
    both,
  )
  const into = current.find((row) => row.id === intoId)!
  const conversations = await ctx.sql.many<{ id: string }>(
    `update conversations set contact_id = $3 where workspace_id = $1 and contact_id = $2 returning id`,
    both,
  )
  const identities = await ctx.sql.many<{ id: string }>(
    `update identities set contact_id = $3 where workspace_id = $1 and contact_id = $2 returning id`,
    both,
  )
  return {
    identityIds: identities.map((row) => row.id),
    conversationIds: conversations.map((row) => row.id),
    currentConversationId: current.find((row) => row.id === fromId)!.currentConversationId,
    before: { currentConversationId: into.currentConversationId, isVerified: into.isVerified },
  }
}

/** Takes a merge apart: what moved moves back. What came in since stays where it came. Emits `contact.unmerged`. Errors: `merge.not_found`, 409 `merge.undone`. */
export async function undoMerge(ctx: Context, mergeId: string): Promise<{ contact: Contact; restored: Contact }> {
  const merge = await ctx.sql.one<{ fromId: string; intoId: string; moved: Moved; undoneAt: Date | null }>(
    `select from_id as "fromId", into_id as "intoId", moved, undone_at as "undoneAt" from contact_merges where workspace_id = $1 and id = $2 for update`,
    [ctx.workspaceId, mergeId],
  )
  if (!merge) throw new AppError('not_found', 'merge.not_found', 'There is no such merge.')
  if (merge.undoneAt) throw new AppError('conflict', 'merge.undone', 'This merge was taken apart already.')
  const { fromId, intoId, moved } = merge
  await ctx.sql.run(`select from contacts where workspace_id = $1 and id = any($2::uuid[]) order by id for update`, [
    ctx.workspaceId,
    [fromId, intoId],
  ])
  await ctx.sql.run(`update contacts set merged_into_id = null, current_conversation_id = $3 where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    fromId,
    moved.currentConversationId,
  ])
  const back = (table: string, ids: string[], column = 'id') =>
    ctx.sql.run(`update ${table} set contact_id = $3 where workspace_id = $1 and ${column} = any($2::uuid[]) and contact_id = $4`, [
      ctx.workspaceId,
      ids,
      fromId,
      intoId,
    ])
  await back('identities', moved.identityIds)
  await back('conversations', moved.conversationIds)
  await back('reachability', moved.identityIds, 'identity_id')
  await back('participants', moved.identityIds, 'identity_id')
  await back('search_documents', moved.conversationIds, 'conversation_id')
  await ctx.sql.run(
    `update contacts set is_verified = exists (select from identities i where i.workspace_id = $1 and i.contact_id = contacts.id and i.verified_at is not null),
       current_conversation_id = case when current_conversation_id = any($3::uuid[]) then $4 else current_conversation_id end where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, intoId, moved.conversationIds, moved.before.currentConversationId],
  )
  await ctx.sql.run(`update contact_merges set undone_at = $3 where workspace_id = $1 and id = $2`, [ctx.workspaceId, mergeId, ctx.now])
  ctx.emit('contact.unmerged', { contactId: intoId as ContactId, fromId: fromId as ContactId })
  return { contact: await findContact(ctx, intoId), restored: await findContact(ctx, fromId) }
}

/** Others who may be the same person: the address one of them typed is the other's, or the same name with the same company. Never joined by itself. */
export async function listMergeSuggestions(ctx: Context, id: string): Promise<MergeSuggestion[]> {
  await findContact(ctx, id)
  const rows = await ctx.sql.many<{ id: string; because: string }>(
    `select i.contact_id as id, 'typed_address' as because from contacts ct join identities i on i.workspace_id = ct.workspace_id
       and (i.kind, i.address) in (('email', lower(ct.fields ->> 'typedEmail')), ('phone', ct.fields ->> 'typedPhone')) where ct.workspace_id = $1 and ct.id = $2 and i.contact_id <> ct.id
     union
     select other.id, 'same_name' from contacts ct join search_contacts k on k.workspace_id = ct.workspace_id and k.contact_id = ct.id join search_contacts o on o.workspace_id = $1 and o.contact_id <> ct.id and o.key % k.key
       join contacts other on other.workspace_id = o.workspace_id and other.id = o.contact_id and lower(other.name) = lower(ct.name) and other.merged_into_id is null
     where ct.workspace_id = $1 and ct.id = $2 and length(ct.name) > 4
     limit 10`,
    [ctx.workspaceId, id],
  )
  const contacts = new Map(
    (
      await contactsById(
        ctx,
        rows.map((row) => row.id),
      )
    ).map((contact) => [contact.id as string, contact]),
  )
  return rows.flatMap((row) => (contacts.has(row.id) ? [{ contact: contacts.get(row.id)!, because: row.because }] : []))
}
