import type { MessageId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'

/** Leaves the job that sends a message, at once or at a time. The sends of one conversation never run beside each other. */
export function enqueueSend(ctx: Context, messageId: MessageId, conversationId: string, runAt: Date | null): void {
  ctx.enqueue('delivery.send', { messageId }, { key: `send:${messageId}`, queue: `conversation:${conversationId}`, ...(runAt ? { runAt } : {}) })
}
