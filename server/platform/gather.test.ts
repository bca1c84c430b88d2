import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkspaceId } from '../../contract/ids.ts'
import { AppError } from './errors.ts'
import { gather } from './gather.ts'

const [here, there] = ['here', 'there'] as WorkspaceId[] as [WorkspaceId, WorkspaceId]

/** Work whose calls end when told, and the calls it has had. */
function slowly() {
  const calls: { workspaceId: WorkspaceId; items: number[]; end(): void }[] = []
  const ask = gather<number, number>(
    (workspaceId, items) =>
      new Promise((resolve) => {
        calls.push({ workspaceId, items, end: () => resolve(items.map((item) => item * 10)) })
      }),
    3,
  )
  return { calls, ask, turn: () => new Promise((resolve) => setImmediate(resolve)) }
}

test('what comes while one call is under way goes together, in its order and no more than allowed at once', async () => {
  const { calls, ask, turn } = slowly()
  const first = ask(here, 1)
  await turn()
  const later = [2, 3, 4, 5].map((item) => ask(here, item))
  calls[0]!.end()
  assert.equal(await first, 10)
  await turn()
  calls[1]!.end()
  await turn()
  calls[2]!.end()
  assert.deepEqual(await Promise.all(later), [20, 30, 40, 50])
  assert.deepEqual(
    calls.map(({ items }) => items),
    [[1], [2, 3, 4], [5]],
  )
})

test('one workspace does not wait for another', async () => {
  const { calls, ask, turn } = slowly()
  void ask(here, 1)
  const other = ask(there, 2)
  await turn()
  calls.find(({ workspaceId }) => workspaceId === there)!.end()
  assert.equal(await other, 20)
})

test('one that fails takes no other with it', async () => {
  const ask = gather<number, number>(async (_, items) => {
    if (items.includes(2)) throw new Error('two')
    return items
  })
  const outcomes = await Promise.allSettled([1, 2, 3].map((item) => ask(here, item)))
  assert.deepEqual(
    outcomes.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
    [1, 'two', 3],
  )
})

test('where nobody can be served nobody is tried again', async () => {
  let calls = 0
  const ask = gather<number, number>(async () => {
    calls++
    throw new AppError('unavailable', 'server.unavailable', 'No database.')
  })
  const outcomes = await Promise.allSettled([1, 2, 3].map((item) => ask(here, item)))
  assert.ok(outcomes.every(({ status }) => status === 'rejected'))
  assert.equal(calls, 1)
})
