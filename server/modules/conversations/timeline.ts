import { activityNames } from '../../../contract/events.ts'
import type { Attachment, Conversation, TimelineItem } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { limitText, together } from '../../platform/database/sql.ts'
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

/** Messages with their files, as items: one statement for all files. */
export async function toItems(ctx: Context, rows: MessageRow[], links: FileLinks): Promise<TimelineItem[]> {
  const files = await readFiles(
    ctx,
    rows.map((row) => row.id),
  )
  return joinItems(ctx, rows, files, links)
}

export async function readFiles(ctx: Context, messageIds: string[]): Promise<FileRow[]> {
  if (messageIds.length === 0) return []
  return ctx.sql.many<FileRow>(
    `select id, message_id as "messageId", name, size_bytes as "sizeBytes", content_type as "contentType", sha256, is_inline as "isInline", content_id as "contentId"
     from files where workspace_id = $1 and message_id = any($2::uuid[]) order by message_id, position`,
    [ctx.workspaceId, messageIds],
  )
}

/** Messages and their files as items. Images inside the HTML get links that work for a few minutes. */
export function joinItems(ctx: Context, rows: MessageRow[], files: FileRow[], links: FileLinks): TimelineItem[] {
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

/** A position behind everything, where a first page begins. */
const end = { at: 'infinity', message: 'ffffffff-ffff-ffff-ffff-ffffffffffff', event: Number.MAX_SAFE_INTEGER }

/**
 * Where messages and activities end that come before a position. Ids of activities ("e…") sort after digits a–d and before f: at equal times the two sorts agree
 * only by comparing text, so both are cut generously and merged by `byTime`.
 */
function endsBefore(before: Position | null): { at: Date | string; message: string; event: number } {
  if (!before) return end
  return before.id.startsWith('e') ? { ...end, at: before.at, event: Number(before.id.slice(1)) } : { at: before.at, message: before.id, event: 0 }
}

const activityColumns = `e.number, e.name, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.actor_name as "actorName", e.conversation_id as "conversationId", e.payload`
const areActivities = `e.name in (${activityNames.map((name) => `'${name}'`).join(', ')})`

/** The newest messages before a position. One conversation has a statement of its own, which can be prepared. */
function messagesBefore(ctx: Context, conversationIds: string[], before: Position | null, limit: number): Promise<MessageRow[]> {
  const { at, message } = endsBefore(before)
  const values: unknown[] = [ctx.workspaceId, conversationIds.length === 1 ? conversationIds[0] : conversationIds, at, message]
  const some = `and (m.created_at, m.id) < ($3::timestamptz, $4::uuid) order by m.created_at desc, m.id desc limit ${limitText(limit, values)}`
  if (conversationIds.length === 1)
    return ctx.sql.many(`select ${messageColumns} from messages m where m.workspace_id = $1 and m.conversation_id = $2 ${some}`, values)
  return ctx.sql.many(
    `select ${messageColumns} from unnest($2::uuid[]) as wanted (id) cross join lateral (select * from messages m where m.workspace_id = $1 and m.conversation_id = wanted.id ${some}) m
     order by m.created_at desc, m.id desc limit ${limit}`,
    values,
  )
}

function activitiesBefore(ctx: Context, conversationIds: string[], before: Position | null, limit: number): Promise<ActivityRow[]> {
  const { at, event } = endsBefore(before)
  const values: unknown[] = [ctx.workspaceId, conversationIds.length === 1 ? conversationIds[0] : conversationIds, at, event]
  const some = `and ${areActivities} and (e.at, e.number) < ($3::timestamptz, $4::bigint) order by e.number desc limit ${limitText(limit, values)}`
  if (conversationIds.length === 1)
    return ctx.sql.many(`select ${activityColumns} from events e where e.workspace_id = $1 and e.conversation_id = $2 ${some}`, values)
  return ctx.sql.many(
    `select ${activityColumns} from unnest($2::uuid[]) as wanted (id) cross join lateral (select * from events e where e.workspace_id = $1 and e.conversation_id = wanted.id ${some}) e
     order by e.number desc limit ${limit}`,
    values,
  )
}

/** The page of items that ends before `before` (newest when null), oldest first, and the position where older ones end. */
export async function readItems(
  ctx: Context,
  conversationIds: string[],
  before: Position | null,
  limit: number,
  links: FileLinks,
): Promise<{ items: TimelineItem[]; next: string | null }> {
  const [rows, activities] = await together([
    messagesBefore(ctx, conversationIds, before, limit + 1),
    activitiesBefore(ctx, conversationIds, before, limit + 1),
  ])
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
  // Asked for together, the number first; if the actor may not see the conversation, nothing of it is given.
  const [number, , page] = await together([
    lastEventNumber(ctx),
    visibleConversationRow(ctx, id),
    readItems(ctx, [id], query.after ? readCursor(query.after) : null, query.limit, links),
  ])
  return { ...page, number }
}

/** A conversation with its newest items: what a screen needs to open it. */
export async function openConversation(
  ctx: Context,
  id: string,
  links: FileLinks,
): Promise<{ conversation: Conversation; items: TimelineItem[]; next: string | null; number: number }> {
  const [number, conversation, page] = await together([lastEventNumber(ctx), visibleConversation(ctx, id), readItems(ctx, [id], null, 20, links)])
  return { conversation, ...page, number }
}

/** One message as an item; null when it is gone. */
export async function readItem(ctx: Context, messageId: string, links: FileLinks): Promise<TimelineItem | null> {
  const row = await ctx.sql.one<MessageRow>(`select ${messageColumns} from messages m where m.workspace_id = $1 and m.id = $2`, [
    ctx.workspaceId,
    messageId,
  ])
  return row ? (await toItems(ctx, [row], links))[0]! : null
}
