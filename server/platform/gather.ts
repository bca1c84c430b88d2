import type { WorkspaceId } from '../../contract/ids.ts'
import { asAppError } from './errors.ts'

interface Waiting<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Work of one workspace done together: while one call is under way the next items gather for the following one, so that many share a statement or a commit. `work`
 * gives a result for each item, in their order. When it fails each item goes alone, so that one takes no other with it, except where nobody can be served at all.
 */
export function gather<Item, Result>(
  work: (workspaceId: WorkspaceId, items: Item[]) => Promise<Result[]>,
  mostItems = 64,
): (workspaceId: WorkspaceId, item: Item) => Promise<Result> {
  const queues = new Map<WorkspaceId, Waiting<Item, Result>[]>()

  async function serve(workspaceId: WorkspaceId, batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(
        workspaceId,
        batch.map(({ item }) => item),
      )
      batch.forEach(({ resolve }, at) => resolve(results[at]!))
    } catch (error) {
      if (batch.length === 1 || asAppError(error).kind === 'unavailable') for (const { reject } of batch) reject(error)
      else for (const waiting of batch) await serve(workspaceId, [waiting])
    }
  }

  async function drain(workspaceId: WorkspaceId, queue: Waiting<Item, Result>[]): Promise<void> {
    while (queue.length > 0) await serve(workspaceId, queue.splice(0, mostItems))
    queues.delete(workspaceId)
  }

  return (workspaceId, item) =>
    new Promise<Result>((resolve, reject) => {
      const waiting = { item, resolve, reject }
      const queue = queues.get(workspaceId)
      if (queue) return void queue.push(waiting)
      const fresh = [waiting]
      queues.set(workspaceId, fresh)
      // The rest of this turn's items still join the first batch.
      setImmediate(() => void drain(workspaceId, fresh))
    })
}
