import type { BounceAction, BounceReason } from './recognition.ts'
import { addressPhrases, otherPhrases, reasonPhrases, routePhrases } from './reason-phrases.ts'
import type { SmtpCommand } from './status-code.ts'

export interface RefusalEvidence {
  /** What the refusing system said, as near to the recipient as it could be found. */
  diagnostic: string
  /** `x-unix` and the like: a program, not the other side, gave up. */
  diagnosticType: string | null
  status: string | null
  replyCode: string | null
  command: SmtpCommand | null
  action: BounceAction
}

/** Reasons that are a lasting verdict on the address: writing there again can only fail. Everything else may pass. */
const hardReasons: ReadonlySet<BounceReason> = new Set([
  'user_unknown',
  'address_disabled',
  'address_moved',
  'host_unknown',
  'domain_not_hosted',
  'not_accepting_mail',
])
/** Of these, only a permanent refusal (5xx) is lasting: with 4xx the system says that it will change its mind. */
const hardOnlyWhenPermanent: ReadonlySet<BounceReason> = new Set(['not_accepting_mail', 'address_disabled', 'host_unknown', 'domain_not_hosted'])

/** Meaning of enhanced status codes for the case that no words help: IANA registry of RFC 5248; 5.x.3xx are Exchange Online's. */
const statusReasons: Readonly<Record<string, BounceReason>> = {
  '1.0': 'user_unknown', '1.1': 'user_unknown', '1.2': 'host_unknown', '1.3': 'user_unknown', '1.4': 'filtered_by_recipient', '1.6': 'address_moved',
  '1.7': 'sender_rejected', '1.8': 'sender_rejected', '1.9': 'system_error', '1.10': 'user_unknown', '1.20': 'system_error', '1.90': 'rate_limited', '1.351': 'user_unknown',
  '2.0': 'filtered_by_recipient', '2.1': 'address_disabled', '2.2': 'mailbox_full', '2.3': 'message_too_large', '2.4': 'filtered_by_recipient',
  '3.0': 'system_error', '3.1': 'system_full', '3.2': 'not_accepting_mail', '3.3': 'system_error', '3.4': 'message_too_large', '3.5': 'system_error',
  '4.0': 'network_error', '4.1': 'expired', '4.2': 'network_error', '4.3': 'network_error', '4.4': 'network_error', '4.5': 'rate_limited', '4.6': 'routing_loop',
  '4.7': 'expired', '4.14': 'routing_loop', '4.310': 'host_unknown', '4.312': 'network_error', '4.316': 'expired',
  '5.1': 'syntax_error', '5.2': 'syntax_error', '5.3': 'rate_limited', '5.4': 'system_error',
  '6.0': 'content_error', '7.0': 'policy', '7.1': 'policy', '7.13': 'address_disabled', '7.16': 'message_too_large', '7.17': 'address_moved', '7.18': 'address_moved',
  '7.20': 'authentication_failed', '7.21': 'authentication_failed', '7.22': 'authentication_failed', '7.23': 'authentication_failed', '7.24': 'authentication_failed',
  '7.25': 'blocked', '7.26': 'authentication_failed', '7.27': 'sender_rejected', '7.28': 'rate_limited', '7.509': 'authentication_failed', '7.606': 'blocked', '7.708': 'blocked',
} // oxfmt-ignore

/**
 * Why a recipient was refused. Words weigh more than numbers, because half of all systems send numbers that say nothing; numbers
 * decide where words are missing. "Unknown user" after the content was seen (DATA) is a filter's answer, unless the code says 5.1.x.
 */
export function findReason(evidence: RefusalEvidence): BounceReason {
  const reason = reasonOf(evidence)
  // Refused at MAIL FROM: the recipient was not even named, so what does not exist is the sender.
  return evidence.command === 'MAIL' && hardReasons.has(reason) ? 'sender_rejected' : reason
}

function reasonOf(evidence: RefusalEvidence): BounceReason {
  const words = normalise(evidence.diagnostic)
  const byWords = phraseReason(words, evidence)
  if (byWords) return byWords
  const byStatus = statusReason(evidence.status)
  const byOtherWords = match(otherPhrases, words)
  if (evidence.diagnosticType !== null && /^x-(?:unix|postfix)$/.test(evidence.diagnosticType)) return byOtherWords ?? 'mailer_error'
  if (byOtherWords && (byStatus === null || !hardReasons.has(byStatus) || isStronger(byOtherWords))) return byOtherWords
  if (byStatus) return byStatus
  if (evidence.action === 'delayed') return 'expired'
  if (evidence.command === 'EHLO' || evidence.command === 'CONN') return 'blocked'
  return byOtherWords ?? 'undefined'
}

/** `hard`: never write there again before somebody has looked. `soft`: may pass, or is not the address's fault. */
export function classOf(reason: BounceReason, evidence: Pick<RefusalEvidence, 'status' | 'replyCode' | 'action'>): 'hard' | 'soft' {
  if (!hardReasons.has(reason) || evidence.action === 'delayed') return 'soft'
  const isTransient = (evidence.replyCode ?? evidence.status ?? '5').startsWith('4')
  // 4.3.x, 4.4.x and 4.7.x speak of systems, ways and rules: no word beside them condemns the address.
  if (/^4\.[347]\./.test(evidence.status ?? '') && !evidence.replyCode?.startsWith('5')) return 'soft'
  return isTransient && hardOnlyWhenPermanent.has(reason) ? 'soft' : 'hard'
}

function phraseReason(words: string, evidence: RefusalEvidence): BounceReason | null {
  if (words === '') return null
  const general = match(reasonPhrases, words)
  if (general) return general
  const address = match(addressPhrases, words)
  if (address === 'user_unknown' && isFilterVerdict(words, evidence)) return 'filtered_by_recipient'
  return address ?? match(routePhrases, words)
}

function isFilterVerdict(words: string, { status, command, diagnosticType }: RefusalEvidence): boolean {
  if (diagnosticType === 'x-unix') return false
  if (/^[45]\.1\.(?:[0-3]|10)$/.test(status ?? '')) return false
  return command === 'DATA' && /\b(?:unknown user|user unknown|user not found|unknown recipient|invalid recipient)\b/i.test(words)
}

/** Words that outweigh a status code which blames the address. */
const isStronger = (reason: BounceReason) => reason === 'spam' || reason === 'policy' || reason === 'routing_loop' || reason === 'mailer_error'

function statusReason(status: string | null): BounceReason | null {
  const detail = status?.slice(2) ?? ''
  const known = statusReasons[detail]
  if (status?.startsWith('4') && known && hardReasons.has(known)) return known === 'address_disabled' ? 'account_suspended' : 'network_error'
  if (known) return known
  if (detail.startsWith('6.')) return 'content_error'
  return detail.startsWith('7.') ? 'policy' : null
}

function match(table: readonly [BounceReason, RegExp][], words: string): BounceReason | null {
  return table.find(([, phrase]) => phrase.test(words))?.[0] ?? null
}

/** Addresses, hosts and codes become signs of themselves, so that a word inside `spam@unknown.example` is never read as a reason. */
function normalise(text: string): string {
  return text
    .slice(0, 4000)
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .replace(/https?:\/\/\S+/gi, 'url')
    .replace(/<?[^\s<>()[\]:;,"']+@[^\s<>()[\]:;,"']+>?/g, '<@>')
    .replace(/\[?\b\d{1,3}(?:\.\d{1,3}){3}\b\]?/g, ' ip-addr ')
    .replace(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]\d)/g, '#')
    .replace(/(?<![\w.-])(?!RESOLVER|SMTPSEND|TRANSPORT|STOREDRV|ADR\.)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/gi, 'fqdn')
    .replace(/\.{2,}/g, ':')
    .replace(/\s+/g, ' ')
    .trim()
}
