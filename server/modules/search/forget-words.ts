import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import { removeUnusedWords, wordsAfter } from './index-queries.ts'
import { forgetKnown } from './vocabulary.ts'

const slice = 500

/**
 * Takes words out of the vocabulary that no message holds any more (a name that was erased). Goes through all of it, a slice in a transaction, so that it
 * holds up nobody; may be run again at any time. Returns how many words went.
 */
export async function forgetUnusedWords(database: Database, workspaceId: WorkspaceId): Promise<number> {
  let forgotten = 0
  for (let after = ''; ;) {
    const { words, removed } = await database.transaction(workspaceId, { kind: 'system', name: 'search' }, async (ctx) => {
      const next = await wordsAfter(ctx, after, slice)
      return { words: next, removed: next.length > 0 ? await removeUnusedWords(ctx, next) : 0 }
    })
    forgotten += removed
    if (words.length < slice) {
      forgetKnown(workspaceId)
      return forgotten
    }
    after = words.at(-1)!
  }
}
