import type { ParsedMail } from '../mime/mail.ts'
import type { BounceEvidence } from './bounce-evidence.ts'
import { announcesDelay, hasBounceWords, hasReplyOrForwardPrefix, isBounceSubject, opensLikeBounce } from './bounce-phrases.ts'
import { findBouncedRecipients } from './bounced-recipients.ts'
import { readDeliveryStatus } from './delivery-status.ts'
import { firstHeader, headerValues } from './headers.ts'
import type { SenderEvidence } from './machine-sender.ts'
import type { Bounce, OwnIdentity } from './recognition.ts'
import { findMessageIdInNotice, findReturnedMail, splitReturnedText, type ReturnedMail } from './returned-mail.ts'
import { findReason } from './reason.ts'
import { findEnhancedStatus, findReplyCode } from './status-code.ts'

const readReports = (mail: ParsedMail) =>
  mail.reportParts.filter((part) => /delivery-status/i.test(part.contentType)).flatMap((part) => readDeliveryStatus(part.text))

/**
 * Decides whether a mail reports a failed or delayed delivery (RFC 3464, or the many plain-text forms), and gathers the proof. Null
 * for everything else. The less the sender's name proves a machine, the more of a machine's words must be there, and where a person
 * could have pasted them, they do not count: nobody's question about a bounce may be filed as one.
 */
export function findBounceEvidence(mail: ParsedMail, sender: SenderEvidence, own: OwnIdentity): BounceEvidence | null {
  const mayBe = mail.reportType !== null || sender.machine !== 'none' || bounceHeader(mail) !== null || opensLikeBounce(mail.text)
  if (!mayBe) return null
  const { notice } = splitReturnedText(mail.text)
  const evidence: BounceEvidence = { fields: readReports(mail), notice, returned: findReturnedMail(mail), because: [] }
  const reason = bounceProof(mail, sender, own, evidence)
  return reason ? { ...evidence, because: [reason] } : null
}

function bounceProof(mail: ParsedMail, sender: SenderEvidence, own: OwnIdentity, { fields, notice, returned }: BounceEvidence): string | null {
  if (mail.reportType === 'delivery-status') return 'report-type:delivery-status'
  const header = bounceHeader(mail)
  if (header) return header
  const subject = isBounceSubject(mail.subject)
  const opening = opensLikeBounce(notice)
  if (sender.machine === 'certain') {
    if (fields.length > 0) return 'part:delivery-status'
    if (subject || opening) return subject ? 'subject:undelivered' : 'text:undelivered'
    const isDaemon = sender.because.some((clue) => clue.endsWith(':daemon'))
    return isDaemon && (returned !== null || hasBounceWords(notice) || hasCode(notice) || !isAutomaticAnswer(mail)) ? 'from:daemon' : null
  }
  if (goesToBounceAddress(mail) && (opening || (subject && saysWhy(notice)))) return 'to:bounces'
  if (looksPersonal(mail, sender, notice, returned)) return null
  if (sender.machine === 'likely' || isAutomatic(mail)) {
    if (fields.length > 0) return 'part:delivery-status'
    if (opening && (subject || returned !== null || hasCode(notice))) return 'text:undelivered'
    return subject && (saysWhy(notice) || returned !== null) ? 'subject:undelivered' : null
  }
  return opening && returnsOurMail(mail, returned, own) && (subject || hasCode(notice)) ? 'text:undelivered' : null
}

const hasCode = (notice: string) => findEnhancedStatus(notice) !== null || findReplyCode(notice) !== null

/** Words of a mail system about a delivery, a reply code, or one of the reasons that it may give. */
const saysWhy = (notice: string) =>
  hasBounceWords(notice) ||
  hasCode(notice) ||
  findReason({ diagnostic: notice, diagnosticType: null, status: null, replyCode: null, command: null, action: 'failed' }) !== 'undefined'

/** Nobody writes to the return path of a mail: what comes to "list-bounces@" or "bounce+id@" is about a delivery. */
const goesToBounceAddress = (mail: ParsedMail) => mail.to.some((to) => /(?:^|[-+._])bounces?(?:[-+._=][^@]*)?@/i.test(to.address))

/** Headers that only mail systems set on a bounce. */
function bounceHeader(mail: ParsedMail): string | null {
  for (const name of ['x-failed-recipients', 'x-ms-exchange-message-is-ndr', 'x-mx-bounce', 'x-bounceio-id', 'x-amazon-bounce-type'])
    if (firstHeader(mail.headers, name) !== null) return `header:${name}`
  const listServer = firstHeader(mail.headers, 'x-mlserver')
  return listServer !== null && isBounceSubject(mail.subject) ? 'header:x-mlserver' : null
}

const isAutomaticAnswer = (mail: ParsedMail) =>
  headerValues(mail.headers, 'auto-submitted').some((value) => /^auto-(?:replied|notified)/i.test(value))

const isAutomatic = (mail: ParsedMail) => headerValues(mail.headers, 'auto-submitted').some((value) => !/^no\b/i.test(value))

/** A reply, a forward, a question, or a mail whose "returned" part was written by its own author: a person talks about a bounce. */
function looksPersonal(mail: ParsedMail, sender: SenderEvidence, notice: string, returned: ReturnedMail | null): boolean {
  const author = mail.from?.address.toLowerCase()
  if (author && returned?.authors.includes(author) && !sender.because.includes('from:role')) return true
  if (firstHeader(mail.headers, 'user-agent') !== null || firstHeader(mail.headers, 'x-originating-client') !== null) return true
  if (returned === null && !isAutomatic(mail) && /[?？؟](?=\s|$)/u.test(notice)) return true
  return hasReplyOrForwardPrefix(mail.subject) && !opensLikeBounce(mail.text)
}

function returnsOurMail(mail: ParsedMail, returned: ReturnedMail | null, own: OwnIdentity): boolean {
  if (!returned) return false
  const ours = new Set([...own.addresses, ...mail.to.map((to) => to.address)].map((address) => address.toLowerCase()))
  return returned.authors.some((author) => ours.has(author))
}

/**
 * Reads a bounce: who was not reached and why, and which of our mails it was. The gravest recipient stands for the whole: hard
 * before soft, failed before delayed.
 */
export function readBounce(mail: ParsedMail, evidence: BounceEvidence): Bounce {
  const delayed = announcesDelay(mail.subject, evidence.notice)
  const recipients = findBouncedRecipients(mail, evidence, delayed)
  const gravest = recipients.find((one) => one.class === 'hard') ?? recipients.find((one) => one.action === 'failed') ?? recipients[0]!
  return { ...gravest, messageId: returnedMessageId(mail, evidence), recipients }
}

/** From the returned headers; else as the report or the notice names it; else what the report says it answers. */
export function returnedMessageId(mail: ParsedMail, { returned, notice }: Pick<BounceEvidence, 'returned' | 'notice'>): string | null {
  const reported = mail.reportParts.map((part) => /^x-original-message-id[ \t]*:[ \t]*<([^<>\s]+)>/im.exec(part.text)?.[1]).find(Boolean)
  return returned?.messageId ?? reported ?? findMessageIdInNotice(notice) ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null
}
