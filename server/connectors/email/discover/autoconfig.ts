import { parseDocument } from 'htmlparser2'
import type { CandidateServer, CandidateSource, ServerCandidate, SignIn } from './candidate.ts'
import type { Security } from './mail-server.ts'

/** Larger documents are not configurations. */
const longestDocument = 256 * 1024

const securities: Record<string, Security> = { ssl: 'tls', starttls: 'starttls' }

/** What htmlparser2 gives, as far as it is needed here. */
interface Element {
  name?: string
  data?: string
  attribs?: Record<string, string>
  children?: Element[]
}

/**
 * Reads a provider's configuration document; null when it names no usable server. Servers without encryption are passed over.
 * SOURCE: wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat (version 1.1).
 */
export function readAutoconfig(xml: string, address: string, source: CandidateSource): ServerCandidate | null {
  if (xml.length > longestDocument) return null
  const root = parseDocument(xml, { xmlMode: true }) as unknown as Element
  const provider = descendants(root, 'emailProvider')[0]
  if (!provider) return null
  const servers = (kind: string, type: string) => descendants(provider, kind).filter(({ attribs }) => attribs?.['type']?.toLowerCase() === type)
  const incoming = servers('incomingServer', 'imap')
  const outgoing = servers('outgoingServer', 'smtp')
  const candidate: ServerCandidate = {
    source,
    provider: textOf(provider, 'displayName') || null,
    incoming: firstServer(incoming, address),
    outgoing: firstServer(outgoing, address),
    signIn: signInOf(root, [...incoming, ...outgoing]),
    notes: descendants(root, 'enable').length > 0 ? ['enable_imap'] : [],
  }
  return candidate.incoming || candidate.outgoing ? candidate : null
}

function firstServer(elements: readonly Element[], address: string): CandidateServer | null {
  for (const element of elements) {
    const host = fill(textOf(element, 'hostname'), address).toLowerCase()
    const port = Number(textOf(element, 'port'))
    const security = securities[textOf(element, 'socketType').toLowerCase()]
    const isUsable = /^[a-z0-9.-]+$/.test(host) && Number.isInteger(port) && port > 0 && port < 65_536
    if (security && isUsable) return { host, port, security, user: fill(textOf(element, 'username'), address) || address }
  }
  return null
}

/** OAuth only counts with the providers whose consent screens we know. */
function signInOf(root: Element, servers: readonly Element[]): SignIn[] {
  const methods = servers.flatMap((server) => descendants(server, 'authentication').map((element) => text(element).toLowerCase()))
  const issuer = textOf(root, 'issuer').toLowerCase()
  const oauth: SignIn | null = issuer.endsWith('google.com') ? 'google' : issuer.endsWith('microsoftonline.com') ? 'microsoft' : null
  const offers: SignIn[] = oauth && methods.includes('oauth2') ? [oauth] : []
  return methods.some((method) => method.startsWith('password')) || offers.length === 0 ? [...offers, 'password'] : offers
}

function fill(template: string, address: string): string {
  const at = address.lastIndexOf('@')
  return template
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1))
}

function descendants(element: Element, name: string): Element[] {
  return (element.children ?? []).flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)])
}

const text = (element: Element): string => (element.data ?? '') + (element.children ?? []).map(text).join('')
const textOf = (element: Element, name: string): string => {
  const [first] = descendants(element, name)
  return first ? text(first).trim() : ''
}
