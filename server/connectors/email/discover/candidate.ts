import type { MailServer } from './mail-server.ts'

/** How one signs in there; the first is the one to offer. */
export type SignIn = 'password' | 'google' | 'microsoft'

/** What the person has to know or do first; keys of the console's texts. */
export type DiscoveryNote = 'app_password' | 'enable_imap' | 'enable_smtp' | 'paid_plan' | 'oauth_only' | 'no_imap' | 'send_only' | 'check_host'

/** Where a candidate comes from, best first. */
export const sources = ['known', 'known_by_mx', 'autoconfig', 'srv', 'directory', 'mx', 'guess'] as const
export type CandidateSource = (typeof sources)[number]

export interface CandidateServer extends MailServer {
  /** What one signs in as: the address, or the part before the @. */
  user: string
}

/** Servers that may be right for an address. */
export interface ServerCandidate {
  source: CandidateSource
  /** Name of the provider, when it is one we know or that names itself. */
  provider: string | null
  incoming: CandidateServer | null
  outgoing: CandidateServer | null
  signIn: SignIn[]
  notes: DiscoveryNote[]
}
