import type { InboundEvent } from '../../../contract/api/inboxes.ts'
import type { InboundEventId, InboxId } from '../../../contract/ids.ts'
import type { Bus } from '../../platform/events/bus.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

const columns = `id, inbox_id as "inboxId", state, reason, classification, bounce, conversation_id as "conversationId", message_id as "messageId", size_bytes as "sizeBytes", received_at as "receivedAt"`
type Row = Omit<InboundEvent, 'receivedAt'> & { receivedAt: Date }
const toEvent = (row: Row): InboundEvent => ({ ...row, receivedAt: row.receivedAt.toISOString() })
const notFound = () => new AppError('not_found', 'inbound_event.not_found', 'There is no such inbound event.')

/** What became of something that came in. Errors: `inbound_event.not_found`. */
export async function getInboundEvent(ctx: Context, id: string): Promise<InboundEvent> {
  const row = await ctx.sql.one<Row>(`select ${columns} from inbound_events where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])
  if (!row) throw notFound()
  return toEvent(row)
}

/** The raw form as it came: headers, and the body in base64. */
export async function getInboundRaw(
  ctx: Context,
  id: string,
  readBody: (workspaceId: string, sha256: string) => Promise<Uint8Array>,
): Promise<{ headers: Record<string, string>; body: string }> {
  const row = await ctx.sql.one<{ headers: Record<string, string>; body: Buffer | null; bodySha256: string | null }>(
    `select headers, body, body_sha256 as "bodySha256" from inbound_events where workspace_id = $1 and id = $2`,
    [ctx.workspaceId, id],
  )
  if (!row) throw notFound()
  const body = row.body ?? (row.bodySha256 ? Buffer.from(await readBody(ctx.workspaceId, row.bodySha256)) : Buffer.alloc(0))
  return { headers: row.headers, body: body.toString('base64') }
}

/** What could not be read, newest first; ids sort by time, so the id is the page marker. */
export async function listQuarantine(
  ctx: Context,
  query: { after?: string | undefined; limit: number },
): Promise<{ items: InboundEvent[]; next: string | null }> {
  if (query.after && !/^[0-9a-f-]{36}$/.test(query.after)) throw new AppError('invalid', 'request.bad_cursor', 'This page marker is not one of ours.')
  const rows = await ctx.sql.many<Row>(
    `select ${columns} from inbound_events where workspace_id = $1 and state = 'quarantined' and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [ctx.workspaceId, query.after ?? null, query.limit + 1],
  )
  const items = rows.slice(0, query.limit).map(toEvent)
  return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
}

/** Puts something out of quarantine back in line, to be read again by today's program. Emits `inbound.released`. Errors: 409 `inbound_event.not_quarantined`. */
export async function replayInbound(ctx: Context, id: string, bus: Bus): Promise<InboundEvent> {
  const event = await getInboundEvent(ctx, id)
  const released = await ctx.sql.run(
    `update inbound_events set state = 'received', reason = null, attempts = 0 where workspace_id = $1 and id = $2 and state = 'quarantined'`,
    [ctx.workspaceId, id],
  )
  if (released === 0) throw new AppError('conflict', 'inbound_event.not_quarantined', 'It is not in quarantine.')
  ctx.emit('inbound.released', { inboundEventId: id as InboundEventId, inboxId: event.inboxId as InboxId })
  ctx.afterCommit(() => bus.announce('inbound', ctx.workspaceId, 0))
  return { ...event, state: 'received', reason: null }
}
