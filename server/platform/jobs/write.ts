import type { WorkspaceId } from '../../../contract/ids.ts'
import type { EnqueueOptions } from '../context.ts'
import { together, type Sql } from '../database/sql.ts'
import type { JobName } from './catalogue.ts'

/** Adds jobs in the caller's transaction (graphile-worker's own function, docs: sql-add-job). */
export async function writeJobs(
  sql: Sql,
  workspaceId: WorkspaceId,
  jobs: { name: JobName; payload: unknown; options: EnqueueOptions }[],
): Promise<void> {
  await together(
    jobs.map(({ name, payload, options }) =>
      sql.run(`select from graphile_worker.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6)`, [
        name,
        JSON.stringify({ workspaceId, payload }),
        options.queue ?? null,
        options.runAt ?? null,
        options.maxAttempts ?? 12,
        options.key ? `${workspaceId}:${options.key}` : null,
      ]),
    ),
  )
}
