import type { Priority } from '../../../contract/conversation.ts'
import type { ConversationId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { assignConversation } from './assign.ts'
import { setPriority, setTags } from './label.ts'
import { setStatus } from './status.ts'

export interface BulkChange {
  status?: 'open' | 'waiting' | 'resolved' | undefined
  assigneeId?: string | null | undefined
  teamId?: string | null | undefined
  addTags?: string[] | undefined
  priority?: Priority | undefined
}

/** Makes the same change to many conversations; each that cannot be changed is named with the reason and stops no other. Locked in the order of ids. */
export async function bulkChange(
  ctx: Context,
  ids: ConversationId[],
  change: BulkChange,
): Promise<{ changed: ConversationId[]; failed: { id: ConversationId; code: string }[] }> {
  const changed: ConversationId[] = []
  const failed: { id: ConversationId; code: string }[] = []
  for (const id of [...new Set(ids)].sort()) {
    try {
      if (change.assigneeId !== undefined || change.teamId !== undefined) await assignConversation(ctx, id, change)
      if (change.priority) await setPriority(ctx, id, change.priority)
      if (change.addTags?.length) await setTags(ctx, id, change.addTags, [])
      if (change.status) await setStatus(ctx, id, change.status)
      changed.push(id)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push({ id, code: error.code })
    }
  }
  return { changed, failed }
}
