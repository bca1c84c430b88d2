import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { Client } from 'pg'
import { readSettings } from '../../platform/settings.ts'
import { cloneDatabase } from '../../testing/postgres.ts'
import { checkServer } from './database.ts'
import { describeAge } from './finding.ts'
import { checkFolder } from './machine.ts'
import { checkPort, checkPublicUrl } from './network.ts'
import { checkWork } from './work.ts'

let clone: Awaited<ReturnType<typeof cloneDatabase>>
let client: Client
const workspace = randomUUID()
const inbox = randomUUID()
before(async () => {
  clone = await cloneDatabase()
  client = new Client({ connectionString: clone.url })
  await client.connect()
  await client.query(`insert into workspaces (workspace_id, name) values ($1, 'Acme')`, [workspace])
  await client.query(
    `insert into inboxes (workspace_id, id, name, connector, channel, address) values ($1, $2, 'Support', 'email', 'email', 's@acme.example')`,
    [workspace, inbox],
  )
})
after(async () => {
  await client.end()
  await clone.drop()
})
beforeEach(() => client.query('begin'))

/** What doctor says about the work, after `statements`, which are undone again. */
async function findings(isServerRunning: boolean, statements: string[]) {
  for (const statement of statements) await client.query(statement)
  const found = await checkWork(client, isServerRunning)
  await client.query('rollback')
  return found
}

const inbound = (state: string, age: string) =>
  `insert into inbound_events (workspace_id, id, inbox_id, external_key, source, size_bytes, state, received_at) values ('${workspace}', gen_random_uuid(), '${inbox}', 'k', 'imap', 1, '${state}', now() - interval '${age}')`
const worker = `insert into instances (id, roles) values (gen_random_uuid(), '{web,worker}')`

const cases: [name: string, isServerRunning: boolean, statements: string[], state: 'warn' | 'bad', says: RegExp][] = [
  ['a server whose worker is silent', true, [], 'bad', /^No process works/],
  ['a web process without a worker', false, [`insert into instances (id, roles) values (gen_random_uuid(), '{web}')`], 'bad', /^No process works/],
  ['a message that has waited for an hour', true, [worker, inbound('received', '2 hours')], 'bad', /^1 message not read yet, the oldest for 2 h/],
  ['a message in quarantine', true, [worker, inbound('quarantined', '1 day')], 'warn', /^1 message in quarantine/],
  [
    'a job that is late',
    true,
    [worker, `select graphile_worker.add_job('x', run_at := now() - interval '1 hour')`],
    'bad',
    /^1 job late, the oldest by 60 min/,
  ],
  [
    'calls that wait for a slow receiver, without the secret in its address, and their jobs are not taken for late ones of ours',
    true,
    [
      worker,
      `select graphile_worker.add_job('webhooks.deliver', run_at := now() - interval '1 hour')`,
      `insert into webhook_endpoints (workspace_id, id, url, secrets) values ('${workspace}', '${inbox}', 'https://shop.example/hook?key=hush', '[]')`,
      ...[1, 2].map(
        (number) =>
          `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_number, event_name, created_at) values ('${workspace}', gen_random_uuid(), '${inbox}', ${number}, 'x', now() - interval '1 hour')`,
      ),
    ],
    'warn',
    /^2 webhook calls wait for shop\.example, the oldest for 60 min\.$/,
  ],
  [
    'a job that was given up',
    true,
    [worker, `select graphile_worker.add_job('x', max_attempts := 1)`, 'update graphile_worker._private_jobs set attempts = 1'],
    'warn',
    /^1 job failed/,
  ],
  [
    'a subscriber that fails',
    true,
    [worker, `insert into subscriber_cursors (workspace_id, name, failures, failure) values ('${workspace}', 'search', 3, 'no room')`],
    'bad',
    /search \(no room\)/,
  ],
  [
    'an inbox that needs attention',
    true,
    [worker, `update inboxes set health = '{"state":"needs_attention","reason":"wrong_password"}'`],
    'bad',
    /^Inbox "Support" needs attention: wrong_password/,
  ],
  [
    'an inbox whose server has not answered yet',
    true,
    [worker, `update inboxes set health = '{"state":"starting","reason":"mail.unreachable"}'`],
    'warn',
    /^Inbox "Support" has not begun to receive: mail\.unreachable/,
  ],
]
for (const [name, isServerRunning, statements, state, says] of cases) {
  test(`doctor finds, and finds nothing else: ${name}`, async () => {
    const found = (await findings(isServerRunning, statements)).filter((finding) => finding.state !== 'ok')
    assert.deepEqual(
      found.map((finding) => [finding.state, says.test(finding.text)]),
      [[state, true]],
      JSON.stringify(found),
    )
  })
}

test('a healthy installation has nothing but good findings', async () => {
  const found = await findings(true, [worker, inbound('done', '1 day'), inbound('received', '1 second').replace(`'k'`, `'l'`)])
  assert.deepEqual(
    found.filter(({ state }) => state !== 'ok'),
    [],
  )
})

test('doctor finds a database of a newer version, and an event from the future', async () => {
  await client.query(`insert into schema_migrations (name) values ('9999_future.sql')`)
  await client.query(
    `insert into events (workspace_id, number, name, at, actor_kind, payload) values ($1, 1, 'x', now() + interval '2 days', 'system', '{}')`,
    [workspace],
  )
  const found = (await checkServer(client, clone.url)).filter(({ state }) => state === 'bad').map(({ text }) => text)
  await client.query('rollback')
  assert.match(found.join('\n'), /The newest event lies \d+ h|2 days in the future/)
  assert.match(found.join('\n'), /newer Samvad \(9999_future\.sql\)/)
})

test('doctor finds a folder others may read, and an old backup', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'samvad-doctor-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'backups'))
  writeFileSync(join(folder, 'backups/a.tar'), '')
  utimesSync(join(folder, 'backups/a.tar'), new Date(0), new Date(Date.now() - 30 * 86_400_000))
  const found = (await checkFolder(folder)).filter(({ state }) => state === 'warn').map(({ text }) => text)
  rmSync(folder, { recursive: true })
  assert.match(found[0]!, /^Others may look into the data folder .*\(mode 755\)/)
  assert.equal(found[1], 'The newest backup is 30 days old.')
  await client.query('rollback')
})

test('doctor tells our own server from a stranger on the port, and a public address that leads elsewhere', async () => {
  const answers = { '/livez': 200 }
  const server = createServer((request, response) => {
    response.statusCode = answers[request.url as '/livez'] ?? 404
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const here = `http://127.0.0.1:${port}`
  assert.deepEqual(await checkPort(readSettings(['--port', String(port)], {})), { state: 'ok', text: `Samvad answers at ${here}` })
  assert.deepEqual(
    (await checkPublicUrl(here)).map(({ state }) => state),
    ['warn', 'ok'],
    'it leads here, but is not encrypted',
  )
  answers['/livez'] = 404
  assert.equal((await checkPort(readSettings(['--port', String(port)], {}))).text, `Port ${port} is taken by another program.`)
  assert.deepEqual(
    (await checkPublicUrl(here)).map(({ state }) => state),
    ['warn', 'bad'],
  )
  await new Promise((resolve) => server.close(resolve))
  assert.deepEqual(await checkPort(readSettings(['--port', String(port)], {})), { state: 'ok', text: `Port ${port} is free` })
  await client.query('rollback')
})

test('ages are told in the unit a person would choose', () => {
  assert.deepEqual([500, 40_000, 60_000, 12 * 60_000, 3 * 3_600_000, 9 * 86_400_000].map(describeAge), [
    '1 s',
    '40 s',
    '60 s',
    '12 min',
    '3 h',
    '9 days',
  ])
})
