import type pg from 'pg'
import type { WorkspaceId } from '../contract/ids.ts'
import { forgetUnusedWords, tidySearch } from './modules/search/index.ts'
import type { Database } from './platform/database/database.ts'
import type { FileStore } from './platform/files/file-store.ts'
import { forgetOldKeys } from './platform/http/idempotency.ts'
import type { Log } from './platform/log.ts'

export interface MaintenanceParts {
  database: Database
  /** Connects as the owner; whoever holds the lock does the round. */
  owner: pg.Pool
  files: FileStore
  allWorkspaces(): Promise<WorkspaceId[]>
  log: Log
}

const everyMs = 3_600_000
const tidyEveryMs = 30_000
const system = { kind: 'system', name: 'maintenance' } as const

/** Once an hour, by one process: forgets what nobody needs any more, a bounded amount at a time. Twice a minute: lets searches find little that waits to be indexed. */
export function startMaintenance({ database, owner, files, allWorkspaces, log }: MaintenanceParts): () => void {
  const round = async () => {
    const client = await owner.connect()
    try {
      const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(7214003) as taken`)
      if (!rows[0]?.taken) return
      await files.sweep(new Date())
      for (const workspaceId of await allWorkspaces()) {
        await forgetUnusedWords(database, workspaceId)
        await database.transaction(workspaceId, system, async (ctx) => {
          await forgetOldKeys(ctx)
          // An upload that was never attached; its bytes go when nothing else names them.
          await ctx.sql.run(`delete from files where workspace_id = $1 and message_id is null and created_at < $2`, [
            workspaceId,
            new Date(ctx.now.getTime() - 2 * 86_400_000),
          ])
        })
      }
      await client.query(`select pg_advisory_unlock(7214003)`)
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'maintenance failed; it tries again in an hour')
    } finally {
      client.release()
    }
  }
  const tidy = () =>
    tidySearch(owner).catch((error: Error) => log.warn({ error: error.message }, 'the search index was not tidied; it is tried again'))
  const timers = [setInterval(() => void round(), everyMs), setInterval(() => void tidy(), tidyEveryMs)]
  for (const timer of timers) timer.unref()
  return () => timers.forEach((timer) => clearInterval(timer))
}
