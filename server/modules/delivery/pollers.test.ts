import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { connectors } from '../../connectors/registry.ts'
import { until } from '../../connectors/email/simulator/recording-host.ts'
import { createLog } from '../../platform/log.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { startPollers } from './index.ts'

process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'
const count = 60

let t: TestApp
let watcher: pg.Pool
let server: Server
const lines = new Set<Socket>()
type Pollers = ReturnType<typeof startPollers>
const running: Pollers[] = []
const leased = async () =>
  (
    await watcher.query<{ pid: number; locks: number }>(
      `select l.pid, count(*)::int as locks from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and a.datname = current_database() and a.application_name = 'samvad-leases' group by l.pid`,
    )
  ).rows
const settingsFor = (port: number) => ({ imapHost: '127.0.0.1', imapPort: port, imapSecurity: 'none', user: 'support', password: 'secret' })
function startAnother(): Pollers {
  const { app } = t
  const pollers = startPollers({
    database: app.database,
    connectionString: t.connectionString,
    connectors,
    bus: app.bus,
    log: createLog('silent'),
    inboxes: app.inboxes,
    writer: app.writer,
    hostOf: (workspaceId, inbox) => ({
      now: new Date(),
      inbox: { workspaceId, inboxId: inbox.row.id, name: inbox.row.name, address: inbox.row.address },
      fetch,
      secretFor: () => new Uint8Array(32),
      saveSecrets: async () => {},
      resolveHost: async (host) => [host],
      oauthClient: () => null,
      signal: new AbortController().signal,
      log: () => {},
    }),
    allWorkspaces: async () => [t.owner.workspaceId],
  })
  running.push(pollers)
  return pollers
}

before(async () => {
  // A mail server that greets and then says nothing more: every poller that runs holds one line to it.
  server = createServer((socket) => {
    lines.add(socket)
    socket.on('error', () => {}).on('close', () => lines.delete(socket))
    socket.resume()
    socket.write('* OK ready\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t = await startTestApp({ startWork: false })
  watcher = new pg.Pool({ connectionString: t.connectionString, max: 1 })
  // The database is dropped while a connection may still be closing.
  watcher.on('connect', (client) => client.on('error', () => {}))
  const { port } = server.address() as AddressInfo
  for (let at = 0; at < count; at++) {
    const { status } = await t.call('POST', '/inboxes', {
      body: { name: `Mailbox ${at}`, connector: 'email', address: `help${at}@shop.test`, settings: settingsFor(port) },
    })
    assert.equal(status, 201)
  }
  for (const name of ['raw', 'send only'])
    await t.call('POST', '/inboxes', {
      body: { name, connector: 'email', address: 'pipe@shop.test', settings: name === 'raw' ? {} : { smtpHost: '127.0.0.1', smtpPort: 1 } },
    })
})
after(async () => {
  await Promise.all(running.map((one) => one.stop()))
  await watcher.end()
  await t.close()
  for (const line of lines) line.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

let first: Pollers
test('sixty mailboxes are watched at once, and their leases are all on one connection; an inbox without a server has none', async () => {
  first = startAnother()
  await until('every mailbox has its line', () => lines.size === count)
  assert.deepEqual(
    (await leased()).map(({ locks }) => locks),
    [count],
  )
})

test('another process takes none of them while the first lives', async () => {
  const second = startAnother()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  assert.deepEqual(
    (await leased()).map(({ locks }) => locks),
    [count],
  )
  assert.equal(lines.size, count, 'no mailbox is watched twice')
  await second.stop()
})

test('when the connection of the leases dies, every mailbox is let go and soon watched again, once', async () => {
  const [before] = await leased()
  const cut = new Set(lines)
  await watcher.query('select pg_terminate_backend($1)', [before!.pid])
  await until('all leases are held again', async () => {
    const [now] = await leased()
    return now !== undefined && now.pid !== before!.pid && now.locks === count
  })
  await until('every mailbox has one new line', () => lines.size === count && [...lines].every((line) => !cut.has(line)))
})

test('a process that ends leaves its leases to the next', async () => {
  await first.stop()
  assert.deepEqual(await leased(), [])
  startAnother()
  await until('the next one has them', async () => (await leased())[0]?.locks === count)
})
