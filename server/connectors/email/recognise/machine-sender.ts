import type { ParsedMail } from '../mime/mail.ts'
import { firstHeader, headerValues } from './headers.ts'

/**
 * How surely software, not a person, sent a mail. `certain`: the envelope or the sender's name can only be a mail system's.
 * `likely`: a role that people use too (postmaster, no-reply): needs the words of a machine besides.
 */
export interface SenderEvidence {
  machine: 'certain' | 'likely' | 'none'
  nullReturnPath: boolean
  because: string[]
}

/** Local parts that MTAs use for themselves; separators and case vary, so they are compared without either. */
const daemonLocalParts =
  /^(?:\w*mailerdaemon|mailerdaemon\w*|maildaemon|maildeliverys(?:ubsystem|ystem)|smtpdaemon|mdaemon|doublebounce|bouncedaemon|microsoftexchange[0-9a-f]{20,}|autonotify|mailsystem|nondeliveryreport)$/
const roleLocalParts =
  /^(?:daemon|postmaster(?:\W.*)?|postermaster|noreply|donotreply|dontreply|nepasrepondre|naoresponda|noresponder|bounces?|bouncenotification|mailadmin(?:istrator)?|mailserver|maildelivery|deliverystatus|complaints?|notificationrecipients|mailerdeamon|ndr|listserv|majordomo|mailman|mailgateway)$/
/** Roles behind which people sit as well: they may be answered. */
const sharedLocalParts =
  /^(?:\w*admin|(?:system|mail)?administrator|root|mail|mailer|mta|smtp|mailmaster|mailsystem|notifications?|alerts?|system|delivery)$/
const daemonNames =
  /\b(?:mail(?:er)?[ -]?daemon|mail deliver(?:y|er)? (?:sub)?system|mail delivery (?:service|status|agent)|mail deliver system|delivery (?:status )?notification|automatic mail delivery|mail administrator|mail system error|internet mail delivery|system administrator|systemadministrator|mail router|smtp gateway|postmaster)\b/i

const withoutSeparators = (localPart: string) => localPart.toLowerCase().replace(/[._\-+ ]/g, '')

/** Reads who sent a mail: the return path of RFC 5321 §4.5.5, then the names that mail systems give themselves. */
export function readSenderEvidence(mail: ParsedMail): SenderEvidence {
  const because: string[] = []
  const returnPaths = headerValues(mail.headers, 'return-path')
  const nullReturnPath = returnPaths.some((path) => /^<?\s*>?$/.test(path))
  if (nullReturnPath) because.push('return-path:null')
  const daemonPath = returnPaths.some((path) => daemonLocalParts.test(withoutSeparators(localPartOf(path))))
  if (daemonPath) because.push('return-path:daemon')
  const fromLocal = withoutSeparators(localPartOf(mail.from?.address || firstHeader(mail.headers, 'from') || ''))
  const daemonFrom = daemonLocalParts.test(fromLocal)
  if (daemonFrom) because.push('from:daemon')
  const daemonName = daemonNames.test(mail.from?.name ?? '')
  if (daemonName) because.push('from-name:daemon')
  const role = roleLocalParts.test(fromLocal) || roleLocalParts.test(withoutSeparators(localPartOf(returnPaths[0] ?? '')))
  if (role) because.push('from:role')
  const shared = sharedLocalParts.test(fromLocal)
  if (shared) because.push('from:shared-role')
  const machine = nullReturnPath || daemonPath || daemonFrom ? 'certain' : daemonName || role || shared ? 'likely' : 'none'
  return { machine, nullReturnPath, because }
}

function localPartOf(addressOrPath: string): string {
  const address = /<([^<>]*)>/.exec(addressOrPath)?.[1] ?? addressOrPath
  return (address.includes('@') ? address.slice(0, address.lastIndexOf('@')) : address).trim()
}
