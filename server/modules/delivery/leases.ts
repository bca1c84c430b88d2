import pg from 'pg'
import type { Log } from '../../platform/log.ts'

export interface Leases {
  /** Takes the lease of this key: the signal tells when it is lost. Null while somebody else holds it, and while the database is away. */
  take(key: string): Promise<AbortSignal | null>
  release(key: string): Promise<void>
  /** Finds a connection that died without a word. */
  check(): Promise<void>
  close(): Promise<void>
}

/** An answer that takes longer than this means that the connection is dead; other processes may hold its leases by then. */
const answerMs = 10_000

/**
 * Leases over all processes, any number of them on one database connection: an advisory lock each, which PostgreSQL frees when the connection ends. When it
 * does, every lease is lost at once (`onLost` is told), and the next `take` connects anew. Connects as the owner.
 */
export function createLeases({ connectionString, log, onLost }: { connectionString: string; log: Log; onLost(): void }): Leases {
  const held = new Map<string, AbortController>()
  let connected: Promise<pg.Client> | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function lose(client: Promise<pg.Client>, reason: string): void {
    if (connected !== client) return
    connected = null
    const lost = [...held.values()]
    held.clear()
    for (const one of lost) one.abort()
    // An end that nobody waits for: the connection may be the one that hangs.
    void client.then((one) => one.end()).catch(() => {})
    if (isClosed) return
    log.warn({ reason, leases: lost.length }, 'the connection of the leases is lost')
    onLost()
  }

  function connect(): Promise<pg.Client> {
    if (connected) return connected
    const client = new pg.Client({
      connectionString,
      application_name: 'samvad-leases',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: answerMs,
    })
    const opening: Promise<pg.Client> = client.connect().then(() => client)
    client.on('error', (error) => lose(opening, error.message))
    client.on('end', () => lose(opening, 'ended'))
    opening.catch(() => void (connected === opening && (connected = null)))
    return (connected = opening)
  }

  /** One question after the other: a connection has one answer at a time. */
  function ask<Row extends object>(text: string, values: unknown[]): Promise<Row | undefined> {
    const answer = last.then(() => askNow<Row>(text, values))
    last = answer.catch(() => {})
    return answer
  }

  async function askNow<Row extends object>(text: string, values: unknown[]): Promise<Row | undefined> {
    const opening = connect()
    const client = await opening
    try {
      return (await client.query<Row>(text, values)).rows[0]
    } catch (error) {
      lose(opening, (error as Error).message)
      throw error
    }
  }

  return {
    async take(key) {
      if (isClosed || held.has(key)) return null
      const lease = new AbortController()
      // Before the question: a connection that ends right after its answer must find the lease here.
      held.set(key, lease)
      try {
        const row = await ask<{ taken: boolean }>(`select pg_try_advisory_lock(hashtextextended($1, 23)) as taken`, [key])
        if (row?.taken) return lease.signal
      } catch (error) {
        log.debug({ error: (error as Error).message }, 'no lease')
      }
      if (held.get(key) === lease) held.delete(key)
      return null
    },
    async release(key) {
      // One that was lost is nobody's to give back, and a new connection must not be opened for it.
      if (!held.delete(key) || !connected) return
      await ask(`select pg_advisory_unlock(hashtextextended($1, 23))`, [key]).catch(() => {})
    },
    async check() {
      if (connected) await ask('select 1', []).catch(() => {})
    },
    async close() {
      isClosed = true
      const client = await connected?.catch(() => null)
      connected = null
      await client?.end().catch(() => {})
    },
  }
}
