import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'

/** `tls` from the first byte, `starttls` demanded before the login, `none` only for loopback and tests. */
export type Security = 'tls' | 'starttls' | 'none'

/** Where an IMAP or SMTP server listens. */
export interface MailServer {
  host: string
  port: number
  security: Security
}

/**
 * How we sign in. `accessToken` gives a token that is valid now; called with the token that the server just refused, it fetches a new one.
 * It throws `OAuthError` when the consent is gone.
 */
export type MailLogin =
  | { kind: 'password'; user: string; password: string }
  | { kind: 'oauth'; user: string; accessToken(refused?: string): Promise<string> }

/** Turns a host name (or a literal address) into addresses; throws when this installation must not connect there. */
export type ResolveHost = (host: string) => Promise<string[]>

/** What a connection may use: the guard against forbidden hosts, and trust beyond the public certificate authorities. */
export interface Reach {
  resolveHost?: ResolveHost
  /** PEM certificates of a private authority. */
  trustedCertificates?: string
}

/** The operating system's answer, every address; no host is refused. */
export const resolveByDns: ResolveHost = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * A lookup for `net.connect` and `tls.connect` that answers only the addresses that were checked, so that a second DNS answer
 * cannot lead elsewhere (rebinding). Throws what `resolveHost` throws.
 */
export async function pinHost(host: string, resolveHost: ResolveHost = resolveByDns): Promise<LookupFunction> {
  const addresses = (await resolveHost(host)).map((address) => ({ address, family: isIP(address) }))
  const first = addresses[0]
  if (!first) throw Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' })
  return (_name, options, done) => {
    if (options.all) return done(null, addresses)
    done(null, first.address, first.family)
  }
}

/** TLS settings of one connection. The name in the certificate is checked against the host the admin typed, an address literal against itself. */
export function tlsOptions(server: MailServer, reach: Reach): { servername?: string; ca?: string[]; minVersion: 'TLSv1.2' } {
  return {
    minVersion: 'TLSv1.2',
    ...(isIP(server.host) ? {} : { servername: server.host }),
    ...(reach.trustedCertificates ? { ca: [reach.trustedCertificates] } : {}),
  }
}
