import type { InboxId, TeamId } from '../../../contract/ids.ts'
import type { DemoSavedReply } from '../../demo/demo.ts'
import type { Context } from '../../platform/context.ts'
import { removeEntries } from '../workspaces/index.ts'

interface Deleted {
  count: number
  files: string[]
}

export async function demoInboxes(ctx: Context): Promise<{ id: InboxId; isRemoved: boolean }[]> {
  return ctx.sql.many(
    `select id, removed_at is not null as "isRemoved" from inboxes where workspace_id = $1 and settings @> '{"isDemo":true}' order by id limit 500`,
    [ctx.workspaceId],
  )
}

/** A demo conversation or contact that something real was joined into, or that has something real, is the company's own by now. */
export async function keepWhatHoldsReal(ctx: Context): Promise<void> {
  await ctx.sql.run(
    `update conversations c set is_demo = false where c.workspace_id = $1 and c.is_demo
       and exists (select from conversations r where r.workspace_id = $1 and r.merged_into_id = c.id and not r.is_demo)`,
    [ctx.workspaceId],
  )
  await ctx.sql.run(
    `update contacts c set is_demo = false where c.workspace_id = $1 and c.is_demo
       and (exists (select from conversations r where r.workspace_id = $1 and r.contact_id = c.id and not r.is_demo)
         or exists (select from contacts r where r.workspace_id = $1 and r.merged_into_id = c.id and not r.is_demo))`,
    [ctx.workspaceId],
  )
}

/** Messages, files, notes, drafts, references and the search documents go with their conversation. */
export async function deleteConversations(ctx: Context, most: number): Promise<Deleted> {
  const ids = (
    await ctx.sql.many<{ id: string }>(`select id from conversations where workspace_id = $1 and is_demo order by id limit $2 for update`, [
      ctx.workspaceId,
      most,
    ])
  ).map(({ id }) => id)
  if (ids.length === 0) return { count: 0, files: [] }
  const given = [ctx.workspaceId, ids]
  const files = await ctx.sql.many<{ sha256: string }>(
    `select distinct sha256 from files where workspace_id = $1 and conversation_id = any($2::uuid[])`,
    given,
  )
  await ctx.sql.run(`update conversations set merged_into_id = null where workspace_id = $1 and is_demo and merged_into_id = any($2::uuid[])`, given)
  await ctx.sql.run(`delete from conversations where workspace_id = $1 and id = any($2::uuid[])`, given)
  await ctx.sql.run(`delete from events where workspace_id = $1 and conversation_id = any($2::uuid[])`, given)
  return { count: ids.length, files: files.map(({ sha256 }) => sha256) }
}

/** The raw forms of what came in by the demo's inboxes. */
export async function deleteArrivals(ctx: Context, inboxIds: string[], most: number): Promise<Deleted> {
  const rows = await ctx.sql.many<{ sha256: string | null }>(
    `delete from inbound_events where workspace_id = $1 and id in (select id from inbound_events where workspace_id = $1 and inbox_id = any($2::uuid[]) limit $3) returning body_sha256 as sha256`,
    [ctx.workspaceId, inboxIds, most],
  )
  return { count: rows.length, files: rows.flatMap(({ sha256 }) => sha256 ?? []) }
}

/** With every address of theirs, also one that went to a real contact in a merge. */
export async function deleteContacts(ctx: Context, most: number): Promise<Deleted> {
  const ids = (
    await ctx.sql.many<{ id: string }>(`select id from contacts where workspace_id = $1 and is_demo order by id limit $2 for update`, [
      ctx.workspaceId,
      most,
    ])
  ).map(({ id }) => id)
  if (ids.length === 0) return { count: 0, files: [] }
  const given = [ctx.workspaceId, ids]
  await ctx.sql.run(
    `delete from identities i using contact_merges m where i.workspace_id = $1 and m.workspace_id = $1 and m.from_id = any($2::uuid[]) and m.undone_at is null and i.contact_id = m.into_id
       and i.id in (select jsonb_array_elements_text(m.moved -> 'identityIds')::uuid)`,
    given,
  )
  await ctx.sql.run(`update contacts set merged_into_id = null where workspace_id = $1 and is_demo and merged_into_id = any($2::uuid[])`, given)
  await ctx.sql.run(`delete from contacts where workspace_id = $1 and id = any($2::uuid[])`, given)
  return { count: ids.length, files: [] }
}

/** Teams of the demo's names in which nobody else is. */
export async function teamsOfDemoAgents(ctx: Context, names: string[]): Promise<TeamId[]> {
  const rows = await ctx.sql.many<{ id: TeamId }>(
    `select t.id from teams t join team_members m on m.workspace_id = t.workspace_id and m.team_id = t.id join agents a on a.workspace_id = m.workspace_id and a.id = m.agent_id
     where t.workspace_id = $1 and t.name = any($2::text[]) group by t.id having bool_and(a.is_demo) order by t.id`,
    [ctx.workspaceId, names],
  )
  return rows.map(({ id }) => id)
}

/** Only those who cannot sign in: an owner of an installation that is a demo as a whole stays. */
export async function deleteAgents(ctx: Context): Promise<void> {
  const gone = await ctx.sql.many<{ id: string }>(`delete from agents where workspace_id = $1 and is_demo and password_hash is null returning id`, [
    ctx.workspaceId,
  ])
  for (const { id } of gone) await removeEntries(ctx.sql, 'agent_email', ctx.workspaceId, id)
}

/** One that was changed is the company's own by now. */
export async function deleteSavedReplies(ctx: Context, given: DemoSavedReply[]): Promise<void> {
  await ctx.sql.run(
    `delete from saved_replies r using unnest($2::text[], $3::text[], $4::text[]) as demo (title, text, language)
     where r.workspace_id = $1 and r.title = demo.title and r.text = demo.text and r.language = demo.language`,
    [ctx.workspaceId, given.map(({ name }) => name), given.map(({ text }) => text), given.map(({ language }) => language)],
  )
}

/** An inbox by which something real was said stays, removed, as any other. */
export async function deleteInboxes(ctx: Context, ids: string[]): Promise<void> {
  await ctx.sql.run(
    `delete from inboxes b where b.workspace_id = $1 and b.id = any($2::uuid[])
       and not exists (select from messages m where m.workspace_id = $1 and m.inbox_id = b.id and m.external_id is not null)
       and not exists (select from inbound_events e where e.workspace_id = $1 and e.inbox_id = b.id)`,
    [ctx.workspaceId, ids],
  )
}

/** Returns the workspace's name. */
export async function markRemoved(ctx: Context): Promise<string> {
  const row = await ctx.sql.one<{ name: string }>(`update workspaces set is_demo = false where workspace_id = $1 returning name`, [ctx.workspaceId])
  return row!.name
}

/** Those of the files that no row names any more. */
export async function unusedFiles(ctx: Context, sha256: string[]): Promise<string[]> {
  const rows = await ctx.sql.many<{ sha256: string }>(
    `select given as sha256 from unnest($2::text[]) as given where not exists (select from files f where f.workspace_id = $1 and f.sha256 = given)
       and not exists (select from inbound_events e where e.workspace_id = $1 and e.body_sha256 = given)`,
    [ctx.workspaceId, sha256],
  )
  return rows.map((row) => row.sha256)
}
