import type { Channel } from '../../../../contract/conversation.ts'
import type { InboundReceipt } from '../../../connectors/connector.ts'
import type { KnownConversation } from './known.ts'
import type { ClaimPlan } from './plan-claims.ts'

type Row = Record<string, unknown>

/** What became of one raw arrival. */
export interface Outcome {
  id: string
  state: 'done' | 'quarantined' | 'ignored'
  reason: string | null
  classification: string | null
  bounce: object | null
  conversationId: string | null
  messageId: string | null
}
/** The list fields of a conversation after the batch. */
export interface Touched {
  conversation: KnownConversation
  isNew: boolean
  teamId: string | null
  isDemo: boolean
  createdAt: Date
  last: { messageId: string; at: Date; channel: Channel; preview: string; authorName: string; authorId: string; language: string | null } | null
  added: number
  reply: { inboxId: string; identityId: string } | null
}
export interface Receipt {
  messageId: string
  conversationId: string
  receipt: InboundReceipt
  inboxId: string
  identityId: string | null
  before: string
}

/** Everything a batch will write, decided in memory in the order of arrival. */
export interface Plan extends ClaimPlan {
  verified: { identityId: string; contactId: string }[]
  touched: Map<string, Touched>
  messages: Row[]
  files: Row[]
  claimedFiles: { fileId: string; messageId: string; conversationId: string; position: number; uploadedBy: string }[]
  references: Row[]
  participants: Row[]
  reachability: Map<string, Row>
  current: Map<string, string>
  receipts: Receipt[]
  outcomes: Outcome[]
}
