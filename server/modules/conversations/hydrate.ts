import { activityNames } from '../../../contract/events.ts'
import type { TimelineItem } from '../../../contract/conversation.ts'
import type { WireConversation, WireEvent } from '../../../contract/realtime.ts'
import type { Context } from '../../platform/context.ts'
import type { StoredEvent } from '../../platform/events/read.ts'
import type { Hydrated } from '../../platform/realtime/feed.ts'
import type { FileLinks } from './file-links.ts'
import { activityItem, messageColumns, toItems, type MessageRow } from './timeline.ts'
import { conversationColumns, toConversation, type ConversationRow } from './rows.ts'

const activities = new Set<string>(activityNames)
/** Facts about one agent's own reading: of no concern to others. */
const privateNames = new Set(['conversation.seen', 'conversation.marked_unread'])

const messageIdOf = (event: StoredEvent): string | null =>
  'messageId' in event.payload && event.name !== 'conversation.seen' ? (event.payload.messageId as string) : null
const conversationIdsOf = (event: StoredEvent): string[] => ('conversationId' in event.payload ? [event.payload.conversationId as string] : [])

interface Row extends ConversationRow {
  isRestricted: boolean
  seenBy: string[]
}

/** Puts the records to a batch of events: two or three statements, whatever its size. Run as the system; who may see each is in `audience`. */
export async function hydrateEvents(ctx: Context, events: StoredEvent[], links: FileLinks): Promise<Hydrated[]> {
  const conversationIds = [...new Set(events.flatMap(conversationIdsOf))]
  const rows =
    conversationIds.length === 0
      ? []
      : await ctx.sql.many<Row>(
          `select ${conversationColumns}, null as "seenMessageId", coalesce(t.is_restricted, false) as "isRestricted",
       coalesce((select array_agg(s.agent_id) from seen s where s.workspace_id = c.workspace_id and s.conversation_id = c.id and s.message_id >= c.last_message_id), '{}') as "seenBy"
     from conversations c join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id left join teams t on t.workspace_id = c.workspace_id and t.id = c.team_id
     where c.workspace_id = $1 and c.id = any($2::uuid[])`,
          [ctx.workspaceId, conversationIds],
        )
  const conversations = new Map(rows.map((row) => [row.id, { row, wire: toWire(row) }]))
  const messageIds = [...new Set(events.flatMap((event) => messageIdOf(event) ?? []))]
  const messages =
    messageIds.length === 0
      ? []
      : await ctx.sql.many<MessageRow>(`select ${messageColumns} from messages m where m.workspace_id = $1 and m.id = any($2::uuid[])`, [
          ctx.workspaceId,
          messageIds,
        ])
  const items = new Map((await toItems(ctx, messages, links)).map((item) => [item.id, item]))
  return events.map((event) => {
    const conversation = conversations.get(conversationIdsOf(event)[0] ?? '')
    const item = itemOf(event, items)
    const wire = {
      ...event,
      at: event.at.toISOString(),
      ...(conversation ? { conversation: conversation.wire } : {}),
      ...(item ? { item } : {}),
    } as WireEvent
    const audience = conversation
      ? { teamId: conversation.row.isRestricted ? conversation.row.teamId : null, assigneeId: conversation.row.assigneeId }
      : null
    return {
      wire,
      audience,
      onlyAgentId: privateNames.has(event.name) ? (event.payload as { agentId: string }).agentId : null,
      contactId: conversation?.row.contactId ?? null,
    }
  })
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
