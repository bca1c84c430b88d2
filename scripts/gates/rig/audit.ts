import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { sleep, type Tally } from './gate.ts'

/** Waits until everything that came in is taken in and every subscriber is at the end of the log. False when for `mostMs` nothing has come forward: a slow machine is waited for. */
export async function drained(client: pg.Client, mostMs: number): Promise<boolean> {
  let least = Infinity
  let progressAt = Date.now()
  for (;;) {
    const { rows } = await client.query<{ waiting: number; behind: number }>(
      `select (select count(*) from inbound_events where state = 'received')::int as waiting,
         coalesce((select max(c.last - s.cursor) from subscriber_cursors s join counters c on c.workspace_id = s.workspace_id and c.name = 'event'), 0)::int as behind`,
    )
    const { waiting, behind } = rows[0]!
    if (waiting === 0 && behind === 0) return true
    // What is taken in becomes events that are still to be read: only together do they say how far it is.
    if (waiting * 2 + behind < least) {
      least = waiting * 2 + behind
      progressAt = Date.now()
    }
    if (Date.now() - progressAt > mostMs) return false
    await sleep(100)
  }
}

export interface Audit {
  stored: number
  lost: number
  duplicated: number
}

/** Compares what was acknowledged with what is stored: an acknowledged id without a message is lost, an id with two is duplicated. */
export async function auditMessages(client: pg.Client, workspaceId: string, acked: Map<string, Set<string>>): Promise<Audit> {
  const audit: Audit = { stored: 0, lost: 0, duplicated: 0 }
  for (const [inboxId, ids] of acked) {
    const { rows } = await client.query<{ id: string; count: number }>(
      `select split_part(external_id, '#', 1) as id, count(*)::int as count from messages where workspace_id = $1 and inbox_id = $2 and direction = 'in' group by 1`,
      [workspaceId, inboxId],
    )
    const counts = new Map(rows.map((row) => [row.id, row.count]))
    for (const id of ids) if (!counts.has(id)) audit.lost++
    for (const [, count] of counts) {
      audit.stored += count
      audit.duplicated += count - 1
    }
  }
  return audit
}

/** What must hold over a whole workspace whatever happened to it: dense event numbers, one event a message, counters that agree, no half-made records. */
export async function auditWorkspace(client: pg.Client, workspaceId: string, dataDir: string, tally: Tally): Promise<void> {
  const none = async (what: string, sql: string, values: unknown[] = [workspaceId]) => {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from (${sql}) found`, values)
    tally.expect(rows[0]!.count === 0, `${rows[0]!.count} ${what}`)
  }
  await none(
    'gaps in the event numbers',
    `select number, lag(number, 1, 0::bigint) over (order by number) as before from events where workspace_id = $1`.replace(/^/, 'select * from (') +
      ') n where number <> before + 1',
  )
  await none(
    'messages without exactly one message.received',
    `select m.id from messages m left join events e on e.workspace_id = m.workspace_id and e.name = 'message.received' and e.payload ->> 'messageId' = m.id::text
     where m.workspace_id = $1 and m.direction = 'in' group by m.id having count(e.number) <> 1`,
  )
  await none(
    'conversations whose count of messages is wrong',
    `select c.id from conversations c left join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id where c.workspace_id = $1 group by c.id, c.message_count having count(m.id) <> c.message_count`,
  )
  await none(
    'contacts without an identity',
    `select c.id from contacts c left join identities i on i.workspace_id = c.workspace_id and i.contact_id = c.id where c.workspace_id = $1 and i.id is null and c.merged_into_id is null`,
  )
  await none('arrivals that are not done', `select id from inbound_events where workspace_id = $1 and state <> 'done'`)
  await none(
    'done arrivals that lead nowhere',
    `select e.id from inbound_events e left join messages m on m.workspace_id = e.workspace_id and m.id = e.message_id where e.workspace_id = $1 and e.state = 'done' and m.id is null`,
  )
  const { rows } = await client.query<{ sha256: string }>(`select distinct sha256 from files where workspace_id = $1`, [workspaceId])
  const missing = rows.filter(({ sha256 }) => !existsSync(join(dataDir, 'files', workspaceId, sha256.slice(0, 2), sha256)))
  tally.expect(missing.length === 0, `${missing.length} files without their bytes`)
}
