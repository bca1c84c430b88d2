import type { Context } from '../../../platform/context.ts'
import { insertArrivals, type RawArrival } from '../raw-writer.ts'
import { lookUpKnown } from './known.ts'
import { planBatch } from './plan-batch.ts'
import { savePlan } from './save.ts'
import { translate, type InboxForIntake, type Translating } from './translate.ts'

/**
 * Takes one arrival in at `ctx.now`, in the caller's transaction, by the same steps as the intake loop. The caller keeps the loop away (its advisory lock), and
 * gives a key that is new. Throws when the arrival cannot be read.
 */
export async function takeInNow(
  ctx: Context,
  arrival: RawArrival & { externalKey: string },
  inbox: InboxForIntake,
  host: Translating,
): Promise<{ conversationId: string; messageId: string }> {
  const [stored] = await insertArrivals(ctx, [{ arrival: { ...arrival, receivedAt: ctx.now }, bodySha256: null }])
  const { headers, body, source, inboxId } = arrival
  const batch = [await translate({ id: stored!.id, inboxId, headers, body, source, receivedAt: ctx.now }, inbox, host)]
  const plan = planBatch(await lookUpKnown(ctx, batch), batch, ctx.workspaceId, ctx.now)
  const { state, reason, conversationId, messageId } = plan.outcomes[0]!
  if (state !== 'done' || !conversationId || !messageId) throw new Error(`arrival ${arrival.externalKey} was not taken in: ${reason}`)
  await savePlan(ctx, plan)
  return { conversationId, messageId }
}
