import type { Client } from 'pg'
import { type Finding, bad, count, describeAge, ok, warn } from './finding.ts'

const slowMs = 5 * 60_000

/** Whether what came in is being worked on: processes, waiting mail, quarantine, jobs, subscribers, inboxes. */
export async function checkWork(client: Client, isServerRunning: boolean): Promise<Finding[]> {
  if (!(await seesEverything(client))) {
    return [
      warn('This database role cannot see the work of all workspaces.', 'Run as a superuser: alter role … bypassrls; for the role in DATABASE_URL.'),
    ]
  }
  return [
    await checkWorkers(client, isServerRunning),
    await checkInbound(client),
    await checkQuarantine(client),
    await checkJobs(client),
    await checkWebhooks(client),
    await checkSubscribers(client),
    ...(await checkInboxes(client)),
  ]
}

async function checkWorkers(client: Client, isServerRunning: boolean): Promise<Finding> {
  const rows = await many<{ roles: string[] }>(client, `select roles from instances where seen_at > now() - interval '20 seconds'`)
  const workers = rows.filter(({ roles }) => roles.includes('worker')).length
  if (workers > 0) return ok(`${count(workers, 'process', 'processes')} at work`)
  if (!isServerRunning && rows.length === 0) return ok('Samvad is not running now')
  return bad('No process works on mail and jobs.', 'Start one with the role worker: samvad start --roles worker')
}

async function checkInbound(client: Client): Promise<Finding> {
  const [row] = await many<{ waiting: number; oldest: Date | null }>(
    client,
    `select count(*)::int as waiting, min(received_at) as oldest from inbound_events where state = 'received'`,
  )
  const ageMs = row!.oldest ? Date.now() - row!.oldest.getTime() : 0
  if (ageMs > slowMs)
    return bad(
      `${count(row!.waiting, 'message')} not read yet, the oldest for ${describeAge(ageMs)}.`,
      'Look for "intake" in the log, and start a process with the role worker.',
    )
  return ok(row!.waiting === 0 ? 'Everything that came in is read' : `${count(row!.waiting, 'message')} just came in`)
}

async function checkQuarantine(client: Client): Promise<Finding> {
  const [row] = await many<{ held: number }>(client, `select count(*)::int as held from inbound_events where state = 'quarantined'`)
  if (row!.held === 0) return ok('Nothing is in quarantine')
  return warn(
    `${count(row!.held, 'message')} in quarantine could not be understood.`,
    'Open Set-up → Quarantine: each shows its raw form and can be tried again.',
  )
}

async function checkJobs(client: Client): Promise<Finding> {
  const [row] = await many<{ given_up: number; late: number; oldest: Date | null }>(
    client,
    `select count(*) filter (where attempts >= max_attempts)::int as given_up,
       count(*) filter (where attempts < max_attempts and run_at < now() and locked_at is null)::int as late,
       min(run_at) filter (where attempts < max_attempts and run_at < now() and locked_at is null) as oldest
     from graphile_worker.jobs where task_identifier <> 'webhooks.deliver'`,
  )
  const ageMs = row!.oldest ? Date.now() - row!.oldest.getTime() : 0
  if (ageMs > slowMs)
    return bad(
      `${count(row!.late, 'job')} late, the oldest by ${describeAge(ageMs)}.`,
      'Start a process with the role worker, or look for "job failed" in the log.',
    )
  if (row!.given_up > 0)
    return warn(
      `${count(row!.given_up, 'job')} failed until given up.`,
      'Look for "job failed" in the log; messages not sent are marked in their conversations.',
    )
  return ok('No job is late')
}

/** Calls of one endpoint follow each other: that many wait says that their receiver is slow, not that ours is. */
async function checkWebhooks(client: Client): Promise<Finding> {
  const rows = await many<{ url: string; waiting: number; oldest: Date }>(
    client,
    `select e.url, count(*)::int as waiting, min(d.created_at) as oldest from webhook_deliveries d
     join webhook_endpoints e on e.workspace_id = d.workspace_id and e.id = d.endpoint_id
     where d.state = 'waiting' and e.is_enabled and d.created_at < now() - interval '5 minutes' group by e.url order by 2 desc`,
  )
  const [most] = rows
  if (!most) return ok('No webhook call waits')
  return warn(
    `${count(most.waiting, 'webhook call')} wait for ${hostOf(most.url)}, the oldest for ${describeAge(Date.now() - most.oldest.getTime())}${rows.length > 1 ? `; ${count(rows.length - 1, 'other endpoint')} too` : ''}.`,
    'Mend the receiver, or switch the endpoint off (PATCH /api/v1/webhooks/{id}); GET /api/v1/webhooks/{id}/deliveries says what it answered.',
  )
}

/** An address may hold a secret of its receiver: no more of it than the host is printed. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'an endpoint')

async function checkSubscribers(client: Client): Promise<Finding> {
  const rows = await many<{ name: string; failure: string | null }>(
    client,
    'select name, max(failure) as failure from subscriber_cursors where failures > 0 group by name order by name',
  )
  if (rows.length === 0) return ok('Every event has reached its subscribers')
  return bad(
    `Subscribers are stuck: ${rows.map(({ name, failure }) => `${name} (${failure ?? 'no reason kept'})`).join(', ')}.`,
    'They go on by themselves once the cause is gone; look for their names in the log.',
  )
}

async function checkInboxes(client: Client): Promise<Finding[]> {
  const rows = await many<{ name: string; health: { state: string; reason: string | null } }>(
    client,
    'select name, health from inboxes where removed_at is null and is_enabled order by name limit 200',
  )
  const failing = rows.filter(({ health }) => health.state === 'needs_attention')
  // Tried, and not yet given up: somebody who asks just after setting it up wants to know.
  const refused = rows.filter(({ health }) => health.state === 'starting' && health.reason !== null)
  if (failing.length + refused.length === 0)
    return [ok(rows.length === 0 ? 'No inbox is set up yet' : `${count(rows.length, 'inbox', 'inboxes')} in good health`)]
  const where = (name: string) => `Open Set-up → Channels → ${name} and run its test.`
  return [
    ...failing.map(({ name, health }) => bad(`Inbox "${name}" needs attention: ${health.reason ?? 'no reason kept'}.`, where(name))),
    ...refused.map(({ name, health }) => warn(`Inbox "${name}" has not begun to receive: ${health.reason}.`, where(name))),
  ]
}

async function seesEverything(client: Client): Promise<boolean> {
  const [row] = await many<{ sees: boolean }>(client, 'select rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user')
  return row!.sees
}

async function many<Row extends object>(client: Client, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows
}
