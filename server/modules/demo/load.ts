import type { WorkspaceId } from '../../../contract/ids.ts'
import { demoCustomers } from '../../demo/customers/index.ts'
import { demoScripts } from '../../demo/scripts.ts'
import type { Context } from '../../platform/context.ts'
import { createChronicle } from './chronicle.ts'
import type { DemoDeps } from './deps.ts'
import { perform } from './play.ts'
import type { Playing } from './playing.ts'
import { hasDemo, lockDemo, markLoaded, markSeen } from './queries.ts'
import { setStage } from './stage.ts'
import { demoSteps } from './steps.ts'

const system = { kind: 'system', name: 'demo' } as const
/** Steps between two lines of progress in the log. */
const reportEvery = 100

/**
 * Fills a workspace with the demo. Everything is one transaction: it is there at once, wholly or not at all, and a process that dies leaves nothing. A second
 * call changes nothing; returns whether this one did. Nobody is told before the commit, and then once. Intake of this workspace waits meanwhile; requests do not.
 */
export async function loadDemo({ database, ...rest }: DemoDeps, workspaceId: WorkspaceId): Promise<boolean> {
  const startedAt = performance.now()
  const isLoaded = await database.transaction(workspaceId, system, async (ctx) => {
    await lockDemo(ctx)
    if (await hasDemo(ctx)) return false
    await play(ctx, { database, ...rest })
    return true
  })
  if (isLoaded) rest.log.info({ workspaceId, durationMs: Math.round(performance.now() - startedAt) }, 'demo data loaded')
  return isLoaded
}

async function play(ctx: Context, deps: DemoDeps): Promise<void> {
  const steps = demoSteps(demoCustomers, demoScripts, ctx.now)
  const chronicle = createChronicle(ctx)
  const setUpAt = new Date(steps[0]!.at.getTime() - 60_000)
  const stage = await setStage(chronicle.at(setUpAt, system), deps)
  const playing: Playing = { deps, stage, now: ctx.now, contacts: new Map(), begun: new Map() }
  for (const [index, step] of steps.entries()) {
    await perform(playing, chronicle, step)
    if (index % reportEvery === 0) deps.log.debug({ workspaceId: ctx.workspaceId, step: index, of: steps.length }, 'loading demo data')
  }
  await markSeen(ctx, seenConversations(playing))
  await markLoaded(
    ctx,
    Object.values(stage.inboxes).map(({ row }) => row.id),
  )
  await chronicle.write()
  const { name } = (await ctx.sql.one<{ name: string }>(`select name from workspaces where workspace_id = $1`, [ctx.workspaceId]))!
  // The last of its events, and the one that is announced.
  ctx.emit('workspace.changed', { name })
}

/** Those that the people of the workspace have read already. */
const seenConversations = ({ begun }: Playing): string[] =>
  demoCustomers.flatMap(({ conversations }) => conversations.flatMap(({ key, isUnread }) => (isUnread ? [] : [begun.get(key)!.conversationId])))
