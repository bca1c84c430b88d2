import type { Context } from '../../platform/context.ts'

/** Where a visitor stands: identity and contact exist once something was said. */
export interface Standing {
  identityId: string | null
  contactId: string | null
  contactName: string | null
  isProven: boolean
  contactIsVerified: boolean
}

/** What is known of visitors by now, in the order asked; null for one whose chat is switched off or gone. */
export async function findStandings(ctx: Context, visitors: { inboxId: string; visitorId: string }[]): Promise<(Standing | null)[]> {
  const rows = await ctx.sql.many<Standing & { at: number }>(
    `select asked.at::int as at, i.id as "identityId", i.contact_id as "contactId", c.name as "contactName", i.verified_at is not null as "isProven", coalesce(c.is_verified, false) as "contactIsVerified"
     from unnest($2::uuid[], $3::text[]) with ordinality as asked (inbox_id, visitor_id, at)
       join inboxes b on b.workspace_id = $1 and b.id = asked.inbox_id and b.channel = 'chat' and b.is_enabled and b.removed_at is null
       left join lateral (select * from identities where workspace_id = $1 and kind = 'visitor' and address = asked.visitor_id limit 1) i on true
       left join lateral (select * from contacts where workspace_id = $1 and id = i.contact_id limit 1) c on true`,
    [ctx.workspaceId, visitors.map((one) => one.inboxId), visitors.map((one) => one.visitorId)],
  )
  const found = new Map(rows.map(({ at, ...standing }) => [at, standing]))
  return visitors.map((_, at) => found.get(at + 1) ?? null)
}

/** Which of these inboxes take no visitors: switched off, or removed. */
export async function closedChats(ctx: Context, inboxIds: string[]): Promise<string[]> {
  const rows = await ctx.sql.many<{ id: string }>(
    `select id from inboxes where workspace_id = $1 and id = any($2::uuid[]) and not (is_enabled and removed_at is null)`,
    [ctx.workspaceId, inboxIds],
  )
  return rows.map((row) => row.id)
}

/** Available agents with a session used in the last five minutes. */
export async function countAvailable(ctx: Context): Promise<number> {
  const row = await ctx.sql.one<{ count: number }>(
    `select count(*) as count from agents a where a.workspace_id = $1 and a.availability = 'available' and a.deactivated_at is null
       and exists (select from sessions s where s.workspace_id = a.workspace_id and s.agent_id = a.id and s.revoked_at is null and s.last_seen_at > $2)`,
    [ctx.workspaceId, new Date(ctx.now.getTime() - 5 * 60_000)],
  )
  return row!.count
}

export interface SeenMessage {
  id: string
  conversationId: string
  viewerId: string
  clientKey: string | null
  direction: 'in' | 'out'
  channel: 'email' | 'chat' | 'api'
  authorName: string
  text: string
  at: Date
  deliveryState: string
  isSeen: boolean
}
export interface SeenFile {
  id: string
  messageId: string
  name: string
  sizeBytes: number
  contentType: string
}

/**
 * THE rule of what a visitor sees, used by every reader: messages (never notes) of conversations in which their own identity takes part; not what is held
 * or failed, nor what machines wrote. Who has proved who they are sees what they themselves said, at whatever address, and all that we said; anybody else only what
 * they said here and what was said to them. What a third party wrote into the conversation (a code it sent to its signed address), or somebody whom the contact's own
 * domain disowns, is for agents.
 * Takes `p` (participants, joined to the viewer), `m` (messages) and a boolean `proven`.
 */
const seenBy = (proven: string) =>
  `m.kind = 'message' and m.direction in ('in', 'out') and m.classification = 'message' and m.delivery_state not in ('held', 'failed') and (m.identity_id = p.identity_id or (${proven} and (m.direction = 'out' or 'dmarc_fail' <> all (m.flags) and exists (select from identities said join identities viewer on viewer.workspace_id = said.workspace_id and viewer.contact_id = said.contact_id
    where said.workspace_id = m.workspace_id and said.id = m.identity_id and viewer.id = p.identity_id))))`

const columns = `m.id, m.conversation_id as "conversationId", p.identity_id as "viewerId", case when m.identity_id = p.identity_id then m.client_key end as "clientKey", m.direction, m.channel, m.author_name as "authorName", m.text,
  m.created_at as at, m.delivery_state as "deliveryState", m.direction = 'in' and exists (select from seen s where s.workspace_id = m.workspace_id and s.conversation_id = m.conversation_id and s.message_id >= m.id) as "isSeen"`

/** The newest messages before a position, newest first. */
export async function messagesBefore(
  ctx: Context,
  viewer: { identityId: string; isProven: boolean },
  before: { at: Date; id: string } | null,
  limit: number,
): Promise<SeenMessage[]> {
  return ctx.sql.many<SeenMessage>(
    `select ${columns} from participants p join messages m on m.workspace_id = p.workspace_id and m.conversation_id = p.conversation_id
     where p.workspace_id = $1 and p.identity_id = $2 and ${seenBy('$3::boolean')} and ($4::timestamptz is null or (m.created_at, m.id) < ($4, $5::uuid))
     order by m.created_at desc, m.id desc limit $6`,
    [ctx.workspaceId, viewer.identityId, viewer.isProven, before?.at ?? null, before?.id ?? null, limit],
  )
}

/** Of these messages, which each of several viewers sees; one statement for all of them. */
export async function messagesSeenBy(
  ctx: Context,
  viewers: { identityId: string; isProven: boolean }[],
  messageIds: string[],
): Promise<SeenMessage[]> {
  if (viewers.length === 0 || messageIds.length === 0) return []
  return ctx.sql.many<SeenMessage>(
    `select ${columns} from unnest($2::uuid[], $3::boolean[]) as viewer (id, is_proven)
       join participants p on p.workspace_id = $1 and p.identity_id = viewer.id
       join messages m on m.workspace_id = $1 and m.conversation_id = p.conversation_id and m.id = any($4::uuid[])
     where ${seenBy('viewer.is_proven')} order by m.created_at, m.id`,
    [ctx.workspaceId, viewers.map((one) => one.identityId), viewers.map((one) => one.isProven), messageIds],
  )
}

/** The files of messages; those inside a mail's HTML are not attachments to a reader of its text. */
export async function filesOf(ctx: Context, messageIds: string[]): Promise<SeenFile[]> {
  if (messageIds.length === 0) return []
  return ctx.sql.many<SeenFile>(
    `select id, message_id as "messageId", name, size_bytes as "sizeBytes", content_type as "contentType" from files
     where workspace_id = $1 and message_id = any($2::uuid[]) and not is_inline order by message_id, position`,
    [ctx.workspaceId, messageIds],
  )
}

/** Messages of the viewer's conversations that the log names after a number; at most `limit`. */
export async function changedSince(ctx: Context, identityId: string, after: number, limit: number): Promise<string[]> {
  const rows = await ctx.sql.many<{ messageId: string }>(
    `select distinct e.payload ->> 'messageId' as "messageId" from participants p
       cross join lateral (select * from events e where e.workspace_id = $1 and e.conversation_id = p.conversation_id and e.number > $3
         and e.name in ('message.received', 'message.written', 'message.delivery_changed', 'message.taken_back') order by e.number limit $4) e
     where p.workspace_id = $1 and p.identity_id = $2 limit $4`,
    [ctx.workspaceId, identityId, after, limit],
  )
  return rows.map((row) => row.messageId)
}

/** Live conversations that each of these visitors takes part in, in the order asked. */
export async function conversationsOf(ctx: Context, identityIds: string[]): Promise<string[][]> {
  const rows = await ctx.sql.many<{ id: string; identityId: string }>(
    `select found.id, asked.identity_id as "identityId" from unnest($2::uuid[]) as asked (identity_id) cross join lateral (
       select c.id from participants p join conversations c on c.workspace_id = p.workspace_id and c.id = p.conversation_id
       where p.workspace_id = $1 and p.identity_id = asked.identity_id and c.merged_into_id is null order by c.last_message_at desc limit 50) found`,
    [ctx.workspaceId, identityIds],
  )
  const byVisitor = Map.groupBy(rows, (row) => row.identityId)
  return identityIds.map((id) => (byVisitor.get(id) ?? []).map((row) => row.id))
}

/** The conversation the visitor's next words go to, if they take part in it. */
export async function currentConversation(ctx: Context, identityId: string): Promise<{ id: string; contactId: string; status: string } | null> {
  const row = await ctx.sql.one<{ id: string; contactId: string; status: string }>(
    `select c.id, c.contact_id as "contactId", c.status from identities i join contacts ct on ct.workspace_id = i.workspace_id and ct.id = i.contact_id
       join conversations c on c.workspace_id = ct.workspace_id and c.id = ct.current_conversation_id
     where i.workspace_id = $1 and i.id = $2 and c.merged_into_id is null
       and exists (select from participants p where p.workspace_id = c.workspace_id and p.conversation_id = c.id and p.identity_id = i.id)`,
    [ctx.workspaceId, identityId],
  )
  return row ?? null
}

/** Files a visitor has uploaded and not used yet. */
export async function unusedFiles(ctx: Context, visitorId: string, ids: string[]): Promise<{ id: string; name: string; contentType: string }[]> {
  return ctx.sql.many(
    `select id, name, content_type as "contentType" from files where workspace_id = $1 and id = any($2::uuid[]) and message_id is null and uploaded_by = $3`,
    [ctx.workspaceId, ids, `visitor:${visitorId}`],
  )
}

/** Has this visitor said something that is still on its way into a conversation? */
export async function hasArrival(ctx: Context, inboxId: string, visitorId: string): Promise<boolean> {
  const row = await ctx.sql.one(
    `select 1 as found from inbound_events where workspace_id = $1 and state = 'received' and inbox_id = $2 and starts_with(external_key, $3) limit 1`,
    [ctx.workspaceId, inboxId, `${visitorId}:`],
  )
  return row !== undefined
}

/** Which of these messages were said by which visitor. */
export async function visitorsOfMessages(ctx: Context, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  const rows = await ctx.sql.many<{ visitorId: string }>(
    // Lateral, so that no plan begins with all visitors there are.
    `select distinct i.address as "visitorId" from messages m cross join lateral (
       select kind, address from identities where workspace_id = $1 and id = m.identity_id limit 1) i
     where m.workspace_id = $1 and m.id = any($2::uuid[]) and i.kind = 'visitor'`,
    [ctx.workspaceId, messageIds],
  )
  return rows.map((row) => row.visitorId)
}

/** What a mail to a visitor needs: the chat they came by. */
export async function findLinkFacts(ctx: Context, visitorId: string) {
  return ctx.sql.one<{ identityId: string; isProven: boolean; inboxName: string; publicKey: string }>(
    `select i.id as "identityId", i.verified_at is not null as "isProven", b.name as "inboxName", b.public_key as "publicKey"
     from identities i join reachability r on r.workspace_id = i.workspace_id and r.identity_id = i.id
       join inboxes b on b.workspace_id = r.workspace_id and b.id = r.inbox_id and b.channel = 'chat' and b.removed_at is null
     where i.workspace_id = $1 and i.kind = 'visitor' and i.address = $2 limit 1`,
    [ctx.workspaceId, visitorId],
  )
}
