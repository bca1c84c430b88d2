import { isIP } from 'node:net'
import { OutboundRefused } from './errors.ts'

/** Where a checked URL points. `hostname` is lower-case ASCII (punycode), without brackets; `isAddress` when it is an IP literal. */
export interface Target {
  url: URL
  hostname: string
  port: number
  isAddress: boolean
  isSecure: boolean
}

/**
 * Ports no web server of a customer listens on, but where a crafted HTTP request can be taken for another protocol.
 * Source: WHATWG Fetch § 2.9 "bad port", plus databases, caches and control planes that answer without a password.
 */
// prettier-ignore
const refusedPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161,
  179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
  445, 873, 1433, 1521, 2375, 2376, 2379, 2380, 3306, 3389, 4222, 5432, 5672, 5900, 6379, 6443, 9042, 9200, 9300, 10250, 11211, 27017,
])

/** Names that only mean something inside a network. Source: RFC 6761, 6762, 7686, 8375, 9476, and ICANN's reserved `internal`. */
const innerSuffixes = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'arpa',
  'onion',
  'invalid',
  'test',
  'alt',
]

/**
 * Reads a URL typed by a stranger and says where it points, or throws `OutboundRefused`. Syntax only: no name is looked up.
 * Refused besides everything that is not http(s): user info, control characters and backslashes, percent-encoded or trailing-dot hosts,
 * IPv4 written other than dotted decimal, characters that the URL standard would silently turn into ASCII, inner names, odd ports.
 */
export function readTarget(input: string, exempt: ReadonlySet<string> = new Set(), allowPrivateHosts = false): Target {
  const match = /^(https?):\/\/([^/?#]+)(?:[/?#]|$)/i.exec(input)
  if (!match) throw refusalOfForm(input)
  const authority = match[2] ?? ''
  // Whitespace, controls and backslashes are where URL parsers disagree with each other.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f\\]/.test(input))
    throw new OutboundRefused('outbound.url_invalid', 'The address contains spaces, control characters or backslashes.')
  if (authority.includes('@')) throw new OutboundRefused('outbound.credentials_in_url', 'Put no user name or password into the address.')
  const url = parse(input)
  const hostname = checkHostForm(authority.replace(/:\d*$/, ''), url.hostname)
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  const target: Target = { url, hostname, port, isAddress: isIP(hostname) !== 0, isSecure }
  if (exempt.has(hostAndPort(target))) return target
  if (refusedPorts.has(port)) throw new OutboundRefused('outbound.port_refused', `Port ${port} is not a web port.`)
  if (!allowPrivateHosts) checkPublicName(target)
  return target
}

/** `host:port` as an allow-list writes it: `127.0.0.1:4010`, `[::1]:4010`. */
export const hostAndPort = ({ hostname, port }: Pick<Target, 'hostname' | 'port'>) => `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`

/**
 * A bare host as an admin types it into a mail setting (`imap.example.org`, `10.0.0.5`, `::1`), in the same strict forms as a URL's.
 * Returns the lower-case ASCII host or throws `OutboundRefused`.
 */
export function readHost(input: string, allowPrivateHosts = false): string {
  const typed = isIP(input) === 6 ? `[${input}]` : input
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f\\/?#@]/.test(typed) || typed === '') throw new OutboundRefused('outbound.host_form_refused', 'This is not a host name.')
  if (!typed.startsWith('[') && typed.includes(':')) throw new OutboundRefused('outbound.host_form_refused', 'Give the host without a port.')
  const hostname = checkHostForm(typed, parse(`http://${typed}/`).hostname)
  if (!allowPrivateHosts) checkPublicName({ hostname, isAddress: isIP(hostname) !== 0 })
  return hostname
}

function parse(input: string): URL {
  try {
    return new URL(input)
  } catch {
    throw new OutboundRefused('outbound.url_invalid', 'This is not a web address.')
  }
}

function refusalOfForm(input: string): OutboundRefused {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(input)?.[1]?.toLowerCase()
  if (scheme && scheme !== 'http' && scheme !== 'https')
    return new OutboundRefused('outbound.scheme_refused', 'Only http and https addresses can be called.')
  return new OutboundRefused('outbound.url_invalid', 'This is not a web address.')
}

/** Compares what was typed with what the URL standard made of it: a host that had to be reinterpreted is a disguise or a mistake. */
function checkHostForm(typed: string, parsed: string): string {
  const refuse = (why: string) => new OutboundRefused('outbound.host_form_refused', why)
  if (typed.includes('%')) throw refuse('Write the host without percent signs.')
  if (parsed.endsWith('.')) throw refuse('Write the host without a dot at the end.')
  if (parsed.startsWith('[')) return parsed.slice(1, -1)
  if (isIP(parsed) === 4 && typed !== parsed) throw refuse('Write an IP address as four decimal numbers.')
  for (const character of typed.toLowerCase()) if (isDisguise(character)) throw refuse('The host contains a character that imitates another.')
  if (parsed.length > 253 || parsed.split('.').some((label) => label === '' || label.length > 63)) throw refuse('This is not a host name.')
  return parsed
}

/**
 * Full-width digits, enclosed letters, ideographic dots, soft hyphens: the URL standard (UTS #46) maps them to ASCII or drops them.
 * ZWJ and ZWNJ stay: names in Indian scripts need them, and UTS #46 keeps them only where they are lawful.
 */
function isDisguise(character: string): boolean {
  if (character <= '\u007f' || character === '\u200c' || character === '\u200d') return false
  return character === '\u3002' || /\p{Default_Ignorable_Code_Point}/u.test(character) || /[\u0020-\u007e\u3002]/.test(character.normalize('NFKC'))
}

function checkPublicName({ hostname, isAddress }: Pick<Target, 'hostname' | 'isAddress'>): void {
  if (isAddress) return
  const isInner = !hostname.includes('.') || innerSuffixes.some((suffix) => hostname === suffix || hostname.endsWith(`.${suffix}`))
  if (isInner) throw new OutboundRefused('outbound.host_not_public', 'This name is only known inside a network.')
}
