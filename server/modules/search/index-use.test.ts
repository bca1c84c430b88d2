import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newId } from '../../platform/ids.ts'
import { startIndexedApp, type IndexedApp } from './testing/indexed-app.ts'

let t: IndexedApp
let owner: pg.Client
const other = newId()
const documents = 6000

/**
 * The tables and functions are given to an ordinary role here, as in a database that a company's administrators made for us: the superuser that tests run as
 * would pass every policy and prove nothing.
 */
before(async () => {
  t = await startIndexedApp()
  owner = new pg.Client({ connectionString: t.connectionString })
  await owner.connect()
  await owner.query(`do $$ begin create role samvad_test_owner nosuperuser nobypassrls; exception when duplicate_object then null; end $$`)
  await owner.query(`grant usage, create on schema public to samvad_test_owner`)
  for (const table of ['search_documents', 'search_words', 'search_contacts']) await owner.query(`alter table ${table} owner to samvad_test_owner`)
  for (const name of ['search_messages', 'search_similar_words', 'search_contacts_matching'])
    await owner.query(`alter function ${name} owner to samvad_test_owner`)
  await owner.query(`set session_replication_role = replica`)
  for (const workspaceId of [t.owner.workspaceId, other]) {
    await owner.query(
      `insert into search_documents select $1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now() - n * interval '1 minute',
         to_tsvector('simple', 'common word' || n || case when n % 1000 = 999 then ' rare' else '' end || case when n % 3 = 0 then ' third' else '' end) from generate_series(1, $2::int) n`,
      [workspaceId, documents],
    )
    await owner.query(`insert into search_words select $1, 'word' || n, 'vurd' || n from generate_series(1, 3000) n`, [workspaceId])
    await owner.query(`insert into search_contacts select $1, gen_random_uuid(), ' person' || n || ' ' from generate_series(1, 20000) n`, [
      workspaceId,
    ])
  }
  await owner.query(`insert into search_words values ($1, 'theirs', 'teirs'), ($2, 'ours', 'urs')`, [other, t.owner.workspaceId])
  // As maintenance leaves them: nothing waits to be put into the trees.
  await owner.query('vacuum (analyze) search_documents, search_words, search_contacts')
})
after(async () => {
  await owner.end()
  await t.close()
})

/** What a session of the application's role gets, and the plans of everything that ran inside (auto_explain, nested statements). */
async function asApp(text: string, values: unknown[], workspaceId: string | null = t.owner.workspaceId): Promise<{ rows: any[]; plans: string }> {
  const client = new pg.Client({ connectionString: t.connectionString })
  await client.connect()
  let plans = ''
  client.on('notice', (notice) => (plans += `${notice.message}\n`))
  try {
    await client.query(`load 'auto_explain'`)
    await client.query(
      `set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_level = notice; set client_min_messages = notice`,
    )
    await client.query('set role samvad_app')
    if (workspaceId) await client.query(`select set_config('app.workspace_id', $1, false)`, [workspaceId])
    plans = ''
    return { rows: (await client.query(text, values)).rows, plans }
  } finally {
    await client.end()
  }
}

const messages = `select * from search_messages(to_tsquery('simple', $1), 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', null, 20)`

test('a rare word is found index first, by the role that serves requests', async () => {
  const { rows, plans } = await asApp(messages, [`'rare'`])
  assert.equal(rows[0].plan, 'sort 2')
  assert.equal(rows[0].message_ids.length, 6)
  assert.match(plans, /Bitmap Index Scan on search_documents_words\s.*\n?\s*Index Cond: \(\(workspace_id = .*\) AND \(words_key @@/)
})

test('a common word is found by walking back from the newest, without the index', async () => {
  const { rows, plans } = await asApp(messages, [`'third'`])
  assert.equal(rows[0].plan, 'walk 1')
  assert.equal(rows[0].message_ids.length, 20)
  assert.deepEqual(
    rows[0].ats,
    [...rows[0].ats].sort((a, b) => b - a),
  )
  assert.match(plans, /Index Scan using search_documents_newest/)
  assert.doesNotMatch(plans, /search_documents_words/)
})

test('the table itself does not let that role use the index: the reason for the functions', async () => {
  const { plans } = await asApp(
    `set enable_seqscan = off; select message_id from search_documents where words_key @@ to_tsquery('simple', 'rare')`,
    [],
  )
  assert.match(plans, /Filter: .*words_key @@/)
  assert.doesNotMatch(plans, /Index Cond: .*words_key @@/)
})

test('typos and contacts use their trigram indexes', async () => {
  const words = await asApp(`select word from search_similar_words($1, 3)`, ['vurd77'])
  assert.equal(words.rows[0].word, 'word77')
  assert.match(words.plans, /Bitmap Index Scan on search_words_roman/)
  const contacts = await asApp(`select * from search_contacts_matching($1, $1, array[$1], array[$1], '', false, 5)`, ['% person2999%'])
  assert.equal(contacts.rows.length, 1)
  assert.match(contacts.plans, /Bitmap Index Scan on search_contacts_key/)
})

test('the functions give each workspace its own rows, and nobody any without a workspace', async () => {
  for (const workspaceId of [t.owner.workspaceId, other]) {
    const { rows } = await asApp(
      `select d.workspace_id from search_messages(to_tsquery('simple', $1), 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', null, 10000) f, unnest(f.message_ids) id
      join search_documents d on d.message_id = id`,
      [`'common'`],
      workspaceId,
    )
    assert.equal(rows.length, documents)
    assert.ok(rows.every((row) => row.workspace_id === workspaceId))
  }
  assert.deepEqual((await asApp(`select word from search_similar_words('teirs', 3)`, [])).rows, [])
  assert.deepEqual((await asApp(`select word from search_similar_words('teirs', 3)`, [], other)).rows, [{ word: 'theirs' }])
  for (const [text, values] of [
    [messages, [`'common'`]],
    [`select word as message_ids from search_similar_words($1, 3)`, ['urs']],
    [`select contact_id as message_ids from search_contacts_matching($1, $1, array[$1], array[$1], '', false, 5)`, ['% person2999%']],
  ] as const) {
    const { rows } = await asApp(text, [...values], null)
    assert.deepEqual(
      rows.flatMap((row) => row.message_ids),
      [],
    )
  }
})

test('these are all the functions that run as their owner; each fixes its search path, and only the application may call them', async () => {
  const { rows } = await owner.query(
    `select p.proname as name, p.proconfig::text as config, pg_get_function_arguments(p.oid) as arguments, p.proacl::text as acl
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname = 'public' order by 1`,
  )
  assert.deepEqual(
    rows.map((row) => row.name),
    ['search_contacts_matching', 'search_messages', 'search_similar_words'],
  )
  for (const { name, config, arguments: given, acl } of rows) {
    assert.match(config, /search_path=public, pg_temp/, name)
    assert.doesNotMatch(given, /workspace/, name)
    assert.match(acl, /samvad_app=X/, name)
    assert.doesNotMatch(acl, /[{,]=X/, name)
  }
})

test('when the time is up the answer says that it is not all', async () => {
  const full = await t.find({ q: 'rare' })
  assert.equal(full.isPartial, false)
  for (const limits of [
    { stepMs: 1, totalMs: 850 },
    { stepMs: 700, totalMs: 0 },
  ]) {
    const startedAt = performance.now()
    const answer = await t.find({ q: 'wor rar thir' }, t.owner.actor, { limits })
    assert.equal(answer.isPartial, true, JSON.stringify(limits))
    assert.ok(performance.now() - startedAt < 2000)
  }
})
