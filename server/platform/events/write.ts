import type { EventName } from '../../../contract/events.ts'
import type { Actor, Context } from '../context.ts'

export interface EmittedEvent {
  name: EventName
  payload: object
  /** When it was, if not now: something said at its arrival, which lies before the commit. */
  at?: Date | undefined
}

export const actorId = (actor: Actor): string | null => (actor.kind === 'system' ? null : actor.id)

/**
 * Numbers and writes the events of a transaction, and returns the last number. Must be its last statement: the counter row is locked from here
 * to the commit, which makes the numbers dense and visible in order (a sequence would let a later number become visible first).
 */
export async function writeEvents(ctx: Context, events: EmittedEvent[]): Promise<number> {
  // The commit is already on its way behind it: a workspace without a counter must fail here, by an event without a number.
  const row = await ctx.sql.one<{ last: number }>(
    `with counted as (update counters set last = last + $2 where workspace_id = $1 and name = 'event' returning last),
     taken as (select (select last from counted) as last),
     written as (
       insert into events (workspace_id, number, name, at, actor_kind, actor_id, actor_name, conversation_id, contact_id, payload)
       select $1, taken.last - $2 + e.position, e.name, coalesce(e.at, $3), $4, $5, $6, (e.payload ->> 'conversationId')::uuid, (e.payload ->> 'contactId')::uuid, e.payload
       from taken, (select name, payload::jsonb as payload, at, position from unnest($7::text[], $8::text[], $9::timestamptz[]) with ordinality as given (name, payload, at, position)) e
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
      events.map((event) => event.at ?? null),
    ],
  )
  return row!.last
}
