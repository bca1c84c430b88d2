import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { asAppError } from '../errors.ts'

const gapMs = 100
/** graphile-worker tries a statement again that failed with this code, from 50 ms on; most others end the worker, and with it the process. */
const tryAgainCode = '40001'

/**
 * The pool as graphile-worker should see it: a database that is away is waited for, and asked again soon, instead of being an error. Left alone, the library lets a job that
 * ends just then crash the process (nobody waits for `completeJob`), and sleeps for 3 s to 2 min over "the database system is starting up".
 * Once `hasStopped`, whoever waits is never answered: there is nobody left who could bear the error.
 * SOURCE: graphile-worker 0.18.0, worker.js (completeJob), lib.js (RETRYABLE_ERROR_CODES, withRetries), helpers.js (makeWithPgClientFromPool).
 */
export function lastingPool(pool: pg.Pool, hasStopped: () => boolean): pg.Pool {
  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        return withAnother(await pool.connect(), 'query', queryOf)
      } catch (error) {
        if (hasStopped()) return new Promise<never>(() => {})
        if (!isAway(error)) throw error
        await sleep(gapMs)
      }
    }
  }
  // With a callback it is the listener for new jobs that asks, which has a patience of its own.
  return withAnother(pool, 'connect', (own) => ((...given: unknown[]) => (given.length > 0 ? own(...given) : connect())) as never)
}

const isAway = (error: unknown) => asAppError(error).kind === 'unavailable'

const queryOf =
  (own: (...given: unknown[]) => unknown) =>
  (...given: unknown[]): unknown => {
    const answer = own(...given)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: Error) => {
      throw isAway(error) ? Object.assign(new Error(error.message, { cause: error }), { code: tryAgainCode }) : error
    })
  }

/** The same object with one method exchanged. */
function withAnother<T extends object>(target: T, name: keyof T & string, make: (own: (...given: unknown[]) => unknown) => unknown): T {
  const own = (...given: unknown[]) => (target[name] as (...all: unknown[]) => unknown).apply(target, given)
  const replacement = make(own)
  return new Proxy(target, {
    get(inner, asked) {
      if (asked === name) return replacement
      const value = Reflect.get(inner, asked, inner) as unknown
      return typeof value === 'function' ? (value.bind(inner) as unknown) : value
    },
  })
}
