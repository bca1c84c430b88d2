import { SendError, type Connector, type Discovered, type Host } from '../connector.ts'
import { discoverServers } from './discover/discover-servers.ts'
import { authorizationUrl, exchangeCode, startAuthorization } from './oauth/authorize.ts'
import { googleProvider, microsoftProvider } from './oauth/provider.ts'

const providerOf = (name: 'google' | 'microsoft', host: Host) => {
  const client = host.oauthClient(name)
  if (!client) throw new SendError('never', 'credentials', null, `No OAuth client is configured for ${name}.`)
  return name === 'google' ? googleProvider(client) : microsoftProvider(client)
}

/** Signing in to Google or Microsoft (authorization code with PKCE, RFC 7636). */
export const oauth: NonNullable<Connector['oauth']> = {
  begin(name, redirectUri, host) {
    const attempt = startAuthorization()
    return {
      url: authorizationUrl(providerOf(name, host), attempt, redirectUri, host.inbox.address),
      state: attempt.state,
      remembered: attempt.codeVerifier,
    }
  },
  async finish(name, { code, remembered, redirectUri }, host) {
    const tokens = await exchangeCode(providerOf(name, host), { code, codeVerifier: remembered, redirectUri }, host.fetch)
    return { oauthProvider: name, oauthTokens: JSON.stringify(tokens), oauthSince: host.now.toISOString() }
  },
}

export async function discover(address: string, { fetch, resolveHost }: Pick<Host, 'fetch' | 'resolveHost'>): Promise<Discovered[]> {
  const found = await discoverServers(address, { fetch, resolveHost })
  // One without both directions is no set-up to offer; its note (POP only, send only) is known to the provider's own help.
  return found.flatMap(({ source, incoming, outgoing, notes, signIn }) =>
    incoming && outgoing
      ? [
          {
            source,
            imap: { host: incoming.host, port: incoming.port, security: incoming.security },
            smtp: { host: outgoing.host, port: outgoing.port, security: outgoing.security },
            user: incoming.user,
            note: notes[0] ?? null,
            oauth: signIn.find((one) => one !== 'password') ?? null,
          },
        ]
      : [],
  )
}
