import type { Conversation } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { conversationColumns, readerValues, toConversation, visibleSql, type ConversationRow } from './rows.ts'

export const notFound = () => new AppError('not_found', 'conversation.not_found', 'There is no such conversation.')

const oneSql = `select ${conversationColumns}, s.message_id as "seenMessageId"
  from conversations c join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id
  left join seen s on s.workspace_id = c.workspace_id and s.agent_id = $2 and s.conversation_id = c.id
  where c.workspace_id = $1 and ${visibleSql}`

/** The conversation, if there is one and the actor may see it. */
export async function visibleConversationRow(ctx: Context, id: string): Promise<ConversationRow> {
  const row = await ctx.sql.one<ConversationRow>(`${oneSql} and c.id = $5`, [ctx.workspaceId, ...readerValues(ctx), id])
  if (!row) throw notFound()
  return row
}

export async function visibleConversation(ctx: Context, id: string): Promise<Conversation> {
  return toConversation(await visibleConversationRow(ctx, id))
}

export async function visibleConversationByNumber(ctx: Context, number: number): Promise<Conversation> {
  const row = await ctx.sql.one<ConversationRow>(`${oneSql} and c.number = $5`, [ctx.workspaceId, ...readerValues(ctx), number])
  if (!row) throw notFound()
  return toConversation(row)
}

/** The conversation, locked until commit. Lock order in a transaction: conversation, contact, then the event counter. */
export async function lockVisibleConversation(ctx: Context, id: string): Promise<ConversationRow> {
  const locked = await ctx.sql.run(`select from conversations c where c.workspace_id = $1 and c.id = $2 for update`, [ctx.workspaceId, id])
  if (locked === 0) throw notFound()
  const row = await visibleConversationRow(ctx, id)
  if (row.mergedIntoId)
    throw new AppError('conflict', 'conversation.merged', 'This conversation was joined into another.', { intoId: row.mergedIntoId })
  return row
}

/** Several conversations by id, those the actor may see, in no particular order. */
export async function visibleConversations(ctx: Context, ids: string[]): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const rows = await ctx.sql.many<ConversationRow>(`${oneSql} and c.id = any($5::uuid[])`, [ctx.workspaceId, ...readerValues(ctx), ids])
  return rows.map(toConversation)
}

const columns = {
  status: 'status',
  priority: 'priority',
  assigneeId: 'assignee_id',
  teamId: 'team_id',
  tags: 'tags',
  subject: 'subject',
  snoozedUntil: 'snoozed_until',
  waitingSince: 'waiting_since',
  resolvedAt: 'resolved_at',
} as const
export type Change = Partial<Record<keyof typeof columns, unknown>>

/** Writes the named columns of a locked conversation and returns it as the actor sees it. */
export async function saveConversation(ctx: Context, id: string, change: Change): Promise<Conversation> {
  const names = Object.keys(change) as (keyof typeof columns)[]
  const set = names.map((name, at) => `${columns[name]} = $${at + 3}`).join(', ')
  await ctx.sql.run(`update conversations set ${set} where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    id,
    ...names.map((name) => change[name]),
  ])
  // The actor may just have given it to a team they cannot see: their own change still shows them what became of it.
  const system: Context = { ...ctx, actor: { kind: 'system', name: '' } }
  const row = await ctx.sql.one<ConversationRow>(`${oneSql.replaceAll('s.agent_id = $2', 's.agent_id = $6')} and c.id = $5`, [
    ctx.workspaceId,
    ...readerValues(system),
    id,
    readerValues(ctx)[0],
  ])
  return toConversation(row!)
}

/** Brings the list fields of a conversation in line with its newest message, and its way to answer with the contact's newest (after a message went away or moved). */
export async function refreshLast(ctx: Context, id: string): Promise<void> {
  await ctx.sql.run(
    `update conversations c set
       last_message_id = m.id, last_message_at = coalesce(m.created_at, c.created_at), last_direction = m.direction, last_channel = m.channel,
       last_preview = coalesce(left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200), ''), last_author_name = coalesce(m.author_name, ''), last_author_id = m.author_id, last_language = m.language,
       message_count = (select count(*) from messages n where n.workspace_id = $1 and n.conversation_id = $2),
       channels = coalesce((select array_agg(channel order by first) from (select channel, min(created_at) as first from messages n where n.workspace_id = $1 and n.conversation_id = $2 and channel is not null group by channel) used), '{}'),
       waiting_since = (select min(n.created_at) from messages n where n.workspace_id = $1 and n.conversation_id = $2 and n.kind = 'message' and n.direction = 'in' and n.classification = 'message'
         and n.created_at > coalesce((select max(o.created_at) from messages o where o.workspace_id = $1 and o.conversation_id = $2 and o.kind = 'message' and o.direction = 'out'), '-infinity')),
       (reply_inbox_id, reply_identity_id) = (select coalesce(max(n.inbox_id::text)::uuid, c.reply_inbox_id), coalesce(max(n.identity_id::text)::uuid, c.reply_identity_id) from
         (select n.inbox_id, n.identity_id from messages n where n.workspace_id = $1 and n.conversation_id = $2 and n.kind = 'message' and n.direction = 'in' and n.classification = 'message' order by n.created_at desc, n.id desc limit 1) n)
     from (select 1) as one left join lateral
       (select * from messages m where m.workspace_id = $1 and m.conversation_id = $2 order by m.created_at desc, m.id desc limit 1) m on true
     where c.workspace_id = $1 and c.id = $2`,
    [ctx.workspaceId, id],
  )
}
