import type { IncomingHttpHeaders } from 'node:http'

/**
 * Does a page of another site send this? Browsers name the page with requests that change something and with every opening of a socket, and no page can forge it. What
 * names no page is no browser's, or a link that was followed. `hosts` are the names under which we may have been asked.
 * SOURCE: RFC 6454 §7.3 (Origin, `null` for pages without one), W3C Fetch Metadata (Sec-Fetch-Site).
 */
export function isFromForeignPage(headers: IncomingHttpHeaders, hosts: (string | undefined)[]): boolean {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (site === 'cross-site') return true
  if (!origin) return false
  // A page of ours that tells nobody where it is (`Referrer-Policy: no-referrer`) is known by the browser alone.
  if (origin === 'null') return site !== 'same-origin'
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host)
}

/** The names in a request that came without the router: the one asked for, and what a proxy in front was asked for. No page can set either. */
export const hostsAskedFor = ({ host, 'x-forwarded-host': forwarded }: IncomingHttpHeaders): (string | undefined)[] => [
  host,
  ...String(forwarded ?? '')
    .split(',')
    .map((name) => name.trim()),
]
