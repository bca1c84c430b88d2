import pg from 'pg'

/** Ids that sort by number, as real ones sort by time; the second group tells the kinds apart. */
const idOf = (kind: number, number: string) =>
  `('01900000-${kind.toString(16).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
const contactId = (n: string) => idOf(1, n)
const identityId = (n: string) => idOf(2, n)
const conversationId = (n: string) => idOf(3, n)
const firstMessageId = (n: string) => idOf(4, n)
const secondMessageId = (n: string) => idOf(5, n)

/** The address of the contact of the n-th conversation filled in, at the API and by e-mail. */
export const filledCustomer = (number: number) => `filled-${number}`
export const filledAddress = (number: number) => `filled-${number}@customers.test`

/** The id of the n-th conversation filled in. */
export const filledConversation = (number: number) => `01900000-0003-7000-8000-${number.toString(16).padStart(12, '0')}`

const words = `(array['order','refund','courier','invoice','kettle','today','please','address','again','phone','delivery','broken'])`

/**
 * Fills a workspace with conversations number `from` to `to`, straight into the tables: one contact with two identities each, one or two messages, of which every
 * second was answered. 5 % are open, the rest is resolved; they spread over `teams` and the last `to` minutes. A million take about two minutes.
 */
export async function fillWorkspace(
  connectionString: string,
  target: { workspaceId: string; inboxId: string; agentId: string; teamIds: string[] },
  from: number,
  to: number,
): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    // The rows fit together by construction; checking each foreign key would take most of the time. Only a superuser may say so.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set enable_seqscan = on`)
    await client.query(`create temp table bench_target as select $1::uuid as w, $2::uuid as inbox, $3::uuid as agent, $4::uuid[] as teams`, [
      target.workspaceId,
      target.inboxId,
      target.agentId,
      target.teamIds,
    ])
    for (let first = from; first <= to; first += 50_000) await client.query(fillSql(first, Math.min(to, first + 49_999), to))
    await client.query(`update counters set last = greatest(last, $2) where workspace_id = $1 and name = 'conversation'`, [target.workspaceId, to])
    // A freshly filled table has no visibility map and no statistics; after a day of work it has both.
    await client.query('vacuum (analyze) contacts, identities, conversations, messages, participants, mail_references, reachability')
  } finally {
    await client.end()
  }
}

/** Gives the first `conversations` filled in as many messages as `each`. */
export async function addMessages(connectionString: string, workspaceId: string, conversations: number, each: number): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(
    `insert into messages (workspace_id, id, conversation_id, kind, direction, channel, inbox_id, identity_id, author_kind, author_id, author_name, text, language, created_at, stored_at)
     select m.workspace_id, ('01900000-0006-7000-8000-' || lpad(to_hex(c.number * 1000 + n), 12, '0'))::uuid, m.conversation_id, m.kind, case when n % 2 = 0 then 'in' else 'out' end, m.channel, m.inbox_id,
       m.identity_id, case when n % 2 = 0 then 'contact' else 'agent' end, m.author_id, m.author_name, m.text, m.language, m.created_at + n * interval '1 second', m.stored_at
     from conversations c join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.direction = 'in'
     cross join generate_series(1, $3 - 1) n where c.workspace_id = $1 and c.number <= $2 and (n > 1 or c.message_count < 2)`,
    [workspaceId, conversations, each],
  )
  await client.query('vacuum (analyze) messages')
  await client.end()
}

const fillSql = (from: number, to: number, newest: number) => `
begin;
create temp table bench_rows on commit drop as
  select n, now() - (${newest} - n) * interval '1 minute' as at, n % 20 = 0 as is_open, (n / 2) % 2 = 0 as is_answered,
    case when n % 4 = 0 then null else t.teams[1 + n % cardinality(t.teams)] end as team_id, t.w, t.inbox, t.agent,
    (select string_agg(${words}[1 + (n * 7 + i * 5 + (n / 16) * i) % 12], ' ') from generate_series(1, 60) i) as text
  from generate_series(${from}::bigint, ${to}::bigint) n, bench_target t;
insert into contacts (workspace_id, id, name, language, current_conversation_id, last_seen_at, created_at)
  select w, ${contactId('n')}, 'Customer ' || n, 'en', ${conversationId('n')}, at, at from bench_rows;
insert into identities (workspace_id, id, contact_id, kind, address, created_at)
  select w, ${identityId('n * 2')}, ${contactId('n')}, 'external', '${filledCustomer(0).slice(0, -1)}' || n, at from bench_rows
  union all select w, ${identityId('n * 2 + 1')}, ${contactId('n')}, 'email', '${filledCustomer(0).slice(0, -1)}' || n || '@customers.test', at from bench_rows;
insert into conversations (workspace_id, id, number, contact_id, subject, status, team_id, assignee_id, channels, waiting_since, last_message_id, last_message_at, last_direction, last_channel,
    last_preview, last_author_name, last_author_id, last_language, reply_inbox_id, reply_identity_id, message_count, created_at, resolved_at)
  select w, ${conversationId('n')}, n, ${contactId('n')}, 'Order ' || n, case when is_open then 'open' else 'resolved' end, team_id, case when n % 3 = 0 then agent end, '{api}',
    case when is_open and not is_answered then at end, case when is_answered then ${secondMessageId('n')} else ${firstMessageId('n')} end, at, case when is_answered then 'out' else 'in' end, 'api',
    left(text, 200), 'Customer ' || n, ${contactId('n')}, 'en', inbox, ${identityId('n * 2')}, case when is_answered then 2 else 1 end, at, case when not is_open then at end from bench_rows;
insert into messages (workspace_id, id, conversation_id, kind, direction, channel, inbox_id, identity_id, author_kind, author_id, author_name, text, language, external_id, created_at, stored_at)
  select w, ${firstMessageId('n')}, ${conversationId('n')}, 'message', 'in', 'api', inbox, ${identityId('n * 2')}, 'contact', ${contactId('n')}, 'Customer ' || n, text, 'en', 'filled-' || n, at, at from bench_rows
  union all select w, ${secondMessageId('n')}, ${conversationId('n')}, 'message', 'out', 'api', inbox, ${identityId('n * 2')}, 'agent', agent, 'Owner', text, 'en', null, at, at from bench_rows where is_answered;
insert into participants (workspace_id, conversation_id, identity_id, contact_id, name, role, added_at)
  select w, ${conversationId('n')}, ${identityId('n * 2')}, ${contactId('n')}, 'Customer ' || n, 'from', at from bench_rows;
insert into mail_references (workspace_id, reference, conversation_id, message_id, kind, created_at)
  select w, 'filled-' || n || '@customers.test', ${conversationId('n')}, ${firstMessageId('n')}, 'own', at from bench_rows;
insert into reachability (workspace_id, contact_id, inbox_id, identity_id, last_inbound_at)
  select w, ${contactId('n')}, inbox, ${identityId('n * 2')}, at from bench_rows;
commit;`
