import type { ParsedMail } from '../mime/mail.ts'
import type { BounceEvidence } from './bounce-evidence.ts'
import { readDeliveryStatus, type DeliveryField } from './delivery-status.ts'
import { addressesIn, authorAddresses, headerValues } from './headers.ts'
import type { BounceAction, BouncedRecipient, BounceReason } from './recognition.ts'
import { classOf, findReason, type RefusalEvidence } from './reason.ts'
import { decodeStart } from './returned-mail.ts'
import { findCommand, findEnhancedStatus, findReplyCode } from './status-code.ts'

/** Reasons that the machine-readable part gives when it has nothing better: the words around the address may know more. */
const vagueReasons: ReadonlySet<BounceReason> = new Set([
  'undefined',
  'system_error',
  'policy',
  'network_error',
  'expired',
  'syntax_error',
  'mailer_error',
])
const diagnosticLimit = 1000
/** More recipients of one mail are not told apart: no notice of a mail system is longer. */
const mostRecipients = 100
const longestNotice = 50_000

/**
 * Everybody whom a bounce is about: from its delivery-status part, else from one inside an attached report, else from
 * X-Failed-Recipients and the words of the notice. Never empty: an unreadable bounce still has one recipient, unknown.
 */
export function findBouncedRecipients(mail: ParsedMail, found: BounceEvidence, delayed: boolean): BouncedRecipient[] {
  const evidence = { ...found, notice: found.notice.slice(0, longestNotice) }
  const fields = (evidence.fields.length > 0 ? evidence.fields : nestedFields(mail)).slice(0, mostRecipients)
  const failed = fields.filter((field) => field.action !== 'delivered' && field.action !== 'relayed' && field.action !== 'expanded')
  if (failed.length > 0) {
    const named = addressesOfNotice(mail, evidence)
    return failed.map((field) => fromField(field, mail, evidence, { delayed, named, isOnly: failed.length === 1 }))
  }
  const addresses = addressesOfNotice(mail, evidence)
  if (addresses.length === 0) return [fromNotice(fallbackRecipient(mail, evidence), evidence.notice, evidence.notice, delayed)]
  return addresses.map((address) =>
    fromNotice(address, segmentOf(evidence.notice, address, addresses), addresses.length === 1 ? evidence.notice : '', delayed),
  )
}

function fromField(
  field: DeliveryField,
  mail: ParsedMail,
  evidence: BounceEvidence,
  known: { delayed: boolean; named: string[]; isOnly: boolean },
): BouncedRecipient {
  const recipient = chooseRecipient(field, mail, evidence, known.named)
  const segment = recipient ? segmentOf(evidence.notice, recipient, known.named) : ''
  const words = known.isOnly && segment === '' ? evidence.notice : segment
  const status = preciseStatus(field.status, findEnhancedStatus(field.diagnostic) ?? findEnhancedStatus(words))
  const action: BounceAction = field.action ?? (known.delayed ? 'delayed' : 'failed')
  const refusal: RefusalEvidence = {
    // Without a Diagnostic-Code the words beside the address are all that the other side said.
    diagnostic: field.diagnostic ?? (findReplyCode(words) === null ? (field.statusComment ?? '') : words),
    diagnosticType: field.diagnosticType,
    status,
    replyCode: findReplyCode(field.diagnostic) ?? findReplyCode(words),
    command: findCommand(known.isOnly ? `${evidence.notice}\n${field.diagnostic ?? ''}` : `${words}\n${field.diagnostic ?? ''}`),
    action,
  }
  const reason = moreTelling(refusal, [words, known.isOnly ? evidence.notice : ''])
  return {
    recipient,
    action,
    class: classOf(reason, refusal),
    reason,
    status,
    replyCode: refusal.replyCode,
    diagnostic: shorten(field.diagnostic ?? (words || (field.statusComment ?? ''))),
  }
}

function fromNotice(recipient: string | null, segment: string, whole: string, delayed: boolean): BouncedRecipient {
  const words = segment || whole
  const refusal: RefusalEvidence = {
    diagnostic: words,
    diagnosticType: null,
    status: findEnhancedStatus(words) ?? findEnhancedStatus(whole),
    replyCode: findReplyCode(words) ?? findReplyCode(whole),
    command: findCommand(words) ?? findCommand(whole),
    action: delayed ? 'delayed' : 'failed',
  }
  const reason = moreTelling(refusal, [whole])
  return {
    recipient,
    action: refusal.action,
    class: classOf(reason, refusal),
    reason,
    status: refusal.status,
    replyCode: refusal.replyCode,
    diagnostic: shorten(words),
  }
}

/** The reason by the nearest words; when those say little, by the wider ones, unless these say nothing at all. */
function moreTelling(refusal: RefusalEvidence, wider: string[]): BounceReason {
  let reason = findReason(refusal)
  for (const words of wider) {
    if (!vagueReasons.has(reason) || words === '') continue
    const again = findReason({ ...refusal, diagnostic: words, diagnosticType: null })
    if (again !== 'undefined' && (reason === 'undefined' || !vagueReasons.has(again))) reason = again
  }
  return reason
}

/** x.0.0 says nothing: a precise code in the words of the other side is better. */
function preciseStatus(field: string | null, said: string | null): string | null {
  if (field === null || (/^[245]\.0\.0$/.test(field) && said !== null && said[0] === field[0])) return said ?? field
  return field
}

/** The address we wrote to: the original recipient when the mail went through an alias, else the final one. */
function chooseRecipient(field: DeliveryField, mail: ParsedMail, evidence: BounceEvidence, named: string[]): string | null {
  const candidates = [field.finalRecipient, field.originalRecipient].filter((address) => address !== null)
  const written = candidates.find((address) => evidence.returned?.recipients.includes(address.toLowerCase()))
  return written ?? candidates[0] ?? (named.length === 1 ? named[0]! : fallbackRecipient(mail, evidence))
}

/** A report inside the report: gateways wrap what they got (the inner one names the recipient). */
function nestedFields(mail: ParsedMail): DeliveryField[] {
  for (const part of mail.attachments) {
    if (!/^message\/rfc822$/i.test(part.contentType)) continue
    const text = decodeStart(part.content)
    const start = /^(?:reporting-mta|final-recipient|original-recipient)[ \t]*:/im.exec(text)
    if (start) {
      const fields = readDeliveryStatus(text.slice(start.index).split(/^--/m)[0]!)
      if (fields.length > 0) return fields
    }
  }
  return []
}

/** Addresses that the notice is about: not the sender's of the lost mail, not the reporting system's own. */
function addressesOfNotice(mail: ParsedMail, { notice, returned }: BounceEvidence): string[] {
  const failed = headerValues(mail.headers, 'x-failed-recipients').flatMap(addressesIn)
  if (failed.length > 0) return failed
  const strangers = new Set([
    ...authorAddresses(mail),
    ...(returned?.recipients.length ? returned.authors : []),
    ...mail.to.map((to) => to.address.toLowerCase()),
  ])
  const isNamed = (address: string) =>
    !strangers.has(address.toLowerCase()) && !/^(?:postmaster|mailer-daemon|support|abuse|help|helpdesk)@/i.test(address)
  // "To:" above the report is whom the mail named, often an alias; who was not reached stands below, if anywhere.
  const strict = addressesIn(withoutDetails(notice, true)).filter(isNamed)
  const found = strict.length > 0 ? strict : addressesIn(withoutDetails(notice, false)).filter(isNamed)
  const written = found.filter((address) => returned?.recipients.includes(address.toLowerCase()))
  return (written.length > 0 ? written : found).slice(0, mostRecipients)
}

/** Message-IDs, senders and contact lines of a notice hold addresses that nobody failed to reach. */
function withoutDetails(notice: string, isStrict: boolean): string {
  return notice
    .split('\n')
    .filter(
      (line) =>
        !(isStrict && /^\s*(?:to|cc|an|à|para|an die)\s*:/i.test(line)) &&
        !/^\s*from \S+@\S+\s*$/i.test(line) &&
        !/^\s*(?:message-?id|from|sender|mail from|original sender|reply-to|errors-to|return-path|contact|subject)\b[^:]{0,16}:/i.test(line) &&
        !/\b(?:contact|support|assistance|help|questions)\b[^:]*@/i.test(line),
    )
    .join('\n')
}

function fallbackRecipient(mail: ParsedMail, { returned }: BounceEvidence): string | null {
  const authors = new Set([...(returned?.authors ?? []), ...authorAddresses(mail)])
  const others = (returned?.recipients ?? []).filter((address) => !authors.has(address))
  return others.length === 1 ? others[0]! : (others[0] ?? null)
}

/** The lines of a notice from the one that names an address to the one that names the next. */
function segmentOf(notice: string, address: string, all: string[]): string {
  const lowered = notice.toLowerCase()
  const wanted = address.toLowerCase()
  const found = lowered.indexOf(wanted)
  if (found < 0) return ''
  const others = all.map((one) => one.toLowerCase()).filter((one) => one !== wanted)
  const lines = notice.split('\n')
  const start = lowered.slice(0, found).split('\n').length - 1
  const length = lines.slice(start + 1).findIndex((line) => line.includes('@') && others.some((other) => line.toLowerCase().includes(other)))
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n')
}

const shorten = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, diagnosticLimit) || null
