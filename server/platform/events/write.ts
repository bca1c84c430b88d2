import type { EventName } from '../../../contract/events.ts'
import type { Actor, Context } from '../context.ts'

export interface EmittedEvent {
  name: EventName
  payload: object
}

export const actorId = (actor: Actor): string | null => (actor.kind === 'system' ? null : actor.id)

/**
 * Numbers and writes the events of a transaction, and returns the last number. Must be its last statement: the counter row is locked from here
 * to the commit, which makes the numbers dense and visible in order (a sequence would let a later number become visible first).
 */
export async function writeEvents(ctx: Context, events: EmittedEvent[]): Promise<number> {
  const row = await ctx.sql.one<{ last: number }>(
    `with taken as (update counters set last = last + $2 where workspace_id = $1 and name = 'event' returning last),
     written as (
       insert into events (workspace_id, number, name, at, actor_kind, actor_id, actor_name, conversation_id, contact_id, payload)
       select $1, taken.last - $2 + e.position, e.name, $3, $4, $5, $6, (e.payload ->> 'conversationId')::uuid, (e.payload ->> 'contactId')::uuid, e.payload
       from taken, (select name, payload::jsonb as payload, position from unnest($7::text[], $8::text[]) with ordinality as given (name, payload, position)) e
     )
     select last from taken`,
    [
      ctx.workspaceId,
      events.length,
      ctx.now,
      ctx.actor.kind,
      actorId(ctx.actor),
      ctx.actor.name,
      events.map((event) => event.name),
      events.map((event) => JSON.stringify(event.payload)),
    ],
  )
  if (!row) throw new Error(`workspace ${ctx.workspaceId} has no event counter`)
  return row.last
}
