import type { ParsedMail } from '../mime/mail.ts'
import { findAutomaticClues, findChallengeClues } from './automatic.ts'
import { findBounceEvidence, readBounce, returnedMessageId } from './bounce.ts'
import type { BounceEvidence } from './bounce-evidence.ts'
import { findComplaint } from './complaint.ts'
import { firstHeader, headerValues } from './headers.ts'
import { findListClues } from './list.ts'
import { findLoopClues } from './loop.ts'
import { readSenderEvidence, type SenderEvidence } from './machine-sender.ts'
import { isAutomaticSubject } from './out-of-office.ts'
import { findSesNotice } from './provider-notice.ts'
import { findReceipt } from './receipt.ts'
import type { OwnIdentity, Recognition } from './recognition.ts'

/**
 * Says what kind of mail this is: a person's message, or one of those that must never be answered by a machine nor be lost. A person's
 * mail is never taken for a machine's: where the clues are weak, the answer is `message` with `mayAutoReply` false.
 * Sources: RFC 3834 (automatic answers), RFC 3464 (bounces), RFC 5965 (complaints), RFC 8098 (receipts), RFC 2919 (lists).
 */
export function recogniseMail(mail: ParsedMail, own: OwnIdentity): Recognition {
  const sender = readSenderEvidence(mail)
  const listClues = findListClues(mail)
  const isList = listClues.length > 0
  const machine = recogniseMachine(mail, own, sender)
  if (machine) return { ...machine, isList, mayAutoReply: false }
  const reserve = reasonsNotToAnswer(mail, own, sender)
  return { classification: 'message', isList, mayAutoReply: !isList && reserve.length === 0, because: [...listClues, ...reserve] }
}

type Machine = Omit<Recognition, 'isList' | 'mayAutoReply'>

function recogniseMachine(mail: ParsedMail, own: OwnIdentity, sender: SenderEvidence): Machine | null {
  const loop = findLoopClues(mail, own)
  if (loop.length > 0) return { classification: 'loop', because: loop }
  const complaint = findComplaint(mail)
  if (complaint) return { classification: 'complaint', complaint: complaint.complaint, because: [complaint.because] }
  const notice = findSesNotice(mail)
  if (notice) return { classification: 'bounce' in notice ? 'bounce' : 'complaint', ...notice, because: ['header:x-amz-sns-message-id'] }
  const receipt = findReceipt(mail)
  if (receipt) return { classification: 'receipt', receipt: receipt.receipt, because: [receipt.because] }
  const automatic = findAutomaticClues(mail, sender)
  const isAnswer = automatic.length > 0 && (isAbsenceNote(mail, sender) || findChallengeClues(mail).length > 0)
  const bounce = isAnswer ? null : findBounceEvidence(mail, sender, own)
  if (bounce) return describeBounce(mail, sender, bounce)
  if (automatic.length > 0) return { classification: 'auto_reply', because: automatic }
  return isAggregateReport(mail) ? { classification: 'auto_reply', because: ['report:dmarc-aggregate'] } : null
}

/** A positive delivery report is a receipt: nothing failed. */
function describeBounce(mail: ParsedMail, sender: SenderEvidence, evidence: BounceEvidence): Machine {
  const because = [...evidence.because, ...sender.because]
  const succeeded = evidence.fields.filter((field) => field.action === 'delivered' || field.action === 'relayed' || field.action === 'expanded')
  if (succeeded.length > 0 && succeeded.length === evidence.fields.length)
    return { classification: 'receipt', receipt: { disposition: succeeded[0]!.action!, messageId: returnedMessageId(mail, evidence) }, because }
  return { classification: 'bounce', bounce: readBounce(mail, evidence), because }
}

/** "I am away" by a null return path may speak of mails that "cannot be delivered": its subject tells. */
const isAbsenceNote = (mail: ParsedMail, sender: SenderEvidence) =>
  mail.reportType === null &&
  isAutomaticSubject(mail.subject) &&
  !sender.because.some((clue) => clue.endsWith(':daemon')) &&
  firstHeader(mail.headers, 'x-failed-recipients') === null

/** Daily DMARC and TLS reports (RFC 7489 §7.2.1.1, RFC 8460 §5.3): files for machines. */
const isAggregateReport = (mail: ParsedMail) =>
  (/^\s*report domain:\s*\S+\s+submitter:/i.test(mail.subject) && mail.attachments.length > 0) ||
  mail.reportType === 'tlsrpt' ||
  firstHeader(mail.headers, 'tls-report-domain') !== null

/** Why nobody should be answered automatically although a person may have written. */
function reasonsNotToAnswer(mail: ParsedMail, own: OwnIdentity, sender: SenderEvidence): string[] {
  const reasons: string[] = sender.because.filter((clue) => clue !== 'from:shared-role')
  const from = mail.from?.address.toLowerCase() ?? ''
  if (!from.includes('@')) reasons.push('from:missing')
  if (own.addresses.some((address) => address.toLowerCase() === from)) reasons.push('from:ours')
  if (headerValues(mail.headers, 'x-auto-response-suppress').some((value) => /\b(?:all|oof|autoreply)\b/i.test(value)))
    reasons.push('x-auto-response-suppress')
  if (headerValues(mail.headers, 'precedence').some((value) => /^junk$/i.test(value))) reasons.push('precedence:junk')
  if (firstHeader(mail.headers, 'x-loop') !== null) reasons.push('header:x-loop')
  if (mail.calendarMethod !== null && mail.calendarMethod.toUpperCase() !== 'REQUEST') reasons.push(`calendar:${mail.calendarMethod.toLowerCase()}`)
  if (isAutomaticSubject(mail.subject)) reasons.push('subject:automatic')
  return reasons
}
