import type { ParsedMail } from '../mime/mail.ts'
import { addressesIn, bareMessageId, firstHeader, headerValues, readHeaderBlock, type Header } from './headers.ts'
import type { Complaint } from './recognition.ts'
import { findReturnedMail } from './returned-mail.ts'

/**
 * Reads an abuse report (ARF, RFC 5965; authentication failures, RFC 6591; opt-outs), also Microsoft's form without a
 * machine-readable part and Apple's unsubscribe mails. Null for everything else.
 */
export function findComplaint(mail: ParsedMail): { complaint: Complaint; because: string } | null {
  const part = mail.reportParts.find((one) => /feedback-report/i.test(one.contentType))
  if (mail.reportType === 'feedback-report' || (part && mail.reportType !== null) || (part && isFeedbackSender(mail)))
    return { complaint: describe(mail, readHeaderBlock(part?.text.trimStart() ?? '')), because: 'report-type:feedback-report' }
  const returned = mail.attachments.length > 0 ? findReturnedMail(mail) : null
  if (
    returned &&
    firstHeader(returned.headers, 'x-hmxmroriginalrecipient') !== null &&
    (isFeedbackSender(mail) || /^\s*complaint about message from\b/i.test(mail.subject))
  )
    return { complaint: describe(mail, []), because: 'header:x-hmxmroriginalrecipient' }
  if (/^true$/i.test(firstHeader(mail.headers, 'x-apple-unsubscribe') ?? ''))
    return {
      complaint: { feedbackType: 'opt-out', messageId: mail.inReplyTo[0] ?? null, recipient: mail.from?.address ?? null },
      because: 'header:x-apple-unsubscribe',
    }
  return null
}

const isFeedbackSender = (mail: ParsedMail) =>
  /^(?:staff@(?:hotmail|outlook)\.com|(?:fbl|feedback|scomp|arf|abuse|complaints?|dmarc|feedbackloop|feedback-loop|fbl-no-reply|autoreply|no-?reply|postmaster|mailer-daemon)[\w.+-]*@)/i.test(
    mail.from?.address ?? '',
  )

function describe(mail: ParsedMail, fields: Header[]): Complaint {
  const returned = findReturnedMail(mail)
  const declared =
    headerValues(fields, 'original-rcpt-to').flatMap(addressesIn)[0] ??
    firstHeader(returned?.headers ?? [], 'x-hmxmroriginalrecipient') ??
    headerValues(fields, 'removal-recipient').flatMap(addressesIn)[0]
  const recipient =
    declared && addressesIn(declared)[0]
      ? addressesIn(declared)[0]!
      : (returned?.recipients.find((address) => !/^(?:redacted|undisclosed)/i.test(address)) ?? null)
  const feedbackType = (firstHeader(fields, 'feedback-type') ?? 'abuse').toLowerCase().trim() || 'abuse'
  return { feedbackType, messageId: returned?.messageId ?? bareMessageId(firstHeader(fields, 'original-message-id')) ?? null, recipient }
}
