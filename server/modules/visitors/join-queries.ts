import type { Evidence } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { evidenceOf, onlyClaimed, releaseClaim } from '../contacts/index.ts'
import { newId } from '../../platform/ids.ts'

export interface IdentityRow {
  id: string
  contactId: string
  isVerified: boolean
}

/**
 * Keeps intake away until the commit (the lock of delivery/intake): it may be writing under a contact that is about to be joined into another. Taken before
 * any row, as intake does.
 */
export async function apartFromIntake(ctx: Context): Promise<void> {
  await ctx.sql.run(`select pg_advisory_xact_lock(hashtextextended($1, 11))`, [ctx.workspaceId])
}

export async function lockIdentity(ctx: Context, kind: 'visitor' | 'email' | 'external', address: string): Promise<IdentityRow | null> {
  const row = await ctx.sql.one<IdentityRow & { isClaimed: boolean }>(
    `select id, contact_id as "contactId", verified_at is not null as "isVerified", ${onlyClaimed('i')} as "isClaimed" from identities i where workspace_id = $1 and kind = $2 and address = $3 for update`,
    [ctx.workspaceId, kind, address],
  )
  if (!row) return null
  const { isClaimed, ...identity } = row
  // Whoever proves an address that a program has only named does not become the one for whom it was named.
  return isClaimed && kind === 'email'
    ? { ...identity, contactId: await releaseClaim(ctx, { identityId: row.id, kind, address, contactId: row.contactId }) }
    : identity
}

/** Nobody has proved anything about this contact, and nobody wrote by an address of their own: only then may it become part of another. */
export async function isAnonymous(ctx: Context, contactId: string): Promise<boolean> {
  const row = await ctx.sql.one(
    `select 1 as found from identities where workspace_id = $1 and contact_id = $2
       and (verified_at is not null or (kind <> 'visitor' and evidence @> '[{"kind":"wrote_from"}]')) limit 1`,
    [ctx.workspaceId, contactId],
  )
  return row === undefined
}

/** Where a contact's words are now, after merges. */
export async function standingContact(ctx: Context, contactId: string): Promise<string | null> {
  const row = await ctx.sql.one<{ id: string }>(
    `with recursive chain as (
       select id, merged_into_id, 1 as depth from contacts where workspace_id = $1 and id = $2 and erased_at is null
       union all select c.id, c.merged_into_id, depth + 1 from chain join contacts c on c.workspace_id = $1 and c.id = chain.merged_into_id where depth < 20 and c.erased_at is null
     ) select id from chain where merged_into_id is null`,
    [ctx.workspaceId, contactId],
  )
  return row?.id ?? null
}

/** Where a conversation's words are now, after merges, and whose it is. */
export async function standingConversation(ctx: Context, id: string): Promise<{ id: string; contactId: string; status: string } | null> {
  const row = await ctx.sql.one<{ id: string; contactId: string; status: string }>(
    `select t.id, t.contact_id as "contactId", t.status from conversations c join conversations t on t.workspace_id = c.workspace_id and t.id = coalesce(c.merged_into_id, c.id)
     where c.workspace_id = $1 and c.id = $2 and t.merged_into_id is null`,
    [ctx.workspaceId, id],
  )
  return row ?? null
}

export async function currentOf(ctx: Context, contactId: string): Promise<{ id: string; status: string } | null> {
  const row = await ctx.sql.one<{ id: string; status: string }>(
    `select c.id, c.status from contacts ct join conversations c on c.workspace_id = ct.workspace_id and c.id = ct.current_conversation_id
     where ct.workspace_id = $1 and ct.id = $2 and c.merged_into_id is null`,
    [ctx.workspaceId, contactId],
  )
  return row ?? null
}

export async function setCurrent(ctx: Context, contactId: string, conversationId: string): Promise<void> {
  await ctx.sql.run(`update contacts set current_conversation_id = $3 where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    contactId,
    conversationId,
  ])
}

export async function addContact(ctx: Context, name: string, language: string): Promise<string> {
  const id = newId(ctx.now.getTime())
  await ctx.sql.run(`insert into contacts (workspace_id, id, name, language, created_at, last_seen_at) values ($1, $2, $3, $4, $5, $5)`, [
    ctx.workspaceId,
    id,
    name,
    language,
    ctx.now,
  ])
  ctx.emit('contact.created', { contactId: id as never })
  return id
}

/** Adds an address to a contact, proved. Emits `contact.identity_added`. */
export async function addIdentity(
  ctx: Context,
  contactId: string,
  kind: 'visitor' | 'email' | 'external',
  address: string,
  evidence: Evidence['kind'],
): Promise<string> {
  const id = newId(ctx.now.getTime())
  await ctx.sql.run(
    `insert into identities (workspace_id, id, contact_id, kind, address, evidence, verified_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [ctx.workspaceId, id, contactId, kind, address, JSON.stringify([evidenceOf(evidence, ctx.now)]), ctx.now],
  )
  await markVerified(ctx, contactId, id, evidence)
  return id
}

/** Writes down why an identity is believed from now on; a second proof of the same kind is not repeated. Emits `contact.identity_added`. */
export async function proveIdentity(ctx: Context, identity: IdentityRow, contactId: string, evidence: Evidence['kind']): Promise<void> {
  const changed = await ctx.sql.run(
    `update identities set verified_at = coalesce(verified_at, $3), evidence = evidence || $4::jsonb
     where workspace_id = $1 and id = $2 and (verified_at is null or not evidence @> $5::jsonb)`,
    [ctx.workspaceId, identity.id, ctx.now, JSON.stringify([evidenceOf(evidence, ctx.now)]), JSON.stringify([{ kind: evidence }])],
  )
  if (changed === 1) await markVerified(ctx, contactId, identity.id, evidence)
}

async function markVerified(ctx: Context, contactId: string, identityId: string, evidence: string): Promise<void> {
  await ctx.sql.run(`update contacts set is_verified = true where workspace_id = $1 and id = $2`, [ctx.workspaceId, contactId])
  ctx.emit('contact.identity_added', { contactId: contactId as never, identityId: identityId as never, evidence })
}

/** A visitor takes part in a conversation before having said anything in it: from then on they see it. */
export async function addParticipant(ctx: Context, conversationId: string, identityId: string, contactId: string, name: string): Promise<void> {
  await ctx.sql.run(
    `insert into participants (workspace_id, conversation_id, identity_id, contact_id, name, role, added_at) values ($1, $2, $3, $4, $5, 'from', $6) on conflict do nothing`,
    [ctx.workspaceId, conversationId, identityId, contactId, name, ctx.now],
  )
}

/** So that agents may answer by chat to somebody who has come by a link and said nothing yet. */
export async function openReach(ctx: Context, contactId: string, inboxId: string, identityId: string): Promise<void> {
  await ctx.sql.run(
    `insert into reachability (workspace_id, contact_id, inbox_id, identity_id, last_inbound_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, contact_id, inbox_id, identity_id) do update set last_inbound_at = excluded.last_inbound_at`,
    [ctx.workspaceId, contactId, inboxId, identityId, ctx.now],
  )
}

/** The address a visitor typed: a hint for agents and for the copy by e-mail, never an identity. */
export async function rememberTyped(ctx: Context, contactId: string, email: string): Promise<void> {
  const changed = await ctx.sql.run(
    `update contacts set fields = fields || jsonb_build_object('typedEmail', $3::text) where workspace_id = $1 and id = $2 and fields ->> 'typedEmail' is distinct from $3`,
    [ctx.workspaceId, contactId, email],
  )
  if (changed === 1) ctx.emit('contact.changed', { contactId: contactId as never })
}

/** What a visitor typed, and the address that is proved, of a contact. */
export async function addressesOf(ctx: Context, contactId: string): Promise<{ typed: string | null; proved: string | null }> {
  const row = await ctx.sql.one<{ typed: string | null; proved: string | null }>(
    `select ct.fields ->> 'typedEmail' as typed,
       (select i.address from identities i where i.workspace_id = ct.workspace_id and i.contact_id = ct.id and i.kind = 'email' and i.verified_at is not null order by i.verified_at desc limit 1) as proved
     from contacts ct where ct.workspace_id = $1 and ct.id = $2`,
    [ctx.workspaceId, contactId],
  )
  return row ?? { typed: null, proved: null }
}
