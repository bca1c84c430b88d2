import type { ConversationId, InboxId } from '../../../contract/ids.ts'
import type { Said } from '../../demo/script.ts'
import type { Context } from '../../platform/context.ts'

/** A demo conversation as its customer knows it. */
export interface Dialogue {
  conversationId: ConversationId
  subject: string
  /** E-mail addresses and visitor ids of the contact. */
  addresses: string[]
  said: Said[]
  /** Ids of its mails, oldest first. */
  thread: string[]
  /** The agent's newest words are held or being sent. */
  isOnItsWay: boolean
  sendsAt: Date | null
  /** The agent's message that the customer would answer now. */
  answered: {
    /** With the pieces before it since the customer's last words. */
    pieceIds: string[]

    messageId: string
    channel: 'email' | 'chat'
    inboxId: InboxId
    externalId: string | null
    text: string
    authorName: string
    at: Date
  } | null
}

interface Row {
  conversationId: ConversationId
  subject: string
  addresses: string[]
  id: string
  direction: 'in' | 'out'
  channel: 'email' | 'chat'
  inboxId: InboxId
  externalId: string | null
  text: string
  authorName: string
  state: string
  sendsAt: Date | null
  at: Date
}

/** Scripts end long before; a conversation that goes on is an agent's alone. */
const mostMessages = 200

/** Those of the conversations that belong to the demo, with what was said; what did not go out was not said. One statement. */
export async function readDialogues(ctx: Context, conversationIds: string[]): Promise<Dialogue[]> {
  if (conversationIds.length === 0) return []
  const rows = await ctx.sql.many<Row>(
    `select c.id as "conversationId", c.subject, array(select i.address from identities i where i.workspace_id = c.workspace_id and i.contact_id = c.contact_id and i.kind in ('email', 'visitor')) as addresses,
       m.id, m.direction, m.channel, m.inbox_id as "inboxId", split_part(m.external_id, '#', 1) as "externalId", m.text, m.author_name as "authorName", m.delivery_state as state, m.sends_at as "sendsAt", m.created_at as at
     from conversations c cross join lateral
       (select * from messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'message' and m.delivery_state <> 'failed' order by m.created_at desc, m.id desc limit $3) m
     where c.workspace_id = $1 and c.id = any($2::uuid[]) and c.is_demo order by c.id, m.created_at, m.id`,
    [ctx.workspaceId, conversationIds, mostMessages],
  )
  return [...Map.groupBy(rows, (row) => row.conversationId).values()].map(toDialogue)
}

function toDialogue(rows: Row[]): Dialogue {
  const { conversationId, subject, addresses } = rows[0]!
  const last = rows.at(-1)!
  const { id: messageId, channel, inboxId, externalId, text, authorName, at } = last
  return {
    conversationId,
    subject,
    addresses,
    said: rows.map((row) => ({ from: row.direction === 'in' ? 'customer' : 'agent', text: row.text })),
    thread: rows.flatMap((row) => (row.channel === 'email' && row.externalId ? [row.externalId] : [])),
    isOnItsWay: last.direction === 'out' && (last.state === 'held' || last.state === 'queued'),
    sendsAt: last.sendsAt,
    answered:
      last.direction === 'out'
        ? {
            pieceIds: rows.slice(rows.findLastIndex(({ direction }) => direction === 'in') + 1).map(({ id }) => id),
            messageId,
            channel,
            inboxId,
            externalId,
            text,
            authorName,
            at,
          }
        : null,
  }
}
