import type { Context } from '../../platform/context.ts'
import { saveWords } from './index-queries.ts'
import { romanKey } from './text/index.ts'

/** Another process may take unused words out; after this long each is written again when it is met. */
const rememberedMs = 10 * 60_000
const mostWords = 50_000
const mostWorkspaces = 50

/** Words that this process knows to be in the vocabulary, by workspace: nearly every word of a message is one of them, and asking costs more than the rest of the indexing. */
const known = new Map<string, { words: Set<string>; until: number }>()

/** Adds to the vocabulary what is not in it, and remembers it once that is committed. */
export async function learnWords(ctx: Context, words: Iterable<string>): Promise<void> {
  const held = known.get(ctx.workspaceId)
  const fresh = held && held.until > Date.now() ? held : null
  const missing = [...new Set(words)].filter((word) => !fresh?.words.has(word)).sort()
  if (missing.length === 0) return
  await saveWords(
    ctx,
    missing.map((word) => ({ word, roman: romanKey(word) })),
  )
  ctx.afterCommit(() => remember(ctx.workspaceId, missing))
}

/** After words were taken out of a vocabulary. */
export function forgetKnown(workspaceId: string): void {
  known.delete(workspaceId)
}

function remember(workspaceId: string, words: string[]): void {
  let held = known.get(workspaceId)
  if (!held || held.until <= Date.now() || held.words.size + words.length > mostWords) {
    if (known.size >= mostWorkspaces) known.clear()
    held = { words: new Set(), until: Date.now() + rememberedMs }
    known.set(workspaceId, held)
  }
  for (const word of words) held.words.add(word)
}
