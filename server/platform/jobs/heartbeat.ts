import type pg from 'pg'
import type { Log } from '../log.ts'
import { analyseYoungTables } from './young-tables.ts'

/** A process that has not been heard of for this long is dead, and its jobs are taken back (graphile-worker alone waits four hours). */
const deadAfter = '15 seconds'
const beatMs = 4_000
const soonMs = 1_000

/**
 * Says every 4 s that this process lives and which locks are its own, and takes back the jobs that dead processes hold. `pool` connects as the
 * owner of graphile-worker's schema. Returns a stop function, which takes the process off the list.
 */
export function startHeartbeat(pool: pg.Pool, instanceId: string, roles: string[], workerIds: () => string[], log: Log): () => Promise<void> {
  const beat = async () => {
    try {
      await pool.query(
        `insert into instances (id, roles, detail) values ($1, $2, jsonb_build_object('workerIds', $3::text[]))
         on conflict (id) do update set seen_at = now(), detail = excluded.detail`,
        [instanceId, roles, workerIds()],
      )
      const { rows } = await pool.query<{ ids: string[] | null }>(takeBack)
      if (rows[0]?.ids) log.warn({ workers: rows[0].ids.length }, 'took back the jobs of a dead process')
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'heartbeat failed')
    }
  }
  // Where a table has just grown manyfold it is likely to go on growing: looked at again soon.
  let next: NodeJS.Timeout | null = null
  const analyse = async () => {
    const grown = await analyseYoungTables(pool).catch((error: Error) => (log.warn({ error: error.message }, 'cannot analyse'), []))
    if (next !== null) next = setTimeout(analyse, grown.length > 0 ? soonMs : beatMs)
  }
  next = setTimeout(analyse, soonMs)
  void beat()
  const timer = setInterval(() => void beat(), beatMs)
  return async () => {
    clearInterval(timer)
    if (next !== null) clearTimeout(next)
    next = null
    await pool.query('delete from instances where id = $1', [instanceId]).catch(() => {})
  }
}

/** Locks older than the limit whose holder no living process names. Ids are unlocked as a set; null when there are none. */
const takeBack = `
  with dead as (delete from instances where seen_at < now() - interval '${deadAfter}'),
  living as (select jsonb_array_elements_text(detail -> 'workerIds') as id from instances where seen_at >= now() - interval '${deadAfter}'),
  held as (
    select locked_by from graphile_worker._private_jobs where locked_by is not null and locked_at < now() - interval '${deadAfter}'
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null and locked_at < now() - interval '${deadAfter}'
  ),
  orphaned as (select array_agg(locked_by) as ids from held where locked_by not in (select id from living))
  select ids, case when ids is not null then graphile_worker.force_unlock_workers(ids) end from orphaned`
