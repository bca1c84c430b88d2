import type { DeliveryField } from './delivery-status.ts'
import type { ReturnedMail } from './returned-mail.ts'

/** What a mail shows that only a bounce shows, gathered once. */
export interface BounceEvidence {
  fields: DeliveryField[]
  notice: string
  returned: ReturnedMail | null
  because: string[]
}
