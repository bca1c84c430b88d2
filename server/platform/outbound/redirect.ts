import type { OutgoingRequest } from './exchange.ts'
import { OutboundRefused } from './errors.ts'

const redirectStatuses = new Set([301, 302, 303, 307, 308])

export const isRedirect = (status: number) => redirectStatuses.has(status)

/** What may be said to another origin: nothing that could be a credential, so a list of what passes and not of what is dropped. */
const headersForStrangers = ['accept', 'accept-language', 'content-type', 'user-agent']

/**
 * The request for the next hop. 303, and 301/302 after POST, become a GET without body (RFC 9110 § 15.4, WHATWG Fetch § 4.4).
 * To another origin no credential goes; a body that would be repeated there (307, 308) and a step from https down to http are refused.
 * Pure. Errors: `outbound.redirect_refused`.
 */
export function followRedirect(status: number, from: URL, to: URL, outgoing: OutgoingRequest): OutgoingRequest {
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new OutboundRefused('outbound.redirect_refused', 'The host redirects from https to http.')
  const becomesGet = (status === 303 && outgoing.method !== 'HEAD') || ((status === 301 || status === 302) && outgoing.method === 'POST')
  const next: OutgoingRequest = becomesGet
    ? { method: 'GET', headers: withoutBodyHeaders(outgoing.headers), body: null }
    : { ...outgoing, headers: new Headers(outgoing.headers) }
  if (from.origin === to.origin) return next
  if (next.body) throw new OutboundRefused('outbound.redirect_refused', 'The host redirects what we send to another host.')
  const passing = headersForStrangers.flatMap((name): [string, string][] => (next.headers.has(name) ? [[name, next.headers.get(name) ?? '']] : []))
  return { ...next, headers: new Headers(passing) }
}

function withoutBodyHeaders(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language', 'content-location']) kept.delete(name)
  return kept
}
