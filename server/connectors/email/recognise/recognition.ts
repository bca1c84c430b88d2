/** Why a mail could not be delivered, in words that a person and a rule can read. `class` follows from it (see reason.ts). */
export type BounceReason =
  | 'user_unknown'
  | 'address_disabled'
  | 'address_moved'
  | 'host_unknown'
  | 'domain_not_hosted'
  | 'not_accepting_mail'
  | 'mailbox_full'
  | 'account_suspended'
  | 'filtered_by_recipient'
  | 'relay_denied'
  | 'sender_rejected'
  | 'blocked'
  | 'spam'
  | 'virus'
  | 'policy'
  | 'authentication_failed'
  | 'message_too_large'
  | 'content_error'
  | 'rate_limited'
  | 'greylisted'
  | 'expired'
  | 'network_error'
  | 'routing_loop'
  | 'tls_failed'
  | 'system_full'
  | 'system_error'
  | 'mailer_error'
  | 'syntax_error'
  | 'suppressed'
  | 'undefined'

/** RFC 3464 §2.3.3; `undefined` when the report has no such field and the text does not tell. */
export type BounceAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

export interface BouncedRecipient {
  recipient: string | null
  action: BounceAction
  class: 'hard' | 'soft'
  reason: BounceReason
  /** Enhanced status code of RFC 3463, as reported. */
  status: string | null
  /** Three-digit SMTP reply code, as reported. */
  replyCode: string | null
  diagnostic: string | null
}

/** The bounce as a whole speaks with the voice of its gravest recipient; every recipient is in `recipients`. */
export interface Bounce extends BouncedRecipient {
  /** Message-ID of the mail that bounced, without angle brackets. */
  messageId: string | null
  recipients: BouncedRecipient[]
}

export interface Complaint {
  /** RFC 5965 §7.3: abuse, fraud, virus, not-spam, opt-out, auth-failure (RFC 6591), other. */
  feedbackType: string
  messageId: string | null
  recipient: string | null
}

export interface Receipt {
  /** RFC 8098 disposition (displayed, deleted …), `delivered` for a positive delivery report, or an answer to an invitation. */
  disposition: string
  messageId: string | null
}

export interface Recognition {
  classification: 'message' | 'auto_reply' | 'bounce' | 'complaint' | 'receipt' | 'loop'
  /** Came through a mailing list or in bulk; a person may still have written it. */
  isList: boolean
  /** False whenever an automatic answer could annoy, leak or loop (RFC 3834 §2). */
  mayAutoReply: boolean
  /** What was seen, one short machine-readable clue each, for the person who asks why. */
  because: string[]
  bounce?: Bounce
  complaint?: Complaint
  receipt?: Receipt
}

/** What is ours, so that our own mails are recognised when they come back. Addresses and domains are compared without regard to case. */
export interface OwnIdentity {
  messageIdDomains: string[]
  addresses: string[]
  /** Value of our loop header on every mail that this installation sends; null before it is known. */
  loopToken: string | null
}
