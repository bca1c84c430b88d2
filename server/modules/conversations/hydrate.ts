import { activityNames } from '../../../contract/events.ts'
import type { TimelineItem } from '../../../contract/conversation.ts'
import type { WireConversation, WireEvent } from '../../../contract/realtime.ts'
import type { Context } from '../../platform/context.ts'
import { together } from '../../platform/database/sql.ts'
import type { StoredEvent } from '../../platform/events/read.ts'
import type { Hydrated } from '../../platform/realtime/feed.ts'
import type { FileLinks } from './file-links.ts'
import { activityItem, joinItems, messageColumns, readFiles, type MessageRow } from './timeline.ts'
import { conversationColumns, toConversation, type ConversationRow } from './rows.ts'

const activities = new Set<string>(activityNames)
/** Facts about one agent's own reading: of no concern to others. */
const privateNames = new Set(['conversation.seen', 'conversation.marked_unread'])

const messageIdOf = (event: StoredEvent): string | null =>
  'messageId' in event.payload && event.name !== 'conversation.seen' ? (event.payload.messageId as string) : null
const conversationIdsOf = (event: StoredEvent): string[] => ('conversationId' in event.payload ? [event.payload.conversationId as string] : [])

/** Facts about a contact change what its conversations show. More than this many of one contact come with the next load. */
const mostOfContact = 50
const contactIdsOf = ({ name, payload }: StoredEvent): string[] =>
  name === 'contact.merged'
    ? [payload.intoId]
    : name === 'contact.unmerged'
      ? [payload.contactId, payload.fromId]
      : name === 'contact.changed' || name === 'contact.erased'
        ? [payload.contactId]
        : []

interface Row extends ConversationRow {
  isRestricted: boolean
  seenBy: string[]
}

/** Puts the records to a batch of events: two or three statements, whatever its size. Run as the system; who may see each is in `audience`. */
export async function hydrateEvents(ctx: Context, events: StoredEvent[], links: FileLinks): Promise<Hydrated[]> {
  const ofContacts = await conversationsOf(ctx, [...new Set(events.flatMap(contactIdsOf))])
  /** The conversation a fact is about first, then others that it changed as well. */
  const touchedBy = (event: StoredEvent): string[] => [
    ...conversationIdsOf(event),
    ...(event.name === 'conversation.merged' ? [event.payload.intoId] : []),
    ...contactIdsOf(event).flatMap((id) => ofContacts.get(id) ?? []),
  ]
  const conversationIds = [...new Set(events.flatMap(touchedBy))]
  const messageIds = [...new Set(events.flatMap((event) => messageIdOf(event) ?? []))]
  const [rows, messages, files] = await together([readTouched(ctx, conversationIds), readMessages(ctx, messageIds), readFiles(ctx, messageIds)])
  const conversations = new Map(rows.map((row) => [row.id, { row, wire: toWire(row) }]))
  const items = new Map(joinItems(ctx, messages, files, links).map((item) => [item.id, item]))
  return events.flatMap((event) => {
    const touched = touchedBy(event).flatMap((id) => conversations.get(id) ?? [])
    // A fact that is about no conversation is for everybody, whoever may see those it changed.
    const [first, ...more] = conversationIdsOf(event).length > 0 ? touched : [undefined, ...touched]
    const item = itemOf(event, items)
    const onlyAgentId = privateNames.has(event.name) ? (event.payload as { agentId: string }).agentId : null
    const bare = { ...event, at: event.at.toISOString() }
    const told: Hydrated = {
      wire: { ...bare, ...(first ? { conversation: first.wire } : {}), ...(item ? { item } : {}) } as WireEvent,
      audience: first ? audienceOf(first.row) : null,
      onlyAgentId,
      contactId: first?.row.contactId ?? null,
    }
    // The same fact under the same number, once for each conversation that it changed: each has an audience of its own.
    const others = more.flatMap((one): Hydrated[] =>
      one ? [{ wire: { ...bare, conversation: one.wire } as WireEvent, audience: audienceOf(one.row), onlyAgentId, contactId: null }] : [],
    )
    return [told, ...others, ...hiddenBy(event, told)]
  })
}

async function readTouched(ctx: Context, ids: string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  return ctx.sql.many<Row>(
    `select ${conversationColumns}, null as "seenMessageId", coalesce(t.is_restricted, false) as "isRestricted",
       coalesce((select array_agg(s.agent_id) from seen s where s.workspace_id = c.workspace_id and s.conversation_id = c.id and s.message_id >= c.last_message_id), '{}') as "seenBy"
     from conversations c join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id left join teams t on t.workspace_id = c.workspace_id and t.id = c.team_id
     where c.workspace_id = $1 and c.id = any($2::uuid[])`,
    [ctx.workspaceId, ids],
  )
}

async function readMessages(ctx: Context, ids: string[]): Promise<MessageRow[]> {
  if (ids.length === 0) return []
  return ctx.sql.many<MessageRow>(`select ${messageColumns} from messages m where m.workspace_id = $1 and m.id = any($2::uuid[])`, [
    ctx.workspaceId,
    ids,
  ])
}

const audienceOf = (row: Row): Hydrated['audience'] => ({ teamId: row.isRestricted ? row.teamId : null, assigneeId: row.assigneeId })

/** A conversation that goes to a restricted team, or from the one agent outside it who had it, leaves the screens of those who may not see it any more. */
function hiddenBy(event: StoredEvent, { audience }: Hydrated): Hydrated[] {
  if ((event.name !== 'conversation.team_changed' && event.name !== 'conversation.assigned') || !audience?.teamId) return []
  const { conversationId } = event.payload
  const wire = {
    number: event.number,
    name: event.name,
    at: event.at.toISOString(),
    actor: { kind: 'system', id: null, name: '' },
    payload: { conversationId },
    isHidden: true,
  }
  return [{ wire: wire as WireEvent, audience: null, hiddenFrom: audience, onlyAgentId: null, contactId: null }]
}

/** The newest conversations of contacts. */
async function conversationsOf(ctx: Context, contactIds: string[]): Promise<Map<string, string[]>> {
  if (contactIds.length === 0) return new Map()
  const rows = await ctx.sql.many<{ id: string; contactId: string }>(
    `select c.id, wanted.id as "contactId" from unnest($2::uuid[]) as wanted (id) cross join lateral
       (select id from conversations where workspace_id = $1 and contact_id = wanted.id order by last_message_at desc, id desc limit ${mostOfContact}) c`,
    [ctx.workspaceId, contactIds],
  )
  return new Map([...Map.groupBy(rows, (row) => row.contactId)].map(([contactId, found]) => [contactId, found.map((row) => row.id)]))
}

function toWire(row: Row): WireConversation {
  const { isUnread: _, ...conversation } = toConversation(row)
  return { ...conversation, seenBy: row.seenBy }
}

function itemOf(event: StoredEvent, items: Map<string, TimelineItem>): TimelineItem | undefined {
  const messageId = messageIdOf(event)
  if (messageId) return items.get(messageId)
  if (!activities.has(event.name)) return undefined
  return activityItem({
    number: event.number,
    name: event.name,
    at: event.at,
    actorKind: event.actor.kind,
    actorId: event.actor.id,
    actorName: event.actor.name,
    conversationId: conversationIdsOf(event)[0] ?? '',
    payload: event.payload as unknown as Record<string, unknown>,
  })
}
