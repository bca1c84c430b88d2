import type { DeliveryState } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId, WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Context } from '../../platform/context.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import type { JobHandlers } from '../../platform/jobs/worker.ts'

/** Somebody who only reloads the page, or changes it, is back by then. */
const graceMs = 20_000

/** An answer by chat may find nobody there: look again in a moment. */
export const followByEmail: Subscriber = {
  name: 'visitors.follow_by_email',
  events: ['message.written'],
  async handle(ctx, events) {
    const ids = events.flatMap((event) => (event.name === 'message.written' && event.payload.channel === 'chat' ? [event.payload.messageId] : []))
    if (ids.length === 0) return
    const rows = await ctx.sql.many<{ id: MessageId; sendsAt: Date | null }>(
      `select id, sends_at as "sendsAt" from messages where workspace_id = $1 and id = any($2::uuid[]) and kind = 'message'`,
      [ctx.workspaceId, ids],
    )
    for (const { id, sendsAt } of rows) {
      const from = Math.max(ctx.now.getTime(), sendsAt?.getTime() ?? 0)
      ctx.enqueue('delivery.continue_by_email', { messageId: id }, { key: `follow:${id}`, runAt: new Date(from + graceMs) })
    }
  },
}

const system = { kind: 'system', name: 'chat' } as const
const alsoByEmail = 'also_by_email'

export interface FollowOptions {
  database: Database
  /** Sends a copy of a chat message as a mail of its conversation; the same message twice must carry the same Message-ID. */
  sendCopyByEmail(workspaceId: WorkspaceId, messageId: MessageId, address: string): Promise<void>
}

/** The job behind `followByEmail`: when the words have reached no screen and an address is known, they also go there. Emits `message.delivery_changed` with the reason `also_by_email`. */
export function continueUnseen({ database, sendCopyByEmail }: FollowOptions): NonNullable<JobHandlers['delivery.continue_by_email']> {
  return async (workspaceId, { messageId }) => {
    const address = await database.read(workspaceId, system, (ctx) => addressOfUnseen(ctx, messageId))
    if (!address) return
    await sendCopyByEmail(workspaceId, messageId, address)
    await database.transaction(workspaceId, system, (ctx) => noteCopy(ctx, messageId))
  }
}

/**
 * Where an answer nobody has seen can also go: the proved address of the contact, else the one typed; never one that bounced or opted out. Nobody of the demo
 * reads mail.
 */
async function addressOfUnseen(ctx: Context, messageId: string): Promise<string | null> {
  const row = await ctx.sql.one<{ address: string | null }>(
    `select coalesce(
         (select i.address from identities i where i.workspace_id = c.workspace_id and i.contact_id = c.contact_id and i.kind = 'email' and i.verified_at is not null
            and not exists (select from reachability r where r.workspace_id = i.workspace_id and r.identity_id = i.id and (r.bounce_class = 'hard' or r.opted_out_at is not null))
          order by i.verified_at desc limit 1),
         (select ct.fields ->> 'typedEmail' from contacts ct where ct.workspace_id = c.workspace_id and ct.id = c.contact_id
            and not exists (select from identities i join reachability r on r.workspace_id = i.workspace_id and r.identity_id = i.id
              where i.workspace_id = ct.workspace_id and i.kind = 'email' and i.address = ct.fields ->> 'typedEmail' and (r.bounce_class = 'hard' or r.opted_out_at is not null)))
       ) as address
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
     where m.workspace_id = $1 and m.id = $2 and m.kind = 'message' and m.direction = 'out' and m.channel = 'chat' and m.delivery_state in ('queued', 'sent', 'unknown') and m.delivery_reason is distinct from $3 and not c.is_demo`,
    [ctx.workspaceId, messageId, alsoByEmail],
  )
  return row?.address ?? null
}

async function noteCopy(ctx: Context, messageId: MessageId): Promise<void> {
  const row = await ctx.sql.one<{ conversationId: ConversationId; state: DeliveryState }>(
    `update messages set delivery_reason = $3 where workspace_id = $1 and id = $2 and delivery_reason is distinct from $3 returning conversation_id as "conversationId", delivery_state as state`,
    [ctx.workspaceId, messageId, alsoByEmail],
  )
  if (row) ctx.emit('message.delivery_changed', { conversationId: row.conversationId, messageId, state: row.state, reason: alsoByEmail })
}
