import type pg from 'pg'
import type { Log } from '../log.ts'

const lookEveryMs = 5_000

/**
 * Frees jobs that are locked in our name and that nobody here runs: the database took them and died, or the line did, before we read which. What was seen so twice in a row
 * counts, because a job that has just ended may still be on its way out. Returns a stop function.
 */
export function freeForgottenLocks(pool: pg.Pool, workerIds: () => string[], runningIds: () => string[], log: Log): () => void {
  let seen: string[] = []
  const look = async () => {
    try {
      const { rows } = await pool.query<{ id: string }>(
        `select id::text from graphile_worker._private_jobs where locked_by = any($1) and not id::text = any($2) and locked_at < now() - interval '3 seconds'`,
        [workerIds(), runningIds()],
      )
      const again = rows.map((row) => row.id).filter((id) => seen.includes(id) && !runningIds().includes(id))
      if (again.length > 0) {
        await pool.query(free, [again, workerIds()])
        log.warn({ jobs: again.length }, 'freed jobs whose start was lost')
      }
      seen = rows.map((row) => row.id)
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'cannot look for forgotten jobs')
    }
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  return () => clearInterval(timer)
}

/** They never ran, so the attempt does not count. A queue is held together with the job at its head. */
const free = `
  with freed as (
    update graphile_worker._private_jobs set locked_at = null, locked_by = null, attempts = greatest(0, attempts - 1)
    where id::text = any($1) and locked_by = any($2) returning job_queue_id
  )
  update graphile_worker._private_job_queues set locked_at = null, locked_by = null
  where id in (select job_queue_id from freed) and locked_by = any($2)`
