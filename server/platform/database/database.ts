import pg from 'pg'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../clock.ts'
import type { Actor, Context, EnqueueOptions } from '../context.ts'
import type { Bus } from '../events/bus.ts'
import { writeEvents, type EmittedEvent } from '../events/write.ts'
import type { JobName, Jobs } from '../jobs/catalogue.ts'
import { writeJobs } from '../jobs/write.ts'
import type { Log } from '../log.ts'
import { createSql, together, type Sql } from './sql.ts'

// int8 and numeric counts come as numbers: our counters stay far below 2^53. Timestamps stay Date.
pg.types.setTypeParser(20, Number)

/** The role that every query of the product runs under: not the owner of the tables, so row-level security always applies. */
export const appRole = 'samvad_app'

export interface Database {
  /** Runs one use case: everything it wrote, its events and jobs are committed together or not at all. A deadlock is tried again, twice. */
  transaction<T>(workspaceId: WorkspaceId, actor: Actor, run: (ctx: Context) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** The same for reading: cheaper, and writing fails. */
  read<T>(workspaceId: WorkspaceId, actor: Actor, run: (ctx: Context) => Promise<T>): Promise<T>
  /** Outside any workspace: only tables without one (directory_entries, instances) are visible. */
  outside<T>(run: (sql: Sql) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface TransactionOptions {
  /**
   * Its caller does it again when a crash takes it away, as a subscriber does that stands where it stood: then its commit need not wait for the disk. One that emits
   * events waits all the same, since their numbers are told to others.
   */
  isRepeatedAfterCrash?: boolean
}

export interface DatabaseOptions {
  connectionString: string
  clock: Clock
  bus: Bus
  log: Log
  maxConnections?: number
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function createDatabase({ connectionString, clock, bus, log, maxConnections = 12 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    // No statement of ours means to read a whole table. Plans kept from when a table was small (also those of foreign keys, which are never planned anew
    // before an ANALYZE) otherwise would: intake into a fresh database ran at a tenth of its speed.
    options: `-c role=${appRole} -c enable_seqscan=off -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC`,
    application_name: 'samvad',
    // Statements are sent without waiting for the answer to the one before: `begin` costs no trip of its own.
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that breaks must not end the program; the next query gets a new one.
  pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'))
  // Nor one that breaks while it is lent out: the pool listens only to the idle ones; the query under way gets the error too.
  pool.on('connect', (client) => void client.on('error', () => {}))

  /** `end` finishes the transaction and gives the connection back. */
  async function inTransaction<T>(
    begin: string,
    workspaceId: WorkspaceId,
    run: (sql: Sql) => Promise<T>,
    end: (client: pg.PoolClient) => Promise<void>,
  ): Promise<T> {
    if (!uuid.test(workspaceId)) throw new TypeError('a workspace id is a lower-case UUID')
    const client = await pool.connect()
    let isOver = false
    try {
      // SET LOCAL, so that the setting cannot outlive the transaction on a pooled connection. Not awaited: what follows is answered after it, and
      // fails when it fails.
      const begun = client.query(`${begin}; set local app.workspace_id = '${workspaceId}'`)
      begun.catch(() => {})
      const result = await run(createSql(client, () => isOver))
      await begun
      const ended = end(client)
      isOver = true
      await ended
      return result
    } catch (error) {
      isOver = true
      await client.query('rollback').then(
        () => client.release(),
        (failure: Error) => client.release(failure),
      )
      throw error
    }
  }

  /** Nothing depends on the end of a reading transaction: its caller does not wait for it, only the connection's next user does. */
  async function endReading(client: pg.PoolClient): Promise<void> {
    client.query('commit').then(
      () => client.release(),
      (failure: Error) => client.release(failure),
    )
  }

  async function attempt<T>(
    workspaceId: WorkspaceId,
    actor: Actor,
    run: (ctx: Context) => Promise<T>,
    { isRepeatedAfterCrash = false }: TransactionOptions,
  ): Promise<T> {
    const events: EmittedEvent[] = []
    const jobs: { name: JobName; payload: unknown; options: EnqueueOptions }[] = []
    const after: (() => void)[] = []
    let ctx!: Context
    let number: number | null = null
    const result = await inTransaction(
      'begin',
      workspaceId,
      (sql) => {
        ctx = {
          workspaceId,
          actor,
          now: clock.now(),
          sql,
          emit: (name, payload, at) => void events.push({ name, payload, at }),
          enqueue: <Name extends JobName>(name: Name, payload: Jobs[Name], options: EnqueueOptions = {}) =>
            void jobs.push({ name, payload, options }),
          afterCommit: (call) => void after.push(call),
        }
        return run(ctx)
      },
      async (client) => {
        // Sent in one go: when a statement before it has failed, PostgreSQL takes the commit for a rollback.
        const [, last, committed] = await together([
          writeJobs(ctx.sql, workspaceId, jobs),
          events.length > 0 ? writeEvents(ctx, events) : null,
          client.query(isRepeatedAfterCrash && events.length === 0 ? 'set local synchronous_commit = off; commit' : 'commit'),
        ])
        if ([committed].flat().at(-1)?.command !== 'COMMIT') throw new Error('a statement failed unnoticed: nothing of its transaction is kept')
        number = last
        client.release()
      },
    )
    if (number !== null) bus.announce('events', workspaceId, number)
    for (const call of after) call()
    return result
  }

  return {
    pool,
    async transaction(workspaceId, actor, run, options = {}) {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(workspaceId, actor, run, options)
        } catch (error) {
          const code = (error as { code?: string }).code
          if (tries >= 3 || (code !== '40P01' && code !== '40001')) throw error
        }
      }
    },
    read(workspaceId, actor, run) {
      return inTransaction('begin read only', workspaceId, (sql) => run(readContext(workspaceId, actor, clock.now(), sql)), endReading)
    },
    async outside(run) {
      const client = await pool.connect()
      try {
        return await run(createSql(client))
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

const refuse = (): never => {
  throw new Error('a reading context announces nothing')
}
const readContext = (workspaceId: WorkspaceId, actor: Actor, now: Date, sql: Sql): Context => ({
  workspaceId,
  actor,
  now,
  sql,
  emit: refuse,
  enqueue: refuse,
  afterCommit: refuse,
})
