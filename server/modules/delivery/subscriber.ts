import type { Subscriber } from '../../platform/events/subscribers.ts'
import { enqueueSend } from './enqueue-send.ts'

/** Sends what was written: at once, or when the time for undo is over. Messages of one conversation go one after the other. */
export const sendWritten: Subscriber = {
  name: 'delivery.send_written',
  events: ['message.written'],
  async handle(ctx, events) {
    const ids = events.flatMap((event) => (event.name === 'message.written' ? [event.payload.messageId] : []))
    const rows = await ctx.sql.many<{ id: (typeof ids)[number]; conversationId: string; sendsAt: Date | null }>(
      `select id, conversation_id as "conversationId", sends_at as "sendsAt" from messages where workspace_id = $1 and id = any($2::uuid[]) and delivery_state in ('held', 'queued')`,
      [ctx.workspaceId, ids],
    )
    for (const { id, conversationId, sendsAt } of rows) enqueueSend(ctx, id, conversationId, sendsAt)
  },
}
