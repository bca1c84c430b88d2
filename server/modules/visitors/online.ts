import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import { countAvailable } from './queries.ts'

const system = { kind: 'system', name: 'chat' } as const
const rememberMs = 10_000

/** Whether somebody is there to answer: an available agent whose session was used in the last five minutes. Asked at most every ten seconds. */
export function createOnline(database: Database): (workspaceId: WorkspaceId) => Promise<boolean> {
  const known = new Map<WorkspaceId, { until: number; isOnline: Promise<boolean> }>()
  return (workspaceId) => {
    const held = known.get(workspaceId)
    if (held && held.until > Date.now()) return held.isOnline
    const isOnline = database.read(workspaceId, system, (ctx) => countAvailable(ctx)).then((count) => count > 0)
    isOnline.catch(() => known.delete(workspaceId))
    if (known.size > 10_000) known.clear()
    known.set(workspaceId, { until: Date.now() + rememberMs, isOnline })
    return isOnline
  }
}
