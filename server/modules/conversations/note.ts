import type { TimelineItem } from '../../../contract/conversation.ts'
import type { AgentId, ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import type { FileLinks } from './file-links.ts'
import { lockVisibleConversation } from './queries.ts'
import { readItem } from './timeline.ts'
import { findByClientKey, writeMessage } from './write-message.ts'

export interface NoteInput {
  text: string
  mentions: AgentId[]
  attachments: string[]
  clientKey?: string | undefined
}

/** Writes what only agents see. Mentioned agents find the conversation under "Mentions". Emits `note.added`. */
export async function addNote(ctx: Context, id: string, input: NoteInput, links: FileLinks): Promise<TimelineItem> {
  const conversation = await lockVisibleConversation(ctx, id)
  const known = await findByClientKey(ctx, id, input.clientKey)
  if (known) return (await readItem(ctx, known, links))!
  const mentions = (
    await ctx.sql.many<{ id: AgentId }>(`select id from agents where workspace_id = $1 and id = any($2::uuid[]) and deactivated_at is null`, [
      ctx.workspaceId,
      input.mentions,
    ])
  ).map((row) => row.id)
  const messageId = await writeMessage(ctx, conversation.id, {
    kind: 'note',
    channel: null,
    inboxId: null,
    identityId: null,
    subject: null,
    text: input.text,
    html: null,
    deliveryState: 'none',
    sendsAt: null,
    recipients: null,
    mentions,
    clientKey: input.clientKey ?? null,
    files: input.attachments,
  })
  if (mentions.length > 0) {
    await ctx.sql.run(
      `insert into mentions (workspace_id, agent_id, conversation_id, message_id, created_at) select $1, agent, $3, $4, $5 from unnest($2::uuid[]) as agent`,
      [ctx.workspaceId, mentions, id, messageId, ctx.now],
    )
  }
  ctx.emit('note.added', { conversationId: id as ConversationId, messageId: messageId as MessageId, mentions })
  return (await readItem(ctx, messageId, links))!
}
