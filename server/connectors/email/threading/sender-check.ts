import type { ParsedMail } from '../mime/mail.ts'

/** What our own receiving server says about the sender (RFC 8601). `none` when it says nothing. */
export interface SenderAuthentication {
  spf: string
  dkim: string
  dmarc: string
}

export interface SenderDecision {
  /** `participant`: already part of the conversation. `agent`: one of us. `joins`: becomes a new participant, shown to the agent. */
  outcome: 'participant' | 'agent' | 'joins'
  /** The agent should look before answering with anything private. */
  flagged: boolean
  because: 'known' | 'own_staff' | 'new_sender' | 'authentication_failed' | 'no_sender'
}

/** Servers write some hundred characters; patterns are not tried on more. */
const longestResult = 10_000

/**
 * Reads Authentication-Results (RFC 8601 §5) of the server we trust. Only the topmost header with exactly that authserv-id counts;
 * anybody can write one with another name, and older ones below ours may be forged.
 */
export function readAuthentication(mail: Pick<ParsedMail, 'headers'>, trustedServer: string | null): SenderAuthentication {
  const none = { spf: 'none', dkim: 'none', dmarc: 'none' }
  if (!trustedServer) return none
  const results = mail.headers
    .filter((header) => header.name === 'authentication-results')
    .map((header) => header.value.slice(0, longestResult).replace(/\([^()]*\)/g, ' '))
  const trusted = results.find((value) => value.trim().split(/[\s;]/)[0]!.toLowerCase() === trustedServer.toLowerCase())
  if (!trusted) return none
  const result = (method: string) => {
    const found = [...trusted.matchAll(new RegExp(`;\\s*${method}(?:/\\d+)?\\s*=\\s*([a-z]+)`, 'gi'))].map((match) => match[1]!.toLowerCase())
    return found.includes('pass') ? 'pass' : (found[0] ?? 'none')
  }
  return { spf: result('spf'), dkim: result('dkim'), dmarc: result('dmarc') }
}

/**
 * Who may speak in a conversation that a mail was matched to. A stranger who holds a thread's id or address is not locked out (people
 * answer from other addresses, colleagues are added), but joins visibly and flagged, never as the customer. A participant whose
 * domain disowns the mail (DMARC fail) is flagged too. Pure.
 */
export function checkSender(
  from: string | null,
  known: { participants: readonly string[]; staff: readonly string[] },
  authentication: SenderAuthentication,
): SenderDecision {
  if (!from || !from.includes('@')) return { outcome: 'joins', flagged: true, because: 'no_sender' }
  const sender = personalAddress(from)
  const isAmong = (addresses: readonly string[]) => addresses.some((address) => personalAddress(address) === sender)
  const disowned =
    authentication.dmarc === 'fail' || (authentication.dmarc === 'none' && authentication.spf === 'fail' && authentication.dkim !== 'pass')
  if (isAmong(known.staff))
    return disowned
      ? { outcome: 'joins', flagged: true, because: 'authentication_failed' }
      : { outcome: 'agent', flagged: false, because: 'own_staff' }
  if (isAmong(known.participants)) return { outcome: 'participant', flagged: disowned, because: disowned ? 'authentication_failed' : 'known' }
  return { outcome: 'joins', flagged: true, because: 'new_sender' }
}

const taggedDomains = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'me.com',
  'fastmail.com',
  'proton.me',
  'protonmail.com',
])

/** The mailbox behind an address: case never matters, `+tag` and Gmail's dots do not where the provider says so. */
export function personalAddress(address: string): string {
  const lower = address.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  const domain = lower.slice(at + 1) === 'googlemail.com' ? 'gmail.com' : lower.slice(at + 1)
  if (!taggedDomains.has(domain)) return lower
  const localPart = lower.slice(0, at).split('+')[0]!
  return `${domain === 'gmail.com' ? localPart.replaceAll('.', '') : localPart}@${domain}`
}
