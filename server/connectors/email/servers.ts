import { SendError, type Host } from '../connector.ts'
import type { MailLogin } from './discover/mail-server.ts'
import type { ImapSettings } from './imap/settings.ts'
import { keepTokens, type TokenKeeper } from './oauth/keep-tokens.ts'
import type { OAuthTokens } from './oauth/authorize.ts'
import { googleProvider, microsoftProvider } from './oauth/provider.ts'
import type { EmailSettings } from './settings.ts'
import type { SmtpSettings } from './smtp/settings.ts'

const keepers = new Map<string, { stored: string; keeper: TokenKeeper }>()

/** One keeper per inbox and process, so that however many connections ask, the provider is asked once; new stored tokens make a new one. */
function keeperOf(settings: EmailSettings, host: Host): TokenKeeper {
  const provider = settings.oauthProvider!
  const client = host.oauthClient(provider)
  if (!client) throw new SendError('later', 'credentials', null, `No OAuth client is configured for ${provider}.`)
  const stored = settings.oauthTokens ?? ''
  const known = keepers.get(host.inbox.inboxId)
  if (known?.stored === stored) return known.keeper
  let current = readTokens(stored)
  const keeper = keepTokens({
    provider: provider === 'google' ? googleProvider(client) : microsoftProvider(client),
    load: async () => current,
    async save(tokens) {
      const text = JSON.stringify(tokens)
      await host.saveSecrets({ oauthTokens: text })
      current = tokens
      keepers.set(host.inbox.inboxId, { stored: text, keeper })
    },
    fetch: host.fetch,
  })
  keepers.set(host.inbox.inboxId, { stored, keeper })
  return keeper
}

function readTokens(stored: string): OAuthTokens {
  const tokens = JSON.parse(stored || '{}') as OAuthTokens
  return { ...tokens, expiresAt: new Date(tokens.expiresAt) }
}

function loginOf(settings: EmailSettings, host: Host, side: 'imap' | 'smtp'): MailLogin | null {
  const user = (side === 'smtp' ? settings.smtpUser : null) || settings.user || host.inbox.address
  if (settings.oauthProvider) return { kind: 'oauth', user, accessToken: (refused) => keeperOf(settings, host).accessToken(refused) }
  const password = (side === 'smtp' ? settings.smtpPassword : null) || settings.password
  return password ? { kind: 'password', user, password } : null
}

const reachOf = (settings: EmailSettings, host: Host) => ({
  resolveHost: (name: string) => host.resolveHost(name),
  ...(settings.trustedCertificates ? { trustedCertificates: settings.trustedCertificates } : {}),
})

/** Null: this inbox has no mailbox to fetch from. */
export function imapSettingsOf(settings: EmailSettings, host: Host): ImapSettings | null {
  const login = loginOf(settings, host, 'imap')
  if (!settings.imapHost || !login) return null
  return {
    ...reachOf(settings, host),
    server: { host: settings.imapHost, port: settings.imapPort ?? 993, security: settings.imapSecurity ?? 'tls' },
    login,
    ...(settings.folder ? { folder: settings.folder } : {}),
    afterwards:
      settings.afterwards === 'delete' ? { kind: 'delete' } : settings.afterwards === 'mark_seen' ? { kind: 'markSeen' } : { kind: 'nothing' },
    ...(settings.firstStart ? { firstStart: settings.firstStart } : {}),
  }
}

/** Null: this inbox cannot send. */
export function smtpSettingsOf(settings: EmailSettings, host: Host): SmtpSettings | null {
  if (!settings.smtpHost) return null
  return {
    ...reachOf(settings, host),
    inboxId: host.inbox.inboxId,
    server: { host: settings.smtpHost, port: settings.smtpPort ?? 465, security: settings.smtpSecurity ?? 'tls' },
    login: loginOf(settings, host, 'smtp'),
  }
}
