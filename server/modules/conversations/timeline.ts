import { activityNames } from '../../../contract/events.ts'
import type { Attachment, Conversation, TimelineItem } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { lastEventNumber } from '../../platform/events/read.ts'
import type { FileLinks } from './file-links.ts'
import { packCursor, readCursor, type Position } from './cursor.ts'
import { visibleConversation, visibleConversationRow } from './queries.ts'

export interface MessageRow {
  id: string
  conversationId: string
  kind: 'message' | 'note'
  direction: TimelineItem['direction']
  channel: TimelineItem['channel']
  inboxId: string | null
  authorKind: TimelineItem['author']['kind']
  authorId: string | null
  authorName: string
  subject: string | null
  text: string
  quotedText: string
  html: string | null
  language: string | null
  clientKey: string | null
  deliveryState: TimelineItem['delivery']['state']
  deliveryReason: string | null
  sendsAt: Date | null
  recipients: TimelineItem['recipients']
  mentions: string[]
  classification: TimelineItem['classification']
  flags: string[]
  createdAt: Date
}

export const messageColumns = `m.id, m.conversation_id as "conversationId", m.kind, m.direction, m.channel, m.inbox_id as "inboxId", m.author_kind as "authorKind", m.author_id as "authorId",
  m.author_name as "authorName", m.subject, m.text, m.quoted_text as "quotedText", m.html, m.language, m.client_key as "clientKey", m.delivery_state as "deliveryState", m.delivery_reason as "deliveryReason",
  m.sends_at as "sendsAt", m.recipients, m.mentions, m.classification, m.flags, m.created_at as "createdAt"`

interface FileRow extends Omit<Attachment, 'url'> {
  messageId: string
  contentId: string | null
}

/** Messages with their files, as items. One statement for all files. Images inside the HTML get links that work for a few minutes. */
export async function toItems(ctx: Context, rows: MessageRow[], links: FileLinks): Promise<TimelineItem[]> {
  if (rows.length === 0) return []
  const files = await ctx.sql.many<FileRow>(
    `select id, message_id as "messageId", name, size_bytes as "sizeBytes", content_type as "contentType", sha256, is_inline as "isInline", content_id as "contentId"
     from files where workspace_id = $1 and message_id = any($2::uuid[]) order by message_id, position`,
    [ctx.workspaceId, rows.map((row) => row.id)],
  )
  const ofMessage = Map.groupBy(files, (file) => file.messageId)
  return rows.map((row) => {
    const own = ofMessage.get(row.id) ?? []
    const attachments = own.map(({ messageId: _, contentId: __, ...file }) => ({ ...file, url: links.urlOf(ctx, file) }))
    const html =
      row.html &&
      links.withInlineImages(row.html, new Map(own.flatMap((file, at) => (file.contentId ? [[file.contentId, attachments[at]!.url]] : []))))
    return { ...itemOf(row), html, attachments } as unknown as TimelineItem
  })
}

function itemOf(row: MessageRow) {
  return {
    id: row.id,
    kind: row.kind,
    conversationId: row.conversationId,
    at: row.createdAt.toISOString(),
    direction: row.direction,
    channel: row.channel,
    inboxId: row.inboxId,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName },
    text: row.text,
    quotedText: row.quotedText,
    subject: row.subject,
    language: row.language,
    delivery: {
      state: row.deliveryState,
      reason: row.deliveryReason,
      sendsAt: row.deliveryState === 'held' ? (row.sendsAt?.toISOString() ?? null) : null,
    },
    classification: row.classification,
    flags: row.flags,
    recipients: row.recipients,
    mentions: row.mentions,
    clientKey: row.clientKey,
    activity: null,
  }
}

export interface ActivityRow {
  number: number
  name: string
  at: Date
  actorKind: TimelineItem['author']['kind']
  actorId: string | null
  actorName: string
  conversationId: string
  payload: Record<string, unknown>
}

/** Activities sort among messages by time; the padded number keeps their own order within a millisecond. */
export function activityItem(row: ActivityRow): TimelineItem {
  return {
    id: activityId(row.number),
    kind: 'activity',
    conversationId: row.conversationId,
    at: row.at.toISOString(),
    direction: 'internal',
    channel: null,
    inboxId: null,
    author: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    text: '',
    quotedText: '',
    html: null,
    subject: null,
    language: null,
    attachments: [],
    delivery: { state: 'none', reason: null, sendsAt: null },
    classification: 'message',
    flags: [],
    recipients: null,
    mentions: [],
    clientKey: null,
    activity: { name: row.name, payload: row.payload },
  } as unknown as TimelineItem
}

export const activityId = (number: number) => `e${String(number).padStart(12, '0')}`

const byTime = (a: TimelineItem, b: TimelineItem) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)

/** The page of items that ends before `before` (newest when null), oldest first, and the position where older ones end. */
export async function readItems(
  ctx: Context,
  conversationIds: string[],
  before: Position | null,
  limit: number,
  links: FileLinks,
): Promise<{ items: TimelineItem[]; next: string | null }> {
  const at = before?.at ?? null
  const beforeMessage = before ? (before.id.startsWith('e') ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : before.id) : null
  const beforeEvent = before ? (before.id.startsWith('e') ? Number(before.id.slice(1)) : 0) : null
  // Ids of activities ("e…") sort after digits a–d and before f: at equal times the two sorts agree only by comparing text, so both are cut generously and merged here.
  const rows = await ctx.sql.many<MessageRow>(
    `select ${messageColumns} from unnest($2::uuid[]) as wanted (id) cross join lateral
       (select * from messages m where m.workspace_id = $1 and m.conversation_id = wanted.id and ($3::timestamptz is null or (m.created_at, m.id) < ($3, $4::uuid)) order by m.created_at desc, m.id desc limit $5) m
     order by m.created_at desc, m.id desc limit $5`,
    [ctx.workspaceId, conversationIds, at, beforeMessage, limit + 1],
  )
  const activities = await ctx.sql.many<ActivityRow>(
    `select e.number, e.name, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.actor_name as "actorName", e.conversation_id as "conversationId", e.payload
     from unnest($2::uuid[]) as wanted (id) cross join lateral
       (select * from events e where e.workspace_id = $1 and e.conversation_id = wanted.id and e.name = any($6::text[]) and ($3::timestamptz is null or e.at < $3 or (e.at = $3 and e.number < $4)) order by e.number desc limit $5) e
     order by e.number desc limit $5`,
    [ctx.workspaceId, conversationIds, at, beforeEvent, limit + 1, activityNames],
  )
  const all = [...(await toItems(ctx, rows, links)), ...activities.map(activityItem)].sort(byTime)
  const items = all.slice(-limit)
  const oldest = items[0]
  return { items, next: all.length > items.length && oldest ? packCursor({ at: new Date(oldest.at), id: oldest.id }) : null }
}

/** The timeline of one conversation, newest page first. */
export async function readTimeline(
  ctx: Context,
  id: string,
  query: { after?: string | undefined; limit: number },
  links: FileLinks,
): Promise<{ items: TimelineItem[]; next: string | null; number: number }> {
  await visibleConversationRow(ctx, id)
  const number = await lastEventNumber(ctx)
  return { ...(await readItems(ctx, [id], query.after ? readCursor(query.after) : null, query.limit, links)), number }
}

/** A conversation with its newest items: what a screen needs to open it. */
export async function openConversation(
  ctx: Context,
  id: string,
  links: FileLinks,
): Promise<{ conversation: Conversation; items: TimelineItem[]; next: string | null; number: number }> {
  const number = await lastEventNumber(ctx)
  const conversation = await visibleConversation(ctx, id)
  return { conversation, ...(await readItems(ctx, [id], null, 20, links)), number }
}

/** One message as an item; null when it is gone. */
export async function readItem(ctx: Context, messageId: string, links: FileLinks): Promise<TimelineItem | null> {
  const row = await ctx.sql.one<MessageRow>(`select ${messageColumns} from messages m where m.workspace_id = $1 and m.id = $2`, [
    ctx.workspaceId,
    messageId,
  ])
  return row ? (await toItems(ctx, [row], links))[0]! : null
}
