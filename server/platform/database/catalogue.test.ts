import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectToClone } from '../../testing/postgres.ts'
import { definerFunctions, lintCatalogue, notForced, withoutWorkspace } from './catalogue.ts'

const { client, drop } = await connectToClone()
after(drop)

test('the schema keeps every workspace apart', async () => {
  assert.deepEqual(await lintCatalogue(client), [])
})

test('every exception on the lists exists', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  )
  const known = new Set(rows.map((row) => row.name))
  for (const name of [...Object.keys(withoutWorkspace), ...Object.keys(notForced), ...definerFunctions]) assert.ok(known.has(name), name)
})

const safe = `alter table planted enable row level security; alter table planted force row level security;
  create policy one_workspace on planted using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);`
const table = `create table planted (workspace_id uuid not null, id uuid not null, other uuid, primary key (workspace_id, id)); ${safe}`

const planted: [name: string, sql: string, finding: string][] = [
  ['a table without a workspace', 'create table planted (id uuid primary key)', 'a table without a workspace: planted'],
  ['a workspace that may be null', `create table planted (workspace_id uuid, id uuid primary key); ${safe}`, 'a table without a workspace: planted'],
  ['no primary key', `create table planted (workspace_id uuid not null); ${safe}`, 'a table without a primary key: planted'],
  [
    'a primary key that leads with the id',
    `create table planted (workspace_id uuid not null, id uuid, primary key (id, workspace_id)); ${safe}`,
    'a key or index that does not lead with the workspace: planted_pkey',
  ],
  [
    'a unique value over all workspaces',
    `${table} create unique index planted_other on planted (other)`,
    'a key or index that does not lead with the workspace: planted_other',
  ],
  [
    'a foreign key into any workspace',
    `${table} create table target (workspace_id uuid not null, id uuid unique, primary key (workspace_id, id)); alter table planted add constraint planted_fk foreign key (other) references target (id)`,
    'a foreign key that does not lead with the workspace on both sides: planted.planted_fk',
  ],
  ['row-level security forgotten', `${table} alter table planted disable row level security`, 'row-level security is off: planted'],
  ['an owner whom no policy binds', `${table} alter table planted no force row level security`, 'row-level security is not forced: planted'],
  [
    'a policy that fails open when no workspace is set',
    `${table} drop policy one_workspace on planted; create policy one_workspace on planted using (workspace_id = coalesce(nullif(current_setting('app.workspace_id', true), '')::uuid, workspace_id))`,
    'not exactly the one policy, for reading and writing, on the workspace of the transaction: planted',
  ],
  [
    'a second policy, which would widen the first',
    `${table} create policy more on planted using (true)`,
    'not exactly the one policy, for reading and writing, on the workspace of the transaction: planted',
  ],
  [
    'a table that the application owns',
    `${table} grant create on schema public to samvad_app; alter table planted owner to samvad_app`,
    'the application role owns: planted',
  ],
  [
    'a table that the application may truncate',
    `${table} grant truncate on planted to samvad_app`,
    'the application role may truncate, refer to or put triggers on: planted',
  ],
  [
    'an audit log that the application may change',
    'grant update on audit_entries to samvad_app',
    'the application role may change what was audited: update',
  ],
  ['a view', 'create view planted as select * from contacts', 'a view, which may read as its owner: planted'],
  ['a copied view', 'create materialized view planted as select * from contacts', 'a view, which may read as its owner: planted'],
  [
    'a function as the owner',
    `create function planted() returns bigint language sql security definer set search_path = public, pg_temp as 'select count(*) from contacts'`,
    'a function that runs as its owner and is not on the list: planted',
  ],
  [
    'a known function open to everybody',
    'grant execute on function search_messages to public',
    'a function that runs as its owner without a fixed search path, or that everybody may call: search_messages',
  ],
]
for (const [name, sql, finding] of planted) {
  test(`the lint sees ${name}`, async () => {
    await client.query('begin')
    try {
      await client.query(sql)
      const findings = await lintCatalogue(client)
      assert.ok(findings.includes(finding), `${finding} is not among ${JSON.stringify(findings)}`)
    } finally {
      await client.query('rollback')
    }
  })
}

test('without a workspace set, the application sees nothing, also after a commit', async () => {
  const workspace = '018f0000-0000-7000-8000-000000000001'
  await client.query(`insert into workspaces (workspace_id, name) values ($1, 'Planted')`, [workspace])
  await client.query('set role samvad_app')
  try {
    const count = async () => (await client.query('select from workspaces')).rowCount
    assert.equal(await count(), 0)
    await client.query(`begin; select set_config('app.workspace_id', '${workspace}', true)`)
    assert.equal(await count(), 1)
    await client.query('commit')
    assert.equal(await count(), 0)
  } finally {
    await client.query('reset role')
  }
})
