/** An OAuth client of ours at one provider. Endpoints are settings so that a simulator can stand in for the provider. */
export interface OAuthProvider {
  name: 'google' | 'microsoft'
  clientId: string
  clientSecret: string
  authorizeUrl: string
  tokenUrl: string
  scopes: readonly string[]
  /** Further parameters of the authorization address. */
  extra: Readonly<Record<string, string>>
}

export interface OAuthClient {
  clientId: string
  clientSecret: string
  /** Replaces the provider's public address (scheme, host and port) for a simulator. */
  baseUrl?: string
}

/**
 * Gmail and Google Workspace. `access_type=offline` and `prompt=consent` are both needed to get a refresh token every time.
 * SOURCE: developers.google.com/gmail/imap/xoauth2-protocol; developers.google.com/identity/protocols/oauth2/web-server.
 */
export function googleProvider({ clientId, clientSecret, baseUrl }: OAuthClient): OAuthProvider {
  return {
    name: 'google',
    clientId,
    clientSecret,
    authorizeUrl: baseUrl ? `${baseUrl}/o/oauth2/v2/auth` : 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: baseUrl ? `${baseUrl}/token` : 'https://oauth2.googleapis.com/token',
    scopes: ['https://mail.google.com/', 'openid', 'email'],
    extra: { access_type: 'offline', prompt: 'consent', include_granted_scopes: 'true' },
  }
}

/**
 * Microsoft 365 and Outlook.com. `tenant` is a directory id, or `common` for any organisation and personal account.
 * SOURCE: learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.
 */
export function microsoftProvider({ clientId, clientSecret, baseUrl, tenant = 'common' }: OAuthClient & { tenant?: string }): OAuthProvider {
  const root = `${baseUrl ?? 'https://login.microsoftonline.com'}/${encodeURIComponent(tenant)}/oauth2/v2.0`
  return {
    name: 'microsoft',
    clientId,
    clientSecret,
    authorizeUrl: `${root}/authorize`,
    tokenUrl: `${root}/token`,
    scopes: ['offline_access', 'openid', 'email', 'https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'],
    extra: { response_mode: 'query', prompt: 'select_account' },
  }
}
