import type { DeliveryState } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import { climb } from '../delivery/index.ts'
import type { Visitor } from './visitor.ts'

interface Row {
  id: MessageId
  conversationId: ConversationId
  state: DeliveryState
}

const mostAtOnce = 200

/** Chat messages to this visitor that a socket has just taken to their screen are delivered. Emits `message.delivery_changed` for each that was not yet. */
export async function markDelivered(ctx: Context, visitor: Visitor, messageIds: string[]): Promise<void> {
  const rows = await ctx.sql.many<Row>(
    `select id, conversation_id as "conversationId", delivery_state as state from messages
     where workspace_id = $1 and id = any($2::uuid[]) and direction = 'out' and channel = 'chat' and identity_id = $3 and delivery_state in ('queued', 'sent', 'unknown') order by id for update`,
    [ctx.workspaceId, messageIds, visitor.identityId],
  )
  await report(ctx, rows, 'delivered')
}

/** The visitor has read everything said to them up to a message of theirs to see. Emits `message.delivery_changed`. */
export async function markRead(ctx: Context, visitor: Visitor, messageId: string): Promise<void> {
  const rows = await ctx.sql.many<Row>(
    `select m.id, m.conversation_id as "conversationId", m.delivery_state as state from messages upto
       join messages m on m.workspace_id = upto.workspace_id and m.conversation_id = upto.conversation_id and m.created_at <= upto.created_at
     where upto.workspace_id = $1 and upto.id = $2 and m.direction = 'out' and m.channel = 'chat' and m.identity_id = $3 and m.delivery_state in ('queued', 'sent', 'unknown', 'delivered')
       and exists (select from participants p where p.workspace_id = $1 and p.conversation_id = upto.conversation_id and p.identity_id = $3)
     order by m.created_at desc, m.id desc limit ${mostAtOnce} for update of m`,
    [ctx.workspaceId, messageId, visitor.identityId],
  )
  await report(ctx, rows, 'read')
}

async function report(ctx: Context, rows: Row[], reported: DeliveryState): Promise<void> {
  const changed = rows.filter((row) => climb(row.state, reported) !== row.state)
  if (changed.length === 0) return
  await ctx.sql.run(`update messages set delivery_state = $3 where workspace_id = $1 and id = any($2::uuid[])`, [
    ctx.workspaceId,
    changed.map((row) => row.id),
    reported,
  ])
  for (const { id, conversationId } of changed) ctx.emit('message.delivery_changed', { conversationId, messageId: id, state: reported, reason: null })
}

/** These visitors are there: what agents see as online. */
export async function markPresent(ctx: Context, visitors: Visitor[]): Promise<void> {
  await ctx.sql.run(
    `update reachability r set last_inbound_at = greatest(last_inbound_at, $2) from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as given (contact_id, inbox_id, identity_id)
     where r.workspace_id = $1 and r.contact_id = given.contact_id and r.inbox_id = given.inbox_id and r.identity_id = given.identity_id`,
    [ctx.workspaceId, ctx.now, visitors.map((one) => one.id), visitors.map((one) => one.inboxId), visitors.map((one) => one.identityId)],
  )
}
