import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { migrate } from '../../platform/database/migrate.ts'
import { cloneDatabase, createEmptyDatabase } from '../../testing/postgres.ts'
import { listSequences, listTables } from './catalogue.ts'
import { openBackup } from './read-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const folder = mkdtempSync(join(tmpdir(), 'samvad backup '))
const home = join(folder, 'home')
const archive = join(folder, 'one.tar')
const workspace = randomUUID()
const contact = randomUUID()
const conversation = randomUUID()
const quiet = () => {}
let source: Awaited<ReturnType<typeof cloneDatabase>>
const clones: Awaited<ReturnType<typeof cloneDatabase>>[] = []

async function clone() {
  const made = await cloneDatabase()
  clones.push(made)
  return made
}

async function withClient<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

const insertMessages = (client: Client, from: number, to: number) =>
  client.query(
    `insert into messages (workspace_id, id, conversation_id, kind, direction, author_kind, text, external_id, created_at)
     select $1, gen_random_uuid(), $2, 'message', 'in', 'contact', 'नमस्ते ' || E'\\t\\n\\\\' || repeat(md5(n::text), 4), 'mail-' || n, now() from generate_series($3::int, $4::int) n`,
    [workspace, conversation, from, to],
  )

/** One hash over every row of every table and every sequence: equal for equal content. */
const fingerprint = (url: string) =>
  withClient(url, async (client) => {
    const hash = createHash('sha256')
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from ${name} t`,
      )
      hash.update(`${name} ${rows[0]!.sum}\n`)
    }
    hash.update(JSON.stringify(await listSequences(client)))
    return hash.digest('hex')
  })

before(async () => {
  source = await clone()
  await withClient(source.url, async (client) => {
    await client.query(`insert into workspaces (workspace_id, name) values ($1, 'Acme')`, [workspace])
    await client.query(`insert into directory_entries values ('workspace', 'key', $1, $1)`, [workspace])
    await client.query(`insert into contacts (workspace_id, id, name, fields) values ($1, $2, 'സീത', '{"tier": "gold"}')`, [workspace, contact])
    await client.query(
      `insert into conversations (workspace_id, id, number, contact_id, last_message_at, tags) values ($1, $2, 1, $3, now(), '{a,"b c"}')`,
      [workspace, conversation, contact],
    )
    await client.query('update contacts set current_conversation_id = $1', [conversation])
    await insertMessages(client, 1, 1_000)
    // More than one part of a table, with a row across the border.
    await client.query(
      `insert into messages (workspace_id, id, conversation_id, kind, direction, author_kind, text, created_at)
       select $1, gen_random_uuid(), $2, 'message', 'in', 'contact', repeat(md5(n::text), 40000), now() from generate_series(1, 10) n`,
      [workspace, conversation],
    )
    await client.query(`select graphile_worker.add_job('wake', '{"a": 1}'::json, run_at := now() + interval '1 day')`)
  })
  mkdirSync(join(home, 'files/ab'), { recursive: true })
  mkdirSync(join(home, 'postgres'))
  mkdirSync(join(home, 'backups'))
  writeFileSync(join(home, 'files/ab', 'a'.repeat(150)), randomBytes(3_000_000))
  writeFileSync(join(home, 'files/ab/नाम.txt'), 'small')
  writeFileSync(join(home, 'files/empty'), '')
  writeFileSync(join(home, 'instance-keys'), 'secret')
  for (const name of ['postgres/PG_VERSION', 'postgres.password', 'running.json', 'lock', 'backups/older.tar', 'postgres.log'])
    writeFileSync(join(home, name), 'not for elsewhere')
})
after(async () => {
  for (const made of clones) await made.drop()
  rmSync(folder, { recursive: true })
})

test('a backup under load holds everything committed before it began, and nothing half', async () => {
  const load = { written: 1_000, goesOn: true }
  const loading = withClient(source.url, async (client) => {
    while (load.goesOn) {
      await insertMessages(client, load.written + 1, load.written + 50)
      load.written += 50
    }
  })
  while (load.written < 1_200) await sleep(5)
  const acknowledged = load.written
  const result = await writeBackup(source.url, home, join(folder, 'load.tar'), quiet)
  load.goesOn = false
  await loading
  assert.ok(result.rows >= acknowledged)
  const target = await clone()
  const backup = await openBackup(join(folder, 'load.tar'))
  await restoreBackup(backup, target.url, join(folder, 'loaded'), quiet)
  await backup.close()
  const { missing, total } = await withClient(target.url, async (client) => {
    const { rows } = await client.query<{ missing: number; total: number }>(
      `select (select count(*)::int from generate_series(1, $1::int) n where not exists (select from messages where external_id = 'mail-' || n)) as missing, (select count(*)::int from messages) as total`,
      [acknowledged],
    )
    return rows[0]!
  })
  assert.equal(missing, 0)
  assert.equal((total - 1_010) % 50, 0, 'a transaction is in it wholly or not at all')
})

test('restored, every table, sequence and file is what it was; what belongs to the old installation alone stays away', async () => {
  const result = await writeBackup(source.url, home, archive, quiet)
  assert.equal(result.files, 4)
  assert.equal(statSync(archive).mode & 0o777, 0o600)
  const target = await clone()
  const there = join(folder, 'there')
  const backup = await openBackup(archive)
  const restored = await restoreBackup(backup, target.url, there, quiet)
  await backup.close()
  assert.deepEqual({ rows: restored.rows, files: restored.files }, { rows: result.rows, files: result.files })
  assert.equal(await fingerprint(target.url), await fingerprint(source.url))
  assert.deepEqual(readdirSync(there).sort(), ['files', 'instance-keys'])
  for (const name of readdirSync(join(home, 'files'), { recursive: true }) as string[]) {
    if (statSync(join(home, 'files', name)).isFile())
      assert.ok(readFileSync(join(there, 'files', name)).equals(readFileSync(join(home, 'files', name))), name)
  }
  const constraints = (url: string) =>
    withClient(
      url,
      async (client) =>
        (await client.query('select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint order by 1, 2')).rows,
    )
  assert.deepEqual(await constraints(target.url), await constraints(source.url), 'every foreign key is on again')
  const forced = await withClient(
    target.url,
    async (client) => (await client.query(`select relname from pg_class where relname = 'messages' and relrowsecurity and relforcerowsecurity`)).rows,
  )
  assert.deepEqual(forced, [{ relname: 'messages' }], 'the second wall stands again')
})

test('the archive is a tar that the common tool reads', { skip: !existsSync('/bin/tar') && !existsSync('/usr/bin/tar') }, () => {
  const listed = execFileSync('tar', ['-tf', archive], { encoding: 'utf8' })
  assert.match(listed, /^samvad-backup\.json\n/)
  assert.ok(listed.includes(`data/files/ab/${'a'.repeat(150)}`))
  const count = execFileSync('sh', ['-c', `tar -xOf "$1" --wildcards 'tables/*messages*.gz' | gunzip | wc -l`, 'sh', archive], { encoding: 'utf8' })
  assert.ok(Number(count) >= 1_200)
})

test('a database that holds data is not touched', async () => {
  const before = await fingerprint(source.url)
  const backup = await openBackup(archive)
  await assert.rejects(restoreBackup(backup, source.url, join(folder, 'nowhere'), quiet), { code: 'backup_refused', message: /already holds data/ })
  await backup.close()
  assert.equal(await fingerprint(source.url), before)
})

const damages: [name: string, damage: (path: string) => void, says: RegExp][] = [
  ['cut off in the middle', (path) => truncateSync(path, Math.floor(statSync(path).size / 2)), /it ends too early|no tar header/],
  ['cut off just before its end', (path) => truncateSync(path, statSync(path).size - 1024), /it ends too early/],
  ['one flipped byte in a table', (path) => flipByte(path, '-public.messages/000000.copy.gz'), /messages\/000000\.copy\.gz is damaged/],
  ['one flipped byte in a file', (path) => flipByte(path, 'data/instance-keys'), /instance-keys is damaged/],
  ['no archive at all', (path) => writeFileSync(path, randomBytes(5_000)), /no tar header/],
]
for (const [name, damage, says] of damages) {
  test(`a damaged backup is refused, and the database stays empty: ${name}`, async () => {
    const path = join(folder, 'damaged.tar')
    cpSync(archive, path)
    damage(path)
    const target = await clone()
    const attempt = async () => {
      const backup = await openBackup(path)
      try {
        await restoreBackup(backup, target.url, join(folder, 'damaged'), quiet)
      } finally {
        await backup.close()
      }
    }
    await assert.rejects(
      attempt,
      (error: Error & { code?: string }) => error.code === 'backup_refused' && says.test(error.message) && !error.message.includes('\n'),
    )
    assert.deepEqual(await withClient(target.url, async (client) => (await client.query('select count(*)::int as n from messages')).rows), [{ n: 0 }])
  })
}

test('a backup that knows migrations we do not is refused', async () => {
  await withClient(source.url, (client) => client.query(`insert into schema_migrations (name) values ('9999_future.sql')`))
  const path = join(folder, 'future.tar')
  await writeBackup(source.url, home, path, quiet)
  await withClient(source.url, (client) => client.query(`delete from schema_migrations where name = '9999_future.sql'`))
  const target = await clone()
  const backup = await openBackup(path)
  await assert.rejects(restoreBackup(backup, target.url, join(folder, 'future'), quiet), {
    code: 'backup_refused',
    message: /newer Samvad \(it has 9999_future\.sql\)/,
  })
  await backup.close()
})

test('a backup of an older Samvad is loaded into the tables of its time and brought up to ours', async () => {
  const later = join(folder, 'migrations')
  cpSync(join(import.meta.dirname, '../../platform/database/migrations'), later, { recursive: true })
  // A version of ours to come: a column it demands, made from one it takes away.
  writeFileSync(
    join(later, '9000_later.sql'),
    `alter table contacts add column shown_name text; update contacts set shown_name = upper(name);
     alter table contacts alter column shown_name set not null; alter table contacts drop column name;`,
  )
  const empty = await createEmptyDatabase()
  try {
    const backup = await openBackup(archive)
    await restoreBackup(backup, empty.url, join(folder, 'older'), quiet, { folder: later })
    await backup.close()
    const names = await withClient(empty.url, async (client) => (await client.query('select shown_name from contacts')).rows)
    assert.deepEqual(names, [{ shown_name: 'സീത' }])
    const again = await openBackup(archive)
    const ahead = await createEmptyDatabase()
    await migrate(ahead.url, quiet, { folder: later })
    await assert.rejects(restoreBackup(again, ahead.url, join(folder, 'ahead'), quiet, { folder: later }), {
      code: 'backup_refused',
      message: /this database is newer \(it has 9000_later\.sql\)/,
    })
    await again.close()
    await ahead.drop()
  } finally {
    await empty.drop()
  }
})

/** Flips one bit in the middle of an entry's content, found by its name in the header before it. */
function flipByte(path: string, entry: string): void {
  const bytes = readFileSync(path)
  const header = bytes.indexOf(entry)
  assert.ok(header > 0, entry)
  const at = header - (header % 512) + 512 + 3
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(path, bytes)
}
