import type { ContactId } from '../../../contract/ids.ts'
import { findContact, normaliseAddress } from '../contacts/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/**
 * Erases one contact's personal data everywhere: messages, files, raw arrivals, drafts, search, identities, and the names in the log. What stays is a nameless
 * contact and the Message-IDs (hashed), so that an old mail is not taken in again. Returns files that no other row names, to be removed after the commit.
 * Emits `contact.erased`. Errors: `contact.not_found`, `erase.not_confirmed`.
 */
export async function eraseContact(ctx: Context, id: string, confirm: string): Promise<string[]> {
  const contact = await findContact(ctx, id)
  const words = [contact.name, ...contact.identities.map((one) => one.address)].map((one) => one.toLowerCase())
  if (!words.includes(confirm.trim().toLowerCase()) && !words.includes(normaliseAddress('email', confirm)))
    throw new AppError('invalid', 'erase.not_confirmed', 'Type the name or an address of this contact to confirm.')
  const run = (text: string, values: unknown[] = []) => ctx.sql.run(text, [ctx.workspaceId, id, ...values])
  const ids = (
    await ctx.sql.many<{ id: string }>(`select id from contacts where workspace_id = $1 and (id = $2 or merged_into_id = $2)`, [ctx.workspaceId, id])
  ).map((row) => row.id)
  const conversations = (
    await ctx.sql.many<{ id: string }>(`select id from conversations where workspace_id = $1 and contact_id = any($2::uuid[])`, [
      ctx.workspaceId,
      ids,
    ])
  ).map((row) => row.id)
  const files = await ctx.sql.many<{ sha256: string }>(
    `delete from files where workspace_id = $1 and conversation_id = any($2::uuid[]) returning sha256`,
    [ctx.workspaceId, conversations],
  )
  const raw = await ctx.sql.many<{ sha256: string | null }>(
    `update inbound_events set body = null, headers = '{}', reason = 'erased', bounce = null, external_key = 'erased:' || encode(sha256(external_key::bytea), 'hex') where workspace_id = $1 and conversation_id = any($2::uuid[]) returning body_sha256 as sha256`,
    [ctx.workspaceId, conversations],
  )
  await ctx.sql.run(`update inbound_events set body_sha256 = null where workspace_id = $1 and conversation_id = any($2::uuid[])`, [
    ctx.workspaceId,
    conversations,
  ])
  await ctx.sql.run(`delete from messages where workspace_id = $1 and conversation_id = any($2::uuid[])`, [ctx.workspaceId, conversations])
  await ctx.sql.run(
    `update mail_references set reference = 'erased:' || encode(sha256(reference::bytea), 'hex'), message_id = null where workspace_id = $1 and conversation_id = any($2::uuid[])`,
    [ctx.workspaceId, conversations],
  )
  for (const table of ['drafts', 'mentions', 'participants'])
    await ctx.sql.run(`delete from ${table} where workspace_id = $1 and conversation_id = any($2::uuid[])`, [ctx.workspaceId, conversations])
  await ctx.sql.run(
    `update conversations set subject = '', last_preview = '', last_author_name = '', last_author_id = null, last_message_id = null, waiting_since = null, status = 'resolved', reply_identity_id = null, message_count = 0, tags = '{}' where workspace_id = $1 and id = any($2::uuid[])`,
    [ctx.workspaceId, conversations],
  )
  await ctx.sql.run(`update events set actor_name = '' where workspace_id = $1 and actor_kind = 'contact' and actor_id = any($2::uuid[])`, [
    ctx.workspaceId,
    ids,
  ])
  await ctx.sql.run(
    `update events set payload = payload - 'address' where workspace_id = $1 and conversation_id = any($2::uuid[]) and payload ? 'address'`,
    [ctx.workspaceId, conversations],
  )
  await ctx.sql.run(
    `delete from idempotency_keys where workspace_id = $1 and reply::text like any(select '%' || id || '%' from unnest($2::text[]) as id)`,
    [ctx.workspaceId, [...ids, ...conversations]],
  )
  await ctx.sql.run(`delete from identities where workspace_id = $1 and contact_id = any($2::uuid[])`, [ctx.workspaceId, ids])
  await ctx.sql.run(`delete from search_contacts where workspace_id = $1 and contact_id = any($2::uuid[])`, [ctx.workspaceId, ids])
  await ctx.sql.run(`delete from contact_merges where workspace_id = $1 and (from_id = any($2::uuid[]) or into_id = any($2::uuid[]))`, [
    ctx.workspaceId,
    ids,
  ])
  await run(
    `update contacts set name = '', language = null, time_zone = null, company = null, notes = '', fields = '{}', current_conversation_id = null, is_verified = false, erased_at = $3 where workspace_id = $1 and (id = $2 or merged_into_id = $2)`,
    [ctx.now],
  )
  ctx.emit('contact.erased', { contactId: id as ContactId })
  return unusedFiles(ctx, [...files.map((row) => row.sha256), ...raw.flatMap((row) => row.sha256 ?? [])])
}

/** The same bytes may be another contact's file too: only what nobody names any more may go. */
async function unusedFiles(ctx: Context, sha256: string[]): Promise<string[]> {
  const rows = await ctx.sql.many<{ sha256: string }>(
    `select distinct given as sha256 from unnest($2::text[]) as given where not exists (select from files f where f.workspace_id = $1 and f.sha256 = given) and not exists (select from inbound_events e where e.workspace_id = $1 and e.body_sha256 = given)`,
    [ctx.workspaceId, sha256],
  )
  return rows.map((row) => row.sha256)
}
