import pg from 'pg'

/** The bare limit beside which ours is measured: one statement that inserts a 1 kB message (three indexes), touches its conversation, and inserts an event and a job. */
export async function prepareLimit(url: string, conversations: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create schema if not exists bare;
    create table bare.conversations (id bigint primary key, last_at timestamptz not null, status text not null, account int not null);
    create index on bare.conversations (account, status, last_at desc);
    create index on bare.conversations (account, last_at desc);
    create table bare.messages (id bigint generated always as identity primary key, conversation_id bigint not null, external_id text not null, body text not null, at timestamptz not null);
    create index on bare.messages (conversation_id, at);
    create unique index on bare.messages (external_id);
    create table bare.events (id bigint generated always as identity primary key, name text not null, payload jsonb not null);
    create table bare.jobs (id bigint generated always as identity primary key, name text not null, payload jsonb not null);
    insert into bare.conversations select n, now() - n * interval '1 second', 'open', 1 from generate_series(1, ${conversations}) n`)
  // Not in the same breath: vacuum runs in no transaction.
  await client.query('vacuum (analyze) bare.conversations')
  await client.end()
}

const statement = `with m as (insert into bare.messages (conversation_id, external_id, body, at) values ($1, $2, $3, now()) returning id),
  c as (update bare.conversations set last_at = now() where id = $1),
  e as (insert into bare.events (name, payload) values ('message.received', jsonb_build_object('conversation', $1::bigint)))
  insert into bare.jobs (name, payload) values ('index', jsonb_build_object('conversation', $1::bigint))`

/** Messages a second through that statement with `pg` at `clients` connections, for `ms`. */
export async function measureLimit(url: string, clients: number, ms: number, conversations: number): Promise<number> {
  const body = 'x'.repeat(1024)
  const pool = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  const startedAt = performance.now()
  let done = 0
  await Promise.all(
    pool.map(async (client, lane) => {
      for (let at = 0; performance.now() - startedAt < ms; at++) {
        const values = [1 + Math.floor(Math.random() * conversations), `${lane}-${startedAt}-${at}`, body]
        await client.query({ name: 'limit', text: statement, values })
        done++
      }
    }),
  )
  const rate = done / ((performance.now() - startedAt) / 1000)
  await Promise.all(pool.map((client) => client.end()))
  return rate
}
