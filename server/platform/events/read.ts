import type { EventName, Events } from '../../../contract/events.ts'
import type { Context } from '../context.ts'

export type StoredEvent = { [Name in EventName]: StoredEventOf<Name> }[EventName]
export interface StoredEventOf<Name extends EventName> {
  number: number
  name: Name
  at: Date
  actor: { kind: 'agent' | 'contact' | 'system'; id: string | null; name: string }
  payload: Events[Name]
}

/** Events after a number, in order, at most `limit`. */
export async function readEvents(ctx: Context, after: number, limit: number): Promise<StoredEvent[]> {
  return ctx.sql.many<StoredEvent>(
    `select number, name, at, json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor, payload
     from events where workspace_id = $1 and number > $2 order by number limit $3`,
    [ctx.workspaceId, after, limit],
  )
}

/** The newest event's number. */
export async function lastEventNumber(ctx: Context): Promise<number> {
  const row = await ctx.sql.one<{ last: number }>(`select last from counters where workspace_id = $1 and name = 'event'`, [ctx.workspaceId])
  return row?.last ?? 0
}
