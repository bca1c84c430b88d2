import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { migrate } from '../migrate.ts'
import { StartError, checkDatabase, startEmbedded } from './index.ts'

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'samvad-check-'))
chmodSync(folder, 0o755)
const embedded = await startEmbedded({ dataDir: folder })
after(async () => {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The address of another database, role or host than the embedded one's. */
function address(change: { database?: string; user?: string; password?: string; host?: string; port?: string }): string {
  const url = new URL(embedded.connectionString)
  if (change.database) url.pathname = `/${change.database}`
  if (change.user) url.username = change.user
  if (change.password) url.password = change.password
  if (change.host) url.searchParams.set('host', change.host)
  if (change.port) url.port = change.port
  return url.href
}

async function run(database: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: address({ database }) })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

const asPlainRole = { user: 'plain', password: 'plain', database: 'theirs' }
await run('samvad', `create role plain login password 'plain'`, 'create database theirs')

test('the embedded database passes its own check, and the check leaves nothing behind', async () => {
  assert.match((await checkDatabase(embedded.connectionString)).version, /^18\./)
  const client = new Client({ connectionString: embedded.connectionString })
  await client.connect()
  assert.deepEqual((await client.query(`select extname from pg_extension where extname = 'pg_trgm'`)).rows, [])
  await client.end()
})

const cases: [name: string, prepare: string[], where: Parameters<typeof address>[0], code: string, says: RegExp, mend: RegExp][] = [
  [
    'a database whose locale knows no Indic letter',
    [`create database ascii_letters template template0 locale_provider libc locale 'C'`],
    { database: 'ascii_letters' },
    'database_unsuitable',
    /Indic words cannot be searched/,
    /create database samvad template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C.UTF-8' owner samvad;$/,
  ],
  [
    'a database in Latin-1',
    [`create database latin template template0 encoding 'LATIN1' locale_provider libc locale 'C'`],
    { database: 'latin' },
    'database_unsuitable',
    /encoded in LATIN1/,
    /create database/,
  ],
  [
    'a read-only database',
    ['create database frozen', 'alter database frozen set default_transaction_read_only = on'],
    { database: 'frozen' },
    'database_unsuitable',
    /read-only/,
    /primary/,
  ],
  [
    'a role that may not create in the database',
    [],
    asPlainRole,
    'database_unsuitable',
    /may not create schemas/,
    /grant create on database theirs to plain;$/,
  ],
  [
    'a role that may not create tables',
    ['grant create on database theirs to plain'],
    asPlainRole,
    'database_unsuitable',
    /may not create tables/,
    /grant create on schema public to plain;$/,
  ],
  [
    'a role that may not create roles',
    ['alter database theirs owner to plain'],
    asPlainRole,
    'database_unsuitable',
    /may not create the role/,
    /alter role plain createrole;$/,
  ],
  ['a database that is not there', [], { database: 'nowhere' }, 'database_unreachable', /does not exist/, /create database "nowhere"/],
  ['a wrong password', [], { password: 'wrong' }, 'database_unreachable', /password authentication failed/, /Correct user and password/],
  [
    'a port where nobody listens',
    [],
    { host: '127.0.0.1', port: '1' },
    'database_unreachable',
    /127\.0\.0\.1:1 cannot be reached/,
    /Start PostgreSQL there/,
  ],
]
for (const [name, prepare, where, code, says, mend] of cases) {
  test(`refuses, in one line with the mending statement: ${name}`, async () => {
    await run('samvad', ...prepare)
    await assert.rejects(checkDatabase(address(where)), (error: unknown) => {
      assert.ok(error instanceof StartError)
      assert.equal(error.code, code)
      assert.match(error.message, says)
      assert.match(error.hint, mend)
      assert.doesNotMatch(error.message + error.hint, /\n|postgresql:\/\//)
      return true
    })
  })
}

test('the mending statements mend: a plain role that owns its database and may create roles passes', async () => {
  await run('samvad', 'alter role plain createrole')
  await checkDatabase(address(asPlainRole))
})

test('a role that may create roles brings the database up to date and can become the role of the application', async () => {
  await migrate(address(asPlainRole))
  const client = new Client({ connectionString: address(asPlainRole), options: '-c role=samvad_app' })
  await client.connect()
  assert.deepEqual((await client.query('select current_user::text as role')).rows, [{ role: 'samvad_app' }])
  await client.end()
})

test('a second role on the same server is told which grant it lacks, and passes with it', async () => {
  await run('samvad', `create role second login password 'second'`, 'create database second owner second')
  const second = address({ user: 'second', password: 'second', database: 'second' })
  await assert.rejects(checkDatabase(second), { code: 'database_unsuitable', hint: 'Run as a superuser: grant samvad_app to second;' })
  await run('samvad', 'grant samvad_app to second')
  await checkDatabase(second)
  await migrate(second)
})
