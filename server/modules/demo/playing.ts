import type { ContactId } from '../../../contract/ids.ts'
import type { DemoDeps } from './deps.ts'
import type { Stage } from './stage.ts'

/** What is known of a demo conversation once it has begun. */
export interface Begun {
  conversationId: string
  /** Ids of its mails, ours and theirs, oldest first, without angle brackets. */
  thread: string[]
}

/** A performance: the stage, and what has come of it so far. */
export interface Playing {
  deps: DemoDeps
  stage: Stage
  now: Date
  contacts: Map<string, ContactId>
  begun: Map<string, Begun>
}
