import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Actor, Context } from '../../platform/context.ts'
import { audit } from '../audit/index.ts'
import { countOfTeam, moveOffTeam } from '../conversations/index.ts'
import { removeTeam } from '../people/index.ts'
import { demoSavedReplies } from '../../demo/saved-replies.ts'
import { demoTeams } from '../../demo/agents.ts'
import type { DemoDeps } from './deps.ts'
import { lockDemo } from './queries.ts'
import * as rows from './remove-queries.ts'

/** Small enough to hold up nobody; a demo of the usual size takes a handful. */
const batch = 25

/**
 * Takes the demo out of a workspace, a batch in a transaction: inboxes first, so that nothing comes in any more, then conversations with all that hangs on
 * them, contacts, agents, teams and saved replies. What is real stays: a demo contact or conversation into which something real was joined becomes real, and so
 * is a saved reply that was changed. May be called again after an interruption. Emits `inbox.removed`, `team.changed` and at the end `workspace.changed`, upon
 * which clients load afresh.
 */
export async function removeDemo(deps: DemoDeps, workspaceId: WorkspaceId, actor: Actor): Promise<void> {
  const within = <T>(run: (ctx: Context) => Promise<T>) =>
    deps.database.transaction(workspaceId, actor, async (ctx) => {
      await lockDemo(ctx)
      return run(ctx)
    })
  const inboxIds = await within(async (ctx) => {
    const ids = await rows.demoInboxes(ctx)
    for (const { id, isRemoved } of ids) if (!isRemoved) await deps.inboxes.remove(ctx, id)
    await rows.keepWhatHoldsReal(ctx)
    return ids.map(({ id }) => id)
  })
  const unused: string[] = []
  const repeat = async (step: (ctx: Context) => Promise<{ count: number; files?: string[] }>) => {
    for (;;) {
      const { count, files = [] } = await within(step)
      unused.push(...files)
      if (count < batch) return
    }
  }
  await repeat((ctx) => rows.deleteConversations(ctx, batch))
  await repeat((ctx) => rows.deleteArrivals(ctx, inboxIds, batch))
  await repeat((ctx) => rows.deleteContacts(ctx, batch))
  await within((ctx) => removeHouse(deps, ctx, inboxIds))
  await removeFiles(deps, workspaceId, actor, unused)
}

async function removeHouse(deps: DemoDeps, ctx: Context, inboxIds: string[]): Promise<void> {
  for (const id of await rows.teamsOfDemoAgents(ctx, Object.values(demoTeams))) {
    // What real people gave to a demo team outlives it; one that they restricted stays while it holds anything, or everybody would see that.
    const { isRestricted } = (await ctx.sql.one<{ isRestricted: boolean }>(
      `select is_restricted as "isRestricted" from teams where workspace_id = $1 and id = $2`,
      [ctx.workspaceId, id],
    ))!
    if (isRestricted && (await countOfTeam(ctx, id)) + (await deps.inboxes.countOfTeam(ctx, id)) > 0) continue
    await deps.inboxes.moveOffTeam(ctx, id, null)
    await moveOffTeam(ctx, id, null, Number.MAX_SAFE_INTEGER)
    await removeTeam(ctx, id)
  }
  await rows.deleteAgents(ctx)
  await rows.deleteSavedReplies(ctx, demoSavedReplies)
  await rows.deleteInboxes(ctx, inboxIds)
  ctx.enqueue('search.forget_words', {}, { key: 'search.forget_words' })
  ctx.emit('workspace.changed', { name: await rows.markRemoved(ctx) })
  await audit(ctx, 'demo.removed')
}

/** The same bytes may be a real file too. */
async function removeFiles({ database, files }: DemoDeps, workspaceId: WorkspaceId, actor: Actor, sha256: string[]): Promise<void> {
  const since = new Date()
  const gone = await database.read(workspaceId, actor, (ctx) => rows.unusedFiles(ctx, [...new Set(sha256)]))
  for (const one of gone) await files.remove(workspaceId, one, since)
}
