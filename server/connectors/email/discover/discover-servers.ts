import dns from 'node:dns/promises'
import { domainToASCII } from 'node:url'
import { readAutoconfig } from './autoconfig.ts'
import { sources, type CandidateServer, type CandidateSource, type ServerCandidate } from './candidate.ts'
import { withinTime } from './connection-failure.ts'
import { findByDomain, findByMx, securityOfPort } from './known-providers.ts'
import type { MailServer, Reach } from './mail-server.ts'
import { probeServer } from './probe-server.ts'
import { readServiceRecords, type Resolve } from './service-records.ts'

/** One question to DNS, one document, one connection. */
const attemptMs = 4000
/** Thunderbird's public database; it learns the domain, never the address. */
const directoryUrl = 'https://autoconfig.thunderbird.net/v1.1/'

export interface DiscoverParts extends Reach {
  /** Must refuse addresses that this installation must not reach, and follow no redirect there. */
  fetch: typeof globalThis.fetch
  resolve?: Resolve
  /** Whether a server answers; for tests. */
  probe?: (server: MailServer, kind: 'imap' | 'smtp') => Promise<boolean>
  /** Whether Thunderbird's public database may be asked about the domain. Default true. */
  asksDirectory?: boolean
}

/**
 * Servers for an address, found from the address alone, best first; empty when nothing is found. Asks, all at once and each within
 * 4 s: the table of providers, MX, SRV records, the domain's own configuration, the public directory, and usual names that answer.
 */
export async function discoverServers(address: string, parts: DiscoverParts): Promise<ServerCandidate[]> {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1).trim()).toLowerCase()
  if (at < 1 || !domain.includes('.')) return []
  const login = `${address.slice(0, at).trim()}@${domain}`
  const known = findByDomain(domain, login)
  if (known) return [known]
  const search: Search = { domain, address: login, parts, resolve: parts.resolve ?? dns }
  const exchangers = attempt(findExchangers(search))
  const found = await Promise.all([
    exchangers.then((hosts) => findByMx(hosts ?? [], login)),
    attempt(readServiceRecords(domain, login, search.resolve)),
    fromAutoconfig(search),
    exchangers.then((hosts) => fromDirectory(search, hosts ?? [])),
    exchangers.then((hosts) => fromExchanger(search, hosts ?? [])),
    fromUsualNames(search),
  ])
  return rank(found.filter((one) => one !== null))
}

interface Search {
  domain: string
  address: string
  parts: DiscoverParts
  resolve: Resolve
}

/** A source that fails or takes too long has found nothing. */
async function attempt<T>(work: Promise<T>, ms = attemptMs): Promise<T | null> {
  try {
    return await withinTime(work, ms, 'discovery')
  } catch {
    return null
  }
}

async function findExchangers({ domain, resolve }: Search): Promise<string[]> {
  const records = await resolve.resolveMx(domain)
  return records
    .sort((a, b) => a.priority - b.priority)
    .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''))
    .filter(Boolean)
}

/** SOURCE: wiki.mozilla.org/Thunderbird:Autoconfiguration; only by HTTPS, as what it says decides where a password goes. */
async function fromAutoconfig(search: Search): Promise<ServerCandidate | null> {
  const { domain, address } = search
  const urls = [
    `https://autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ]
  const answers = await Promise.all(urls.map((url) => attempt(readDocument(search, url, 'autoconfig'))))
  return answers.find((answer) => answer !== null) ?? null
}

async function fromDirectory(search: Search, exchangers: readonly string[]): Promise<ServerCandidate | null> {
  if (search.parts.asksDirectory === false) return null
  const domains = new Set([search.domain, ...exchangers.slice(0, 1).map(organisationOf)])
  const answers = await Promise.all([...domains].map((domain) => attempt(readDocument(search, directoryUrl + domain, 'directory'))))
  return answers.find((answer) => answer !== null) ?? null
}

/** `mx1.mail.example.com.br` belongs to `example.com.br`: two labels, three below the usual second levels of countries. */
function organisationOf(host: string): string {
  const labels = host.split('.')
  const isCountry = /^(com?|net|org|gov|edu|ac|gob|ind|nic)$/.test(labels.at(-2) ?? '') && labels.at(-1)?.length === 2
  return labels.slice(isCountry ? -3 : -2).join('.')
}

async function readDocument({ parts, address }: Search, url: string, source: CandidateSource): Promise<ServerCandidate | null> {
  const response = await parts.fetch(url, { headers: { accept: 'application/xml, text/xml' }, signal: AbortSignal.timeout(attemptMs) })
  return response.ok ? readAutoconfig(await response.text(), address, source) : null
}

/** Small hosters and cPanel machines: the exchanger itself is the mail server. */
async function fromExchanger(search: Search, exchangers: readonly string[]): Promise<ServerCandidate | null> {
  const [host] = exchangers
  return host ? firstThatAnswers(search, 'mx', [host], [host]) : null
}

function fromUsualNames(search: Search): Promise<ServerCandidate | null> {
  const { domain } = search
  return firstThatAnswers(search, 'guess', [`imap.${domain}`, `mail.${domain}`, domain], [`smtp.${domain}`, `mail.${domain}`, domain])
}

async function firstThatAnswers(search: Search, source: CandidateSource, imapHosts: string[], smtpHosts: string[]): Promise<ServerCandidate | null> {
  const probe = search.parts.probe ?? ((server: MailServer, kind: 'imap' | 'smtp') => probeServer(server, kind, search.parts, attemptMs))
  const answering = async (kind: 'imap' | 'smtp', hosts: string[], ports: number[]): Promise<CandidateServer | null> => {
    const servers = hosts.flatMap((host) => ports.map((port) => ({ host, port, security: securityOfPort(port) })))
    const answers = await Promise.all(servers.map((server) => attempt(probe(server, kind), attemptMs * 2)))
    const best = servers.find((_server, at) => answers[at])
    return best ? { ...best, user: search.address } : null
  }
  const [incoming, outgoing] = await Promise.all([answering('imap', imapHosts, [993, 143]), answering('smtp', smtpHosts, [465, 587])])
  return incoming ? { source, provider: null, incoming, outgoing, signIn: ['password'], notes: ['check_host'] } : null
}

/** Best source first; the same pair of servers is named once. */
function rank(found: ServerCandidate[]): ServerCandidate[] {
  const ranked = found.sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source))
  const seen = new Set<string>()
  return ranked.filter(({ incoming, outgoing }) => {
    const key = `${incoming?.host}:${incoming?.port} ${outgoing?.host}:${outgoing?.port}`
    return !seen.has(key) && seen.add(key)
  })
}
