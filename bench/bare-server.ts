import Fastify from 'fastify'
import pg from 'pg'

/**
 * The bare limit of pages, in a process of its own: Fastify and the SQL of a page, on the same tables and indexes, with no permission, no row-level security, no
 * event number, no schema. `node bench/bare-server.ts CONNECTION WORKSPACE` prints the address.
 */
const [connectionString, workspaceId] = process.argv.slice(2) as [string, string]
const pool = new pg.Pool({ connectionString, max: 4, options: '-c enable_seqscan=off' })
const fastify = Fastify({ logger: false })

const columns = `c.id, c.number, c.contact_id as "contactId", ct.name as "contactName", ct.is_verified as "isVerified", ct.language, c.subject, c.status, c.priority,
  c.assignee_id as "assigneeId", c.team_id as "teamId", c.tags, c.channels, c.last_message_id as "lastMessageId", c.last_message_at as "lastMessageAt", c.last_direction as "lastDirection",
  c.last_channel as "lastChannel", c.last_preview as "lastPreview", c.last_author_name as "lastAuthorName", c.last_language as "lastLanguage", c.waiting_since as "waitingSince",
  c.snoozed_until as "snoozedUntil", c.message_count as "messageCount", c.created_at as "createdAt", c.resolved_at as "resolvedAt"`

fastify.get('/hello', () => ({ hello: 'world' }))

interface Filter {
  status?: string
  assignee?: string
  team?: string
}
fastify.get<{ Querystring: Filter }>('/list', async (request) => {
  const { status, assignee, team } = request.query
  const values = [workspaceId]
  const where = ['c.workspace_id = $1', 'c.merged_into_id is null']
  for (const [column, value] of Object.entries({ status, assignee_id: assignee, team_id: team })) {
    if (value) where.push(`c.${column} = $${values.push(value)}`)
  }
  const text = `select ${columns} from (select * from conversations c where ${where.join(' and ')} order by c.last_message_at desc, c.id desc limit 50) c
    join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id order by c.last_message_at desc, c.id desc`
  return (await pool.query({ name: Object.keys(request.query).join(), text, values })).rows
})

fastify.get<{ Params: { id: string } }>('/page/:id', async (request) => {
  const { id } = request.params
  const [conversation, messages] = await Promise.all([
    pool.query({
      name: 'conversation',
      text: `select ${columns} from conversations c join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id where c.workspace_id = $1 and c.id = $2`,
      values: [workspaceId, id],
    }),
    pool.query({
      name: 'messages',
      text: `select id, kind, direction, channel, inbox_id as "inboxId", author_kind as "authorKind", author_id as "authorId", author_name as "authorName", subject, text, quoted_text as "quotedText", html,
        language, client_key as "clientKey", delivery_state as "deliveryState", flags, recipients, mentions, created_at as "createdAt"
        from messages where workspace_id = $1 and conversation_id = $2 order by created_at desc, id desc limit 20`,
      values: [workspaceId, id],
    }),
  ])
  return { conversation: conversation.rows[0], items: messages.rows }
})

console.log(await fastify.listen({ port: 0, host: '127.0.0.1' }))
