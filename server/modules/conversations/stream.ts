import type { Conversation, TimelineItem } from '../../../contract/conversation.ts'
import { findContact } from '../contacts/index.ts'
import type { Context } from '../../platform/context.ts'
import { readCursor } from './cursor.ts'
import type { FileLinks } from './file-links.ts'
import { visibleConversations } from './queries.ts'
import { readItems } from './timeline.ts'

/** More matters than this of one person are rare; the oldest then show only by search. */
const mostConversations = 500

/** Everything said with a contact, over all conversations the actor may see and all channels, as one stream: newest page first. */
export async function readStream(
  ctx: Context,
  contactId: string,
  query: { after?: string | undefined; limit: number },
  links: FileLinks,
): Promise<{ items: TimelineItem[]; next: string | null; conversations: Conversation[] }> {
  await findContact(ctx, contactId)
  const ids = await ctx.sql.many<{ id: string }>(
    `select id from conversations where workspace_id = $1 and contact_id = $2 and merged_into_id is null order by last_message_at desc, id desc limit ${mostConversations}`,
    [ctx.workspaceId, contactId],
  )
  const conversations = await visibleConversations(
    ctx,
    ids.map((row) => row.id),
  )
  const { items, next } = await readItems(
    ctx,
    conversations.map((one) => one.id),
    query.after ? readCursor(query.after) : null,
    query.limit,
    links,
  )
  const shown = new Set(items.map((item) => item.conversationId))
  return { items, next, conversations: conversations.filter((one) => shown.has(one.id)) }
}
