import type { Context } from '../../../platform/context.ts'
import { insertRows, rowsOf } from '../../../platform/database/insert-rows.ts'
import type { Touched } from './plan.ts'

/** Those that a batch opens, under the numbers from `firstNumber` on. */
export async function insertConversations(ctx: Context, opened: Touched[], firstNumber: number): Promise<void> {
  await insertRows(
    ctx.sql,
    'conversations',
    opened.map((one, at) => ({
      workspace_id: ctx.workspaceId,
      id: one.conversation.id,
      number: firstNumber + at,
      contact_id: one.conversation.contactId,
      subject: one.conversation.subject,
      status: one.conversation.status,
      team_id: one.teamId,
      priority: 'normal',
      tags: [],
      channels: one.conversation.channels,
      waiting_since: one.conversation.waitingSince,
      resolved_at: one.conversation.resolvedAt,
      created_at: one.createdAt,
      is_demo: one.isDemo,
      last_message_id: one.last!.messageId,
      last_message_at: one.last!.at,
      last_direction: 'in',
      last_channel: one.last!.channel,
      last_preview: one.last!.preview,
      last_author_name: one.last!.authorName,
      last_author_id: one.last!.authorId,
      last_language: one.last!.language,
      reply_inbox_id: one.reply?.inboxId ?? null,
      reply_identity_id: one.reply?.identityId ?? null,
      message_count: one.added,
    })),
  )
}

const updatedColumns = {
  id: 'uuid',
  status: 'text',
  waiting_since: 'timestamptz',
  resolved_at: 'timestamptz',
  channels: 'text[]',
  added: 'int',
  message_id: 'uuid',
  at: 'timestamptz',
  channel: 'text',
  preview: 'text',
  author_name: 'text',
  author_id: 'uuid',
  language: 'text',
  reply_inbox_id: 'uuid',
  reply_identity_id: 'uuid',
}

/** What arrivals change in conversations that were there. */
export async function updateConversations(ctx: Context, touched: Touched[]): Promise<void> {
  if (touched.length === 0) return
  const rows = touched.map(({ conversation, last, added, reply }) => ({
    id: conversation.id,
    status: conversation.status,
    waiting_since: conversation.waitingSince,
    resolved_at: conversation.resolvedAt,
    channels: conversation.channels,
    added,
    message_id: last!.messageId,
    at: last!.at,
    channel: last!.channel,
    preview: last!.preview,
    author_name: last!.authorName,
    author_id: last!.authorId,
    language: last!.language,
    reply_inbox_id: reply?.inboxId,
    reply_identity_id: reply?.identityId,
  }))
  const given = rowsOf(updatedColumns, rows, 2)
  await ctx.sql.run(
    `update conversations c set status = r.status, waiting_since = r.waiting_since, resolved_at = r.resolved_at, snoozed_until = case when r.status = 'snoozed' then c.snoozed_until end, channels = r.channels, message_count = c.message_count + r.added,
       last_message_id = r.message_id, last_message_at = greatest(c.last_message_at, r.at), last_direction = 'in', last_channel = r.channel, last_preview = r.preview, last_author_name = r.author_name, last_author_id = r.author_id, last_language = r.language,
       reply_inbox_id = coalesce(r.reply_inbox_id, c.reply_inbox_id), reply_identity_id = coalesce(r.reply_identity_id, c.reply_identity_id)
     from ${given.text} r where c.workspace_id = $1 and c.id = r.id`,
    [ctx.workspaceId, ...given.values],
  )
}
