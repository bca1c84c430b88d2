import type { Conversation } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { conversationColumns, readerValues, toConversation, visibleSql, type ConversationRow } from '../conversations/index.ts'
import type { ContactQuery } from './search-query.ts'

/** A place in the newest-first order; a search goes on strictly before it. */
export interface Position {
  /** `infinity` is the beginning. */
  at: Date | 'infinity'
  id: string
}
export const beginning: Position = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

export interface Match {
  messageId: string
  conversationId: string
  at: Date
}
export interface Matches {
  items: Match[]
  isPartial: boolean
  /** How they were found, for the benchmark and its tests. */
  plan: string
}

/** The newest messages that match a `to_tsquery('simple', …)` query, whoever may see them. */
export async function findMessages(ctx: Context, wanted: string, before: Position, contactId: string | null, most: number): Promise<Matches> {
  const row = await ctx.sql.one<{ messageIds: string[]; conversationIds: string[]; ats: Date[]; plan: Matches['plan']; isPartial: boolean }>(
    `select message_ids as "messageIds", conversation_ids as "conversationIds", ats, plan, is_partial as "isPartial"
     from search_messages(to_tsquery('simple', $1), $2, $3, $4, $5)`,
    [wanted, before.at, before.id, contactId, most],
  )
  const { messageIds, conversationIds, ats, plan, isPartial } = row!
  return { items: messageIds.map((messageId, at) => ({ messageId, conversationId: conversationIds[at]!, at: ats[at]! })), isPartial, plan }
}

/** The words of this workspace that resemble `roman` most. */
export async function findSimilarWords(ctx: Context, roman: string, most: number): Promise<string[]> {
  const rows = await ctx.sql.many<{ word: string }>(`select word from search_similar_words($1, $2)`, [roman, most])
  return rows.map((row) => row.word)
}

export async function findContactIds(ctx: Context, query: ContactQuery, isFuzzy: boolean, most: number): Promise<string[]> {
  const rows = await ctx.sql.many<{ id: string }>(`select contact_id as id from search_contacts_matching($1, $2, $3, $4, $5, $6, $7)`, [
    query.longest,
    query.longestRoman,
    query.terms,
    query.romans,
    query.roman,
    isFuzzy,
    most,
  ])
  return rows.map((row) => row.id)
}

/** Which of these conversations the actor may see. */
export async function visibleIds(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.sql.many<{ id: string }>(
    `select c.id from conversations c where c.workspace_id = $1 and ${visibleSql} and c.id = any($5::uuid[])`,
    [ctx.workspaceId, ...readerValues(ctx), ids],
  )
  return new Set(rows.map((row) => row.id))
}

/** What is shown of a hit. */
export interface Shown {
  conversation: Conversation
  /** The words of the message, subject first, as far as a reader looks. */
  text: string
}

const shownText = 20_000
const wordsOf = (row: { subject: string | null; text: string }) => (row.subject ? `${row.subject}\n${row.text}` : row.text)

/** Messages with their conversations, those that the actor may see, in one statement. */
export async function readShown(ctx: Context, messageIds: string[]): Promise<Map<string, Shown>> {
  if (messageIds.length === 0) return new Map()
  const rows = await ctx.sql.many<ConversationRow & { messageId: string; messageSubject: string | null; text: string }>(
    `select ${conversationColumns}, s.message_id as "seenMessageId", m.id as "messageId", m.subject as "messageSubject", left(m.text, $6) as text
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
       join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id
       left join seen s on s.workspace_id = c.workspace_id and s.agent_id = $2 and s.conversation_id = c.id
     where m.workspace_id = $1 and m.id = any($5::uuid[]) and ${visibleSql}`,
    [ctx.workspaceId, ...readerValues(ctx), messageIds, shownText],
  )
  return new Map(
    rows.map((row) => [row.messageId, { conversation: toConversation(row), text: wordsOf({ subject: row.messageSubject, text: row.text }) }]),
  )
}

/** The words of messages for the ranking. */
export async function textsOf(ctx: Context, messageIds: string[], longest: number): Promise<Map<string, string>> {
  const rows = await ctx.sql.many<{ id: string; subject: string | null; text: string }>(
    `select id, subject, left(text, $3) as text from messages where workspace_id = $1 and id = any($2::uuid[])`,
    [ctx.workspaceId, messageIds, longest],
  )
  return new Map(rows.map((row) => [row.id, wordsOf(row)]))
}

export async function conversationIdByNumber(ctx: Context, number: number): Promise<string | null> {
  const row = await ctx.sql.one<{ id: string }>(`select id from conversations where workspace_id = $1 and number = $2`, [ctx.workspaceId, number])
  return row?.id ?? null
}
