import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isInBlock, isReachableAddress } from './address.ts'
import { OutboundFailed, OutboundRefused } from './errors.ts'
import { readHost } from './target.ts'

/** Gives every address of a name, in the order to try them. */
export type Resolver = (hostname: string) => Promise<string[]>

export interface AddressRule {
  /** For an installation inside a company's own network; see docs of `SAMVAD_ALLOW_PRIVATE_HOSTS`. Default false. */
  allowPrivateHosts?: boolean
  /** Further blocks to refuse, such as public addresses used inside or the network's own NAT64 prefix. */
  refusedBlocks?: string[]
  resolver?: Resolver
  /** For the lookup alone. Default 10,000. */
  lookupTimeoutMs?: number
}

/** The system's resolver, so that /etc/hosts and the company's DNS count; what it answers is judged, never trusted. */
const systemResolver: Resolver = async (hostname) => (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address)

/** `SAMVAD_ALLOW_PRIVATE_HOSTS=1`: mail servers and webhooks may lie in the private network (one company's own machine). Never set it where strangers are admins. */
export const allowsPrivateHosts = (env: Record<string, string | undefined>): boolean => env['SAMVAD_ALLOW_PRIVATE_HOSTS'] === '1'

/**
 * Looks a checked host up once and returns its addresses only if every one of them may be called. Connect to these addresses, never to the
 * name again: a second lookup may be answered differently (DNS rebinding). One bad address among good ones refuses the whole name.
 * Errors: `outbound.address_not_public`, `outbound.dns_failed`, `outbound.timed_out`.
 */
export async function resolveChecked(hostname: string, rule: AddressRule = {}): Promise<string[]> {
  const addresses = await lookUpUnchecked(hostname, rule)
  for (const address of addresses) {
    const isAllowed = isReachableAddress(address, rule.allowPrivateHosts ?? false) && !rule.refusedBlocks?.some((block) => isInBlock(address, block))
    if (!isAllowed) throw new OutboundRefused('outbound.address_not_public', 'This host is not on the public internet.')
  }
  return addresses
}

/** The same for a mail host as an admin types it, whose form is checked first (`outbound.host_form_refused`, `outbound.host_not_public`). */
export async function resolvePublic(host: string, rule: AddressRule = {}): Promise<string[]> {
  return resolveChecked(readHost(host, rule.allowPrivateHosts), rule)
}

/** What IMAP and SMTP clients need to reach exactly the checked address while TLS still proves the name. */
export interface ConnectOptions {
  host: string
  servername: string | undefined
  /** Every allowed address, to try the next when the first does not answer. */
  addresses: string[]
}

/**
 * Options for `imapflow` (`host`, `servername`) and `nodemailer` (`host`, `tls.servername`). `servername` is undefined for an IP address, where
 * the certificate must name the address itself. Errors as `resolvePublic`.
 */
export async function guardedConnectOptions(host: string, rule: AddressRule = {}): Promise<ConnectOptions> {
  const hostname = readHost(host, rule.allowPrivateHosts)
  const addresses = await resolveChecked(hostname, rule)
  return { host: addresses[0] ?? '', servername: isIP(hostname) ? undefined : hostname, addresses }
}

/** The addresses as the resolver gives them, not judged: for `resolveChecked`, and for addresses that are checked by another rule. */
export async function lookUpUnchecked(hostname: string, { resolver = systemResolver, lookupTimeoutMs = 10_000 }: AddressRule): Promise<string[]> {
  if (isIP(hostname)) return [hostname]
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new OutboundFailed('outbound.timed_out', 'The name could not be looked up in time.', { sent: false })),
      lookupTimeoutMs,
    )
  })
  try {
    const addresses = await Promise.race([resolver(hostname), late])
    if (addresses.length > 0) return addresses
    throw new OutboundFailed('outbound.dns_failed', 'This name has no address.', { sent: false })
  } catch (error) {
    if (error instanceof OutboundFailed) throw error
    throw new OutboundFailed('outbound.dns_failed', 'This name could not be found.', { sent: false, cause: error })
  } finally {
    clearTimeout(timer)
  }
}
