import type { Actor, Context } from '../../platform/context.ts'
import { writeEvents, type EmittedEvent } from '../../platform/events/write.ts'

/**
 * Keeps what is announced at each moment until the end: the counter of events is then held only for as long as they take to write. The events carry the
 * moment and the actor of their step.
 */
export function createChronicle(ctx: Context) {
  const entries: { at: Context; events: EmittedEvent[] }[] = []
  return {
    /** The same transaction at another moment, as somebody else. */
    at(now: Date, actor: Actor): Context {
      const events: EmittedEvent[] = []
      const at: Context = { ...ctx, now, actor, emit: (name, payload, at) => void events.push({ name, payload, at }) }
      entries.push({ at, events })
      return at
    },
    async write(): Promise<void> {
      for (const { at, events } of entries) if (events.length > 0) await writeEvents(at, events)
    },
  }
}
export type Chronicle = ReturnType<typeof createChronicle>
