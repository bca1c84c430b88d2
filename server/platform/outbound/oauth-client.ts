/** The operator's OAuth client: SAMVAD_GOOGLE_CLIENT_ID and …_SECRET, SAMVAD_MICROSOFT_…; …_BASE_URL puts a simulator in the provider's place. */
export function readOauthClient(
  provider: 'google' | 'microsoft',
  env: Record<string, string | undefined>,
): { clientId: string; clientSecret: string; baseUrl?: string } | null {
  const read = (name: string) => env[`SAMVAD_${provider.toUpperCase()}_${name}`]?.trim()
  const clientId = read('CLIENT_ID')
  const clientSecret = read('CLIENT_SECRET')
  const baseUrl = read('BASE_URL')
  return clientId && clientSecret ? { clientId, clientSecret, ...(baseUrl ? { baseUrl } : {}) } : null
}
