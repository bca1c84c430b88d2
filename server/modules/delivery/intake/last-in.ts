import type { InboxId, WorkspaceId } from '../../../../contract/ids.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log.ts'
import type { Translated } from './translate.ts'

/** "Last received" is read in minutes: a busy inbox's row is written no more often than this by one process. */
const againAfterMs = 30_000
const system = { kind: 'system', name: 'intake' } as const

export type NoteArrivals = (workspaceId: WorkspaceId, batch: readonly Translated[]) => Promise<void>

/** Notes when an inbox last received, whatever the way, after the batch and never within it: its row must not become what batches wait for. What is imported is no news. */
export function createLastIn(database: Database, log: Log): NoteArrivals {
  const notedAt = new Map<InboxId, number>()
  return async (workspaceId, batch) => {
    const now = performance.now()
    const newest = new Map<InboxId, Date>()
    for (const { claimed, inbox } of batch) {
      const id = inbox.id as InboxId
      if (claimed.source === 'import' || now - (notedAt.get(id) ?? -Infinity) < againAfterMs) continue
      if (claimed.receivedAt > (newest.get(id) ?? new Date(0))) newest.set(id, claimed.receivedAt)
    }
    if (newest.size === 0) return
    for (const id of newest.keys()) notedAt.set(id, now)
    try {
      await database.transaction(
        workspaceId,
        system,
        (ctx) =>
          ctx.sql.run(
            `update inboxes b set last_in_at = given.at from unnest($2::uuid[], $3::timestamptz[]) as given (id, at)
             where b.workspace_id = $1 and b.id = given.id and (b.last_in_at is null or b.last_in_at < given.at)`,
            [workspaceId, [...newest.keys()], [...newest.values()]],
          ),
        { isSentWhole: true },
      )
    } catch (error) {
      for (const id of newest.keys()) notedAt.delete(id)
      log.warn({ error: (error as Error).message }, 'could not note when inboxes last received')
    }
  }
}
