import type { ParsedMail } from '../mime/mail.ts'
import { addressesIn, firstHeader } from './headers.ts'
import type { Bounce, BouncedRecipient, BounceReason, Complaint } from './recognition.ts'
import { classOf, findReason, type RefusalEvidence } from './reason.ts'
import { findEnhancedStatus, findReplyCode } from './status-code.ts'

/** What Amazon SES writes into a notification that SNS sends by mail. */
interface SesNotice {
  notificationType?: string
  eventType?: string
  bounce?: {
    bounceType?: string
    bounceSubType?: string
    bouncedRecipients?: { emailAddress?: string; status?: string; action?: string; diagnosticCode?: string }[]
  }
  complaint?: { complaintFeedbackType?: string; complainedRecipients?: { emailAddress?: string }[] }
  mail?: { messageId?: string; destination?: string[]; commonHeaders?: { messageId?: string }; headers?: { name?: string; value?: string }[] }
}

/** Amazon's word for a bounce without any word of the receiving system. Source: SES developer guide, bounce object, bounceSubType. */
const subTypes: Readonly<Record<string, BounceReason>> = {
  general: 'user_unknown', noemail: 'user_unknown', suppressed: 'suppressed', onaccountsuppressionlist: 'suppressed', mailboxfull: 'mailbox_full', messagetoolarge: 'message_too_large',
  contentrejected: 'content_error', attachmentrejected: 'policy', customtimeoutexceeded: 'expired',
} // oxfmt-ignore

/** Reads the JSON of an SES notification that came as a mail; null for any other mail. */
export function findSesNotice(mail: ParsedMail): { bounce: Bounce } | { complaint: Complaint } | null {
  if (firstHeader(mail.headers, 'x-amz-sns-message-id') === null) return null
  const notice = readJson(mail.text)
  const messageId =
    notice?.mail?.headers?.find((header) => header.name?.toLowerCase() === 'message-id')?.value ??
    notice?.mail?.commonHeaders?.messageId ??
    notice?.mail?.messageId
  const bareId = messageId?.replace(/^<|>$/g, '') ?? null
  if (notice?.complaint) {
    const recipient = notice.complaint.complainedRecipients?.[0]?.emailAddress ?? null
    return { complaint: { feedbackType: notice.complaint.complaintFeedbackType ?? 'abuse', messageId: bareId, recipient } }
  }
  if (!notice?.bounce) return null
  const { bounceType, bounceSubType, bouncedRecipients } = notice.bounce
  const recipients = (bouncedRecipients ?? []).map((one) => describe(one, bounceType ?? '', bounceSubType ?? ''))
  const gravest = recipients.find((one) => one.class === 'hard') ?? recipients[0]
  return gravest ? { bounce: { ...gravest, messageId: bareId, recipients } } : null
}

function describe(one: { emailAddress?: string; status?: string; diagnosticCode?: string }, bounceType: string, subType: string): BouncedRecipient {
  const diagnostic = one.diagnosticCode ?? ''
  const refusal: RefusalEvidence = {
    diagnostic: diagnostic.replace(/^[\w-]+;\s*/, ''),
    diagnosticType: 'smtp',
    status: findEnhancedStatus(one.status ?? null) ?? findEnhancedStatus(diagnostic),
    replyCode: findReplyCode(diagnostic),
    command: null,
    action: 'failed',
  }
  const said = diagnostic === '' ? 'undefined' : findReason(refusal)
  const isGeneral = bounceType.toLowerCase() !== 'permanent' && subType.toLowerCase() === 'general'
  const reason = said === 'undefined' && !isGeneral ? (subTypes[subType.toLowerCase()] ?? said) : said
  return {
    recipient: addressesIn(one.emailAddress ?? '')[0] ?? null,
    action: 'failed',
    class: classOf(reason, refusal),
    reason,
    status: refusal.status,
    replyCode: refusal.replyCode,
    diagnostic: diagnostic || null,
  }
}

/** The JSON is one line of thousands of characters, which mail systems break with "!" and a new line (RFC 5321 limit, by old habit). */
function readJson(text: string): SesNotice | null {
  const end = text.search(/\n--\s*\n/)
  const json = (end < 0 ? text : text.slice(0, end)).replace(/!?\n ?/g, '').trim()
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as SesNotice) : null
  } catch {
    return null
  }
}
