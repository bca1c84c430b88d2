import pg from 'pg'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../clock.ts'
import type { Actor, Context, EnqueueOptions } from '../context.ts'
import type { Bus } from '../events/bus.ts'
import { writeEvents, type EmittedEvent } from '../events/write.ts'
import type { JobName, Jobs } from '../jobs/catalogue.ts'
import { writeJobs } from '../jobs/write.ts'
import type { Log } from '../log.ts'
import { readColumnTypes, type ColumnTypes } from './column-types.ts'
import { createSql, together, type Sql } from './sql.ts'
import { TurnSocket } from './turn-socket.ts'

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
  /** It sends all it has to say before it waits for an answer: then the commit goes with it, a trip to PostgreSQL earlier. What comes after its first wait is refused. */
  isSentWhole?: boolean
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
    stream: () => new TurnSocket(),
  } as pg.PoolConfig)
  // An idle connection that breaks must not end the program; the next query gets a new one.
  pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'))
  // Nor one that breaks while it is lent out: the pool listens only to the idle ones; the query under way gets the error too.
  pool.on('connect', (client) => void client.on('error', () => {}))

  let types: Promise<ColumnTypes> | null = null
  function columnTypes(): Promise<ColumnTypes> {
    types ??= readColumnTypes(pool).catch((error: unknown) => {
      types = null
      throw error
    })
    return types
  }

  /** `end` finishes the transaction and gives the connection back. */
  async function inTransaction<T>(
    begin: string,
    workspaceId: WorkspaceId,
    run: (sql: Sql) => Promise<T>,
    end: (client: pg.PoolClient) => Promise<void>,
    isSentWhole = false,
  ): Promise<T> {
    if (!uuid.test(workspaceId)) throw new TypeError('a workspace id is a lower-case UUID')
    const known = await columnTypes()
    const client = await pool.connect()
    let isOver = false
    let isReleased = false
    try {
      // SET LOCAL, so that the setting cannot outlive the transaction on a pooled connection. Not awaited: what follows is answered after it, and
      // fails when it fails.
      const begun = client.query(`${begin}; set local app.workspace_id = '${workspaceId}'`)
      begun.catch(() => {})
      const answered = together([begun, run(createSql(client, known, () => isOver))])
      if (!isSentWhole) await answered
      const ended = end(client).then(() => (isReleased = true))
      isOver = true
      // Why a statement failed says more than that the commit found it failed.
      const [said] = await Promise.allSettled([answered, ended])
      if (said.status === 'rejected') throw said.reason
      await ended
      return said.value[1]
    } catch (error) {
      isOver = true
      if (isReleased) throw error
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
    { isRepeatedAfterCrash = false, isSentWhole = false }: TransactionOptions,
  ): Promise<T> {
    const events: EmittedEvent[] = []
    const jobs: { name: JobName; payload: unknown; options: EnqueueOptions }[] = []
    const after: (() => void)[] = []
    let ctx!: Context
    let number: number | null = null
    let isSent = false
    const result = await inTransaction(
      'begin',
      workspaceId,
      (sql) => {
        ctx = {
          workspaceId,
          actor,
          now: clock.now(),
          sql,
          emit: (name, payload, at) => void (isSent ? tooLate() : events.push({ name, payload, at })),
          enqueue: <Name extends JobName>(name: Name, payload: Jobs[Name], options: EnqueueOptions = {}) =>
            void (isSent ? tooLate() : jobs.push({ name, payload, options })),
          afterCommit: (call) => void after.push(call),
        }
        return run(ctx)
      },
      async (client) => {
        isSent = true
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
      isSentWhole,
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
      const known = await columnTypes()
      const client = await pool.connect()
      try {
        return await run(createSql(client, known))
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

const tooLate = (): never => {
  throw new Error('announced after the end of its transaction')
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
