import type { Conversation } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'

/** A conversation as stored, with what the list shows of its contact and of the reader's own progress. */
export interface ConversationRow {
  id: string
  number: number
  contactId: string
  contactName: string
  contactIsVerified: boolean
  contactLanguage: string | null
  subject: string
  status: Conversation['status']
  priority: Conversation['priority']
  assigneeId: string | null
  teamId: string | null
  tags: string[]
  channels: Conversation['channels']
  lastMessageId: string | null
  lastMessageAt: Date
  lastDirection: 'in' | 'out' | 'internal' | null
  lastChannel: Conversation['channels'][number] | null
  lastPreview: string
  lastAuthorName: string
  lastLanguage: string | null
  waitingSince: Date | null
  snoozedUntil: Date | null
  messageCount: number
  isDemo: boolean
  mergedIntoId: string | null
  createdAt: Date
  resolvedAt: Date | null
  replyInboxId: string | null
  replyIdentityId: string | null
  seenMessageId: string | null
}

/** Columns of `conversations c` joined with `contacts ct` and the reader's `seen s`. */
export const conversationColumns = `c.id, c.number, c.contact_id as "contactId", ct.name as "contactName", ct.is_verified as "contactIsVerified", ct.language as "contactLanguage",
  c.subject, c.status, c.priority, c.assignee_id as "assigneeId", c.team_id as "teamId", c.tags, c.channels, c.last_message_id as "lastMessageId", c.last_message_at as "lastMessageAt",
  c.last_direction as "lastDirection", c.last_channel as "lastChannel", c.last_preview as "lastPreview", c.last_author_name as "lastAuthorName", c.last_language as "lastLanguage",
  c.waiting_since as "waitingSince", c.snoozed_until as "snoozedUntil", c.message_count as "messageCount", c.is_demo as "isDemo", c.merged_into_id as "mergedIntoId",
  c.created_at as "createdAt", c.resolved_at as "resolvedAt", c.reply_inbox_id as "replyInboxId", c.reply_identity_id as "replyIdentityId"`

const iso = (date: Date | null) => date?.toISOString() ?? null

/** Row to record. Unread: something is newer than what the reader has seen (ids sort by time). */
export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    number: row.number,
    contact: { id: row.contactId, name: row.contactName, isVerified: row.contactIsVerified, language: row.contactLanguage },
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    assigneeId: row.assigneeId,
    teamId: row.teamId,
    tags: row.tags,
    channels: row.channels,
    last: row.lastMessageId && {
      messageId: row.lastMessageId,
      at: row.lastMessageAt.toISOString(),
      direction: row.lastDirection,
      channel: row.lastChannel,
      preview: row.lastPreview,
      authorName: row.lastAuthorName,
      language: row.lastLanguage,
    },
    waitingSince: iso(row.waitingSince),
    snoozedUntil: iso(row.snoozedUntil),
    isUnread: row.lastMessageId !== null && (row.seenMessageId === null || row.seenMessageId < row.lastMessageId),
    messageCount: row.messageCount,
    isDemo: row.isDemo,
    mergedIntoId: row.mergedIntoId,
    createdAt: row.createdAt.toISOString(),
    resolvedAt: iso(row.resolvedAt),
  } as Conversation
}

/** The values of `visibleSql`: reader's agent id, teams, and whether they see all. The first value of every statement is the workspace. */
export function readerValues(ctx: Context): [string | null, string[], boolean] {
  if (ctx.actor.kind === 'agent') return [ctx.actor.id, ctx.actor.teamIds, ctx.actor.role !== 'agent']
  return [null, [], ctx.actor.kind === 'system']
}

/**
 * Which conversations a reader may see: all but those of a restricted team they are not in, unless assigned to them. Supervisors upward and the
 * system see all. Takes $2, $3, $4 as `readerValues` gives them.
 */
export const visibleSql = `($4::boolean or ($2::uuid is not null and (c.team_id is null or c.assignee_id = $2 or c.team_id = any($3::uuid[])
  or exists (select from teams t where t.workspace_id = c.workspace_id and t.id = c.team_id and not t.is_restricted))))`

/** `visibleSql` for this reader: whoever sees all needs no condition, and the planner finds that easier. Takes the same values. */
export const visibleTo = (ctx: Context): string => (readerValues(ctx)[2] ? '($4::boolean and $3::uuid[] is not null)' : visibleSql)
