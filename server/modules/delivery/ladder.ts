import type { DeliveryState } from '../../../contract/conversation.ts'

const steps: DeliveryState[] = ['none', 'held', 'queued', 'unknown', 'sent', 'delivered', 'read']

/**
 * The state after a report, on a ladder that only goes up: reports come late, twice and in any order. `failed` is final for this attempt, except
 * that a proof of arrival (delivered, read) outweighs it; a failure reported after such a proof is not believed.
 */
export function climb(before: DeliveryState, reported: DeliveryState): DeliveryState {
  if (before === reported) return before
  if (reported === 'failed') return before === 'delivered' || before === 'read' ? before : 'failed'
  if (before === 'failed') return reported === 'delivered' || reported === 'read' ? reported : 'failed'
  return steps.indexOf(reported) > steps.indexOf(before) ? reported : before
}
