import type { Conversation } from '../../../contract/conversation.ts'
import type { ConversationFilter } from '../../../contract/api/conversations.ts'
import type { Context } from '../../platform/context.ts'
import { lastEventNumber } from '../../platform/events/read.ts'
import { AppError } from '../../platform/errors.ts'
import { limitText, together } from '../../platform/database/sql.ts'
import { packCursor, readCursor } from './cursor.ts'
import { conversationColumns, readerValues, toConversation, visibleSql, visibleTo, type ConversationRow } from './rows.ts'

export interface ListQuery extends ConversationFilter {
  after?: string | undefined
  limit: number
  sort: 'activity' | 'waiting'
}

/** A page of conversations the actor may see: newest activity first, or longest wait first. One index range; the joins come after the limit. */
export async function listConversations(ctx: Context, query: ListQuery): Promise<{ items: Conversation[]; next: string | null; number: number }> {
  const { where, values } = conditions(ctx, query)
  const column = query.sort === 'waiting' ? 'waiting_since' : 'last_message_at'
  const [direction, comparison] = query.sort === 'waiting' ? ['asc', '>'] : ['desc', '<']
  if (query.sort === 'waiting') where.push(`c.waiting_since is not null and c.status = 'open'`)
  if (query.after) {
    const { at, id } = readCursor(query.after)
    values.push(at, id)
    where.push(`(c.${column}, c.id) ${comparison} ($${values.length - 1}, $${values.length}::uuid)`)
  }
  const limit = limitText(query.limit + 1, values)
  // The number first: what changes in between then comes again with the stream.
  const [number, rows] = await together([
    lastEventNumber(ctx),
    ctx.sql.many<ConversationRow>(
      `select ${conversationColumns}, s.message_id as "seenMessageId"
     from (select c.* from conversations c where ${where.join(' and ')} order by c.${column} ${direction}, c.id ${direction} limit ${limit}) c
     join contacts ct on ct.workspace_id = $1 and ct.id = c.contact_id
     left join seen s on s.workspace_id = $1 and s.agent_id = $2 and s.conversation_id = c.id
     order by c.${column} ${direction}, c.id ${direction}`,
      values,
    ),
  ])
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const next =
    rows.length > query.limit && last ? packCursor({ at: query.sort === 'waiting' ? last.waitingSince! : last.lastMessageAt, id: last.id }) : null
  return { items: items.map(toConversation), next, number }
}

/** Turns a filter into conditions on `conversations c`; $1 workspace, $2–$4 the reader. */
function conditions(ctx: Context, query: ListQuery): { where: string[]; values: unknown[] } {
  const values: unknown[] = [ctx.workspaceId, ...readerValues(ctx)]
  const where = ['c.workspace_id = $1', 'c.merged_into_id is null', visibleTo(ctx)]
  const hold = (condition: (place: string) => string, value: unknown) => {
    values.push(value)
    where.push(condition(`$${values.length}`))
  }
  const mine = () => {
    if (ctx.actor.kind !== 'agent') throw new AppError('invalid', 'request.no_me', '"me" needs an agent.')
    return ctx.actor
  }
  const statuses = query.status?.split(',') ?? []
  if (statuses.length === 1) hold((place) => `c.status = ${place}`, statuses[0])
  else if (statuses.length > 1) hold((place) => `c.status = any(${place}::text[])`, statuses)
  if (query.assignee === 'none') where.push('c.assignee_id is null')
  else if (query.assignee) hold((place) => `c.assignee_id = ${place}`, query.assignee === 'me' ? mine().id : query.assignee)
  if (query.team === 'none') where.push('c.team_id is null')
  else if (query.team === 'mine') hold((place) => `c.team_id = any(${place}::uuid[])`, mine().teamIds)
  else if (query.team) hold((place) => `c.team_id = ${place}`, query.team)
  if (query.channel) hold((place) => `c.last_channel = ${place}`, query.channel)
  if (query.inbox) hold((place) => `c.reply_inbox_id = ${place}`, query.inbox)
  if (query.tag) hold((place) => `c.tags @> array[${place}::text]`, query.tag)
  if (query.priority) hold((place) => `c.priority = ${place}`, query.priority)
  if (query.contact) hold((place) => `c.contact_id = ${place}`, query.contact)
  if (query.mentions)
    where.push(`exists (select from mentions n where n.workspace_id = c.workspace_id and n.agent_id = $2 and n.conversation_id = c.id)`)
  if (query.drafts) where.push(`exists (select from drafts d where d.workspace_id = c.workspace_id and d.agent_id = $2 and d.conversation_id = c.id)`)
  if (query.waitingMinutes !== undefined)
    hold((place) => `c.status = 'open' and c.waiting_since <= ${place}`, new Date(ctx.now.getTime() - query.waitingMinutes * 60_000))
  return { where, values }
}

/** A count goes no further than this: nobody reads on, and the statement stays quick whatever the size. */
const mostCounted = 10_000

const counted = (where: string) =>
  `(select count(*)::int from (select from conversations c where c.workspace_id = $1 and c.merged_into_id is null and ${visibleSql} and ${where} limit ${mostCounted}) counted)`

/** Counts of the built-in views of the agent who asks. */
export async function countConversations(ctx: Context) {
  const row = await ctx.sql.one<
    Record<'mine' | 'unassigned' | 'mentions' | 'waiting' | 'snoozed' | 'drafts' | 'all', number> & {
      teams: Record<string, number>
      channels: Record<string, number>
    }
  >(
    `select ${counted(`c.status = 'open' and c.assignee_id = $2`)} as mine,
       ${counted(`c.status = 'open' and c.assignee_id is null`)} as unassigned,
       ${counted(`c.status <> 'resolved' and exists (select from mentions n where n.workspace_id = $1 and n.agent_id = $2 and n.conversation_id = c.id)`)} as mentions,
       ${counted(`c.status = 'waiting'`)} as waiting,
       ${counted(`c.status = 'snoozed'`)} as snoozed,
       ${counted(`exists (select from drafts d where d.workspace_id = $1 and d.agent_id = $2 and d.conversation_id = c.id)`)} as drafts,
       ${counted(`c.status = 'open'`)} as "all",
       coalesce((select json_object_agg(id, (select count(*) from (select from conversations c where c.workspace_id = $1 and c.team_id = teams.id and c.status = 'open' and c.merged_into_id is null limit ${mostCounted}) n)) from teams where workspace_id = $1 and ($4 or id = any($3::uuid[]))), '{}') as teams,
       coalesce((select json_object_agg(last_channel, n) from (select last_channel, count(*) as n from (select last_channel from conversations c where c.workspace_id = $1 and c.status = 'open' and c.merged_into_id is null and c.last_channel is not null and ${visibleSql} limit ${mostCounted}) open group by last_channel) x), '{}') as channels`,
    [ctx.workspaceId, ...readerValues(ctx)],
  )
  return row!
}
