import type { AgentId, ContactId, TeamId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import type { FileStore } from '../../platform/files/file-store.ts'
import { newId } from '../../platform/ids.ts'
import { evidenceOf } from '../contacts/index.ts'

/** One loads or removes at a time; and intake (the lock of delivery/intake) waits, as it would for its own next batch. */
export async function lockDemo(ctx: Context): Promise<void> {
  await ctx.sql.run(`select pg_advisory_xact_lock(hashtextextended($1, 23))`, [ctx.workspaceId])
  await ctx.sql.run(`select pg_advisory_xact_lock(hashtextextended($1, 11))`, [ctx.workspaceId])
}

/** Its inboxes are there from its load to its removal. */
export async function hasDemo(ctx: Context): Promise<boolean> {
  return (
    (await ctx.sql.run(`select from inboxes where workspace_id = $1 and settings @> '{"isDemo":true}' and removed_at is null limit 1`, [
      ctx.workspaceId,
    ])) > 0
  )
}

export async function findTeamId(ctx: Context, name: string): Promise<TeamId | null> {
  const row = await ctx.sql.one<{ id: TeamId }>(`select id from teams where workspace_id = $1 and name = $2`, [ctx.workspaceId, name])
  return row?.id ?? null
}

export async function joinTeam(ctx: Context, teamId: TeamId, agentIds: AgentId[]): Promise<void> {
  await ctx.sql.run(
    `insert into team_members (workspace_id, team_id, agent_id) select $1, $2, agent from unnest($3::uuid[]) as agent on conflict do nothing`,
    [ctx.workspaceId, teamId, agentIds],
  )
}

/** Who has one of the addresses already, and by which kinds. */
export async function findKnown(
  ctx: Context,
  addresses: { kind: 'email' | 'visitor'; address: string }[],
): Promise<{ contactId: ContactId; kinds: string[] } | undefined> {
  return ctx.sql.one(
    `select i.contact_id as "contactId", array_agg(i.kind) as kinds from unnest($2::text[], $3::text[]) as wanted (kind, address)
     join identities i on i.workspace_id = $1 and i.kind = wanted.kind and i.address = wanted.address group by i.contact_id order by count(*) desc limit 1`,
    [ctx.workspaceId, addresses.map(({ kind }) => kind), addresses.map(({ address }) => address)],
  )
}

/**
 * Marks a contact of the demo, and gives its addresses the evidence that real traffic would leave: who wrote by mail, and then followed the link in a mail to
 * the chat, has proved both.
 */
export async function markDemoContact(ctx: Context, contactId: string): Promise<void> {
  await ctx.sql.run(
    `update identities i set verified_at = case when i.kind <> 'phone' and known.is_linked then $6::timestamptz end,
       evidence = case when i.kind = 'phone' then $3::jsonb when i.kind = 'visitor' and known.is_linked then $5::jsonb else $4::jsonb end
     from (select count(*) filter (where kind in ('email', 'visitor')) = 2 as is_linked from identities where workspace_id = $1 and contact_id = $2) known
     where i.workspace_id = $1 and i.contact_id = $2`,
    [
      ctx.workspaceId,
      contactId,
      JSON.stringify([evidenceOf('typed', ctx.now)]),
      JSON.stringify([evidenceOf('wrote_from', ctx.now)]),
      JSON.stringify([evidenceOf('signed_link', ctx.now)]),
      ctx.now,
    ],
  )
  await ctx.sql.run(
    `update contacts set is_demo = true, is_verified = exists (select from identities i where i.workspace_id = $1 and i.contact_id = $2 and i.verified_at is not null)
     where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, contactId],
  )
}

/** The chat's next words begin a new conversation. */
export async function forgetCurrent(ctx: Context, contactId: string): Promise<void> {
  await ctx.sql.run(`update contacts set current_conversation_id = null where workspace_id = $1 and id = $2`, [ctx.workspaceId, contactId])
}

/** A file that somebody has uploaded and not yet sent. */
export async function addUpload(ctx: Context, files: FileStore, uploadedBy: string, name: string, content: Uint8Array) {
  const { sha256, contentType, sizeBytes } = await files.put(ctx.workspaceId, content, { name })
  const id = newId(ctx.now.getTime())
  await ctx.sql.run(
    `insert into files (workspace_id, id, sha256, name, content_type, size_bytes, uploaded_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [ctx.workspaceId, id, sha256, name, contentType, sizeBytes, uploadedBy, ctx.now],
  )
  return { id, name, contentType }
}

/** Everybody who can sign in has read these. */
export async function markSeen(ctx: Context, conversationIds: string[]): Promise<void> {
  await ctx.sql.run(
    `insert into seen (workspace_id, agent_id, conversation_id, message_id, at)
     select c.workspace_id, a.id, c.id, c.last_message_id, c.last_message_at from conversations c join agents a on a.workspace_id = c.workspace_id and not a.is_demo and a.deactivated_at is null
     where c.workspace_id = $1 and c.id = any($2::uuid[]) on conflict (workspace_id, agent_id, conversation_id) do nothing`,
    [ctx.workspaceId, conversationIds],
  )
}

/** The workspace holds demo data, and its inboxes are at work. */
export async function markLoaded(ctx: Context, inboxIds: string[]): Promise<void> {
  await ctx.sql.run(`update workspaces set is_demo = true where workspace_id = $1`, [ctx.workspaceId])
  await ctx.sql.run(
    `update inboxes b set health = '{"state":"ok","reason":null}',
       last_in_at = (select max(e.received_at) from inbound_events e where e.workspace_id = $1 and e.inbox_id = b.id),
       last_out_at = (select max(m.created_at) from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id and c.is_demo
         where m.workspace_id = $1 and m.inbox_id = b.id and m.direction = 'out')
     where b.workspace_id = $1 and b.id = any($2::uuid[])`,
    [ctx.workspaceId, inboxIds],
  )
}
