import type { CandidateServer, ServerCandidate } from './candidate.ts'
import type { Security } from './mail-server.ts'

export interface ServiceRecord {
  name: string
  port: number
  priority: number
  weight: number
}

/** The DNS questions we ask; `node:dns/promises` fits. */
export interface Resolve {
  resolveMx(domain: string): Promise<{ exchange: string; priority: number }[]>
  resolveSrv(name: string): Promise<ServiceRecord[]>
}

/** TLS from the first byte is preferred (RFC 8314 §5.1). */
const incomingServices: [service: string, security: Security][] = [
  ['_imaps._tcp', 'tls'],
  ['_imap._tcp', 'starttls'],
]
const outgoingServices: [service: string, security: Security][] = [
  ['_submissions._tcp', 'tls'],
  ['_submission._tcp', 'starttls'],
]

/**
 * What the domain says in its SRV records. A target outside the domain is for the person to confirm, as DNS can be forged.
 * SOURCE: RFC 6186 §3 (a target of "." means: not offered) and §6; RFC 8314 §5.1.
 */
export async function readServiceRecords(domain: string, address: string, resolve: Resolve): Promise<ServerCandidate | null> {
  const [incoming, outgoing] = await Promise.all([
    firstOf(incomingServices, domain, address, resolve),
    firstOf(outgoingServices, domain, address, resolve),
  ])
  if (!incoming && !outgoing) return null
  const isForeign = [incoming, outgoing].some((server) => server && server.host !== domain && !server.host.endsWith(`.${domain}`))
  return { source: 'srv', provider: null, incoming, outgoing, signIn: ['password'], notes: isForeign ? ['check_host'] : [] }
}

async function firstOf(services: typeof incomingServices, domain: string, address: string, resolve: Resolve): Promise<CandidateServer | null> {
  const answers = await Promise.all(services.map(([service]) => resolve.resolveSrv(`${service}.${domain}`).catch(() => [])))
  for (const [at, [, security]] of services.entries()) {
    const records = (answers[at] ?? []).filter(({ name, port }) => name.replace(/\.$/, '') !== '' && port > 0)
    const [best] = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    if (best) return { host: best.name.replace(/\.$/, '').toLowerCase(), port: best.port, security, user: address }
  }
  return null
}
