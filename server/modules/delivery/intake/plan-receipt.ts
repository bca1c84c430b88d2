import type { InboundReceipt } from '../../../connectors/connector.ts'
import { pairKey, type Known } from './known.ts'
import type { Outcome, Plan } from './plan.ts'
import type { InboxForIntake } from './translate.ts'

/** A receipt finds its message by the provider's id or our Message-ID. One that fits nothing of ours is kept, with the reason. */
export function planReceipt(plan: Plan, known: Known, item: InboundReceipt, inbox: InboxForIntake): Partial<Outcome> {
  const classified = { classification: item.classification, bounce: item.bounce }
  const ids = [
    item.externalId && known.externals.get(pairKey(inbox.id, item.externalId)),
    ...(item.externalId ? (known.references.get(item.externalId) ?? []).map((reference) => reference.messageId) : []),
  ]
  for (const clue of item.clues)
    if (clue.kind === 'own_message_id') ids.push(clue.messageId)
    else if (clue.kind === 'message_ids')
      ids.push(...clue.ids.flatMap((id) => (known.references.get(id) ?? []).map((reference) => reference.messageId)))
  const message = ids.map((id) => (id ? known.messages.get(id) : undefined)).find((one) => one?.direction === 'out')
  if (!message) return { ...classified, state: 'ignored', reason: `${item.classification}_of_unknown_message` }
  plan.receipts.push({
    messageId: message.id,
    conversationId: message.conversationId,
    receipt: item,
    inboxId: inbox.id,
    identityId: message.identityId,
    before: message.deliveryState,
  })
  return { ...classified, conversationId: message.conversationId, messageId: message.id }
}
