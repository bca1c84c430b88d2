import type { Context } from '../../platform/context.ts'
import { insertRows } from '../../platform/database/insert-rows.ts'

export interface MessageToIndex {
  messageId: string
  conversationId: string
  contactId: string
  at: Date
  subject: string
  text: string
  /** Names of its files. */
  files: string | null
}

/** The words of messages; a conversation's own subject counts for its first message, which may have none (a chat, a conversation an agent began). */
export async function messagesToIndex(ctx: Context, ids: string[], longestText: number): Promise<MessageToIndex[]> {
  return ctx.sql.many(
    `select m.id as "messageId", m.conversation_id as "conversationId", c.contact_id as "contactId", m.created_at as at, left(m.text, $3) as text,
       coalesce(m.subject, case when not exists (select from messages e where e.workspace_id = $1 and e.conversation_id = c.id and e.created_at < m.created_at) then c.subject end, '') as subject,
       (select string_agg(f.name, ' ' order by f.position) from files f where f.workspace_id = $1 and f.message_id = m.id and not f.is_inline) as files
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
     where m.workspace_id = $1 and m.id = any($2::uuid[])`,
    [ctx.workspaceId, ids, longestText],
  )
}

/** Writes documents under their vector, or the words of their index where there is none; one that is there already is written anew. */
export async function saveDocuments(ctx: Context, documents: (MessageToIndex & { vector: Buffer | null; words: string | null })[]): Promise<void> {
  if (documents.length === 0) return
  await ctx.sql.run(
    `insert into search_documents (workspace_id, message_id, conversation_id, contact_id, at, words_key)
     select $1, message_id, conversation_id, contact_id, at, coalesce(vector, to_tsvector('simple', words))
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::tsvector[], $7::text[]) as given (message_id, conversation_id, contact_id, at, vector, words)
     on conflict (workspace_id, message_id) do update
       set conversation_id = excluded.conversation_id, contact_id = excluded.contact_id, at = excluded.at, words_key = excluded.words_key`,
    [
      ctx.workspaceId,
      documents.map((one) => one.messageId),
      documents.map((one) => one.conversationId),
      documents.map((one) => one.contactId),
      documents.map((one) => one.at),
      documents.map((one) => one.vector),
      documents.map((one) => one.words),
    ],
  )
}

export async function removeDocuments(ctx: Context, messageIds: string[]): Promise<void> {
  if (messageIds.length === 0) return
  await ctx.sql.run(`delete from search_documents where workspace_id = $1 and message_id = any($2::uuid[])`, [ctx.workspaceId, messageIds])
}

/** Adds to the vocabulary what is not in it. */
export async function saveWords(ctx: Context, words: { word: string; roman: string }[]): Promise<void> {
  await insertRows(
    ctx.sql,
    'search_words',
    words.map(({ word, roman }) => ({ workspace_id: ctx.workspaceId, word, roman_key: roman })),
    'on conflict do nothing',
  )
}

/** Documents of these conversations' messages name the conversation and contact that the messages are of now. */
export async function syncConversations(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.sql.run(
    `update search_documents d set conversation_id = c.id, contact_id = c.contact_id
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
     where c.workspace_id = $1 and c.id = any($2::uuid[]) and d.workspace_id = $1 and d.message_id = m.id and (d.conversation_id <> c.id or d.contact_id <> c.contact_id)`,
    [ctx.workspaceId, ids],
  )
}

export async function syncContacts(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.sql.run(
    `update search_documents d set contact_id = c.contact_id from conversations c
     where c.workspace_id = $1 and c.contact_id = any($2::uuid[]) and d.workspace_id = $1 and d.conversation_id = c.id and d.contact_id <> c.contact_id`,
    [ctx.workspaceId, ids],
  )
}

export interface ContactToIndex {
  id: string
  name: string
  company: string | null
  addresses: string[]
}

/** Contacts that can be found: not merged into another, not erased. Visitor ids are no addresses for people. */
export async function contactsToIndex(ctx: Context, ids: string[]): Promise<ContactToIndex[]> {
  return ctx.sql.many(
    `select ct.id, ct.name, ct.company,
       coalesce((select array_agg(i.address order by i.created_at, i.id) from identities i where i.workspace_id = $1 and i.contact_id = ct.id and i.kind <> 'visitor'), '{}') as addresses
     from contacts ct where ct.workspace_id = $1 and ct.id = any($2::uuid[]) and ct.merged_into_id is null and ct.erased_at is null`,
    [ctx.workspaceId, ids],
  )
}

/** Replaces the keys of these contacts; those without a key are not found any more. */
export async function saveContactKeys(ctx: Context, ids: string[], keys: { id: string; key: string }[]): Promise<void> {
  const kept = new Set(keys.map(({ id }) => id))
  const gone = ids.filter((id) => !kept.has(id))
  if (gone.length > 0)
    await ctx.sql.run(`delete from search_contacts where workspace_id = $1 and contact_id = any($2::uuid[])`, [ctx.workspaceId, gone])
  await insertRows(
    ctx.sql,
    'search_contacts',
    keys.map(({ id, key }) => ({ workspace_id: ctx.workspaceId, contact_id: id, key })),
    'on conflict (workspace_id, contact_id) do update set key = excluded.key where search_contacts.key <> excluded.key',
  )
}

/** The next words of the vocabulary after one, in order. */
export async function wordsAfter(ctx: Context, after: string, limit: number): Promise<string[]> {
  const rows = await ctx.sql.many<{ word: string }>(`select word from search_words where workspace_id = $1 and word > $2 order by word limit $3`, [
    ctx.workspaceId,
    after,
    limit,
  ])
  return rows.map((row) => row.word)
}

/** Those of `words` that no document holds are forgotten; returns how many. */
export async function removeUnusedWords(ctx: Context, words: string[]): Promise<number> {
  return ctx.sql.run(
    `delete from search_words w where w.workspace_id = $1 and w.word = any($2::text[])
       and exists (select from search_messages(to_tsquery('simple', '''' || w.word || ''''), 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', null, 1) found
         where cardinality(found.message_ids) = 0)`,
    [ctx.workspaceId, words],
  )
}
