import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startDovecot, type Dovecot } from '../simulator/dovecot.ts'
import { startOAuthSimulator, type OAuthSimulator } from '../simulator/oauth-provider.ts'
import { recordingHost, until } from '../simulator/recording-host.ts'
import { startSmtpSink, type SmtpSink } from '../simulator/smtp-sink.ts'
import { testMailbox } from '../imap/test-mailbox.ts'
import { watchMailbox } from '../imap/watch-mailbox.ts'
import { closeIdleConnections } from '../smtp/connection-pool.ts'
import { MailSendError } from '../smtp/mail-send-error.ts'
import { sendMail } from '../smtp/send-mail.ts'
import { testSmtp } from '../smtp/test-smtp.ts'
import { authorizationUrl, exchangeCode, startAuthorization, type OAuthTokens } from './authorize.ts'
import { keepTokens } from './keep-tokens.ts'
import { OAuthError } from './oauth-error.ts'
import { googleProvider, microsoftProvider, type OAuthProvider } from './provider.ts'

const account = 'help@shop.example'
const redirectUri = 'https://samvad.example/oauth/back'
const client = { clientId: 'client-1', clientSecret: 'secret-1' }
let simulator: OAuthSimulator
let dovecot: Dovecot
let sink: SmtpSink

before(async () => {
  simulator = await startOAuthSimulator({ ...client, redirectUri, account })
  dovecot = await startDovecot({ users: {}, oauth: { introspectionUrl: simulator.introspectionUrl } })
  sink = await startSmtpSink({ checkToken: (user, token) => simulator.isGood(user, token) })
})
after(async () => {
  closeIdleConnections()
  await Promise.all([dovecot?.remove(), sink?.stop(), simulator?.stop()])
})
beforeEach(() => Object.assign(simulator, { tokenSeconds: 3600, rotatesRefreshTokens: false, deniesConsent: false, tokenTrouble: null, grants: [] }))

/** What the browser does: goes to the provider and is sent back. */
async function consent(provider: OAuthProvider): Promise<OAuthTokens> {
  const attempt = startAuthorization()
  const page = await fetch(authorizationUrl(provider, attempt, redirectUri, account), { redirect: 'manual' })
  const back = new URL(page.headers.get('location') ?? 'error:')
  assert.equal(back.searchParams.get('state'), attempt.state)
  const code = back.searchParams.get('code') ?? ''
  return exchangeCode(provider, { code, codeVerifier: attempt.codeVerifier, redirectUri }, fetch)
}

/** A keeper over a store in memory. */
function keeperOf(provider: OAuthProvider, tokens: OAuthTokens, now?: () => number) {
  const store = { tokens, saves: 0 }
  const keeper = keepTokens({
    provider,
    fetch,
    load: async () => store.tokens,
    save: async (fresh) => {
      store.tokens = fresh
      store.saves++
    },
    ...(now ? { now } : {}),
  })
  return { store, accessToken: keeper.accessToken }
}

const google = () => googleProvider({ ...client, baseUrl: simulator.baseUrl })
const microsoft = () => microsoftProvider({ ...client, baseUrl: simulator.baseUrl })

async function oauthError(work: Promise<unknown>): Promise<OAuthError> {
  const error: unknown = await work.then(
    () => assert.fail('it was accepted'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof OAuthError, String(error))
  return error
}

for (const [name, provider] of [
  ['Google', google],
  ['Microsoft', microsoft],
] as const) {
  test(`${name}: consent with PKCE gives tokens and names the mailbox`, async () => {
    const tokens = await consent(provider())
    assert.equal(tokens.account, account)
    assert.ok(tokens.refreshToken.startsWith('1//'))
    assert.ok(simulator.isGood(account, tokens.accessToken))
  })
}

test('the addresses are the public ones unless a simulator is named', () => {
  const url = new URL(authorizationUrl(googleProvider(client), startAuthorization(), redirectUri))
  assert.equal(`${url.origin}${url.pathname}`, 'https://accounts.google.com/o/oauth2/v2/auth')
  assert.match(url.searchParams.get('scope') ?? '', /^https:\/\/mail\.google\.com\/ /)
  assert.equal(url.searchParams.get('access_type'), 'offline')
  assert.equal(microsoftProvider(client).tokenUrl, 'https://login.microsoftonline.com/common/oauth2/v2.0/token')
})

test('a code without its verifier is worth nothing: expired', async () => {
  const attempt = startAuthorization()
  const page = await fetch(authorizationUrl(google(), attempt, redirectUri), { redirect: 'manual' })
  const code = new URL(page.headers.get('location') ?? 'error:').searchParams.get('code') ?? ''
  const error = await oauthError(exchangeCode(google(), { code, codeVerifier: startAuthorization().codeVerifier, redirectUri }, fetch))
  assert.deepEqual([error.fault, error.code], ['expired', 'invalid_grant'])
})

test('a wrong client secret is our own mistake, an unwell provider is not', async () => {
  const tokens = await consent(google())
  const wrong = keeperOf({ ...google(), clientSecret: 'wrong' }, { ...tokens, expiresAt: new Date(0) })
  assert.equal((await oauthError(wrong.accessToken())).fault, 'misconfigured')
  for (const trouble of [
    [503, 'busy'],
    [200, 'not json'],
    [500, '{"error":"server_error"}'],
    [429, ''],
  ] as const) {
    simulator.tokenTrouble = trouble
    assert.equal((await oauthError(keeperOf(google(), { ...tokens, expiresAt: new Date(0) }).accessToken())).fault, 'unavailable')
  }
})

test('a token is used until five minutes before its end, then renewed once for all who ask', async () => {
  const tokens = await consent(google())
  let now = Date.now()
  const { store, accessToken } = keeperOf(google(), tokens, () => now)
  assert.equal(await accessToken(), tokens.accessToken)
  now = tokens.expiresAt.getTime() - 5 * 60_000 - 2000
  assert.equal(await accessToken(), tokens.accessToken)
  now += 3000
  const given = await Promise.all(Array.from({ length: 20 }, () => accessToken()))
  assert.equal(new Set(given).size, 1)
  assert.notEqual(given[0], tokens.accessToken)
  assert.deepEqual([simulator.grants.filter((grant) => grant === 'refresh_token').length, store.saves], [1, 1])
})

test('a token that the server refused is replaced even when it looks valid', async () => {
  const tokens = await consent(google())
  const { accessToken } = keeperOf(google(), tokens)
  const first = await accessToken()
  assert.notEqual(await accessToken(first), first)
})

test('a rotated refresh token is stored before its access token is used, and the next renewal uses it', async () => {
  simulator.rotatesRefreshTokens = true
  const tokens = await consent(microsoft())
  const { store, accessToken } = keeperOf(microsoft(), tokens)
  const second = await accessToken(await accessToken())
  assert.notEqual(store.tokens.refreshToken, tokens.refreshToken)
  assert.notEqual(await accessToken(second), second)
  assert.equal(store.saves, 2)
})

test('when another process renewed first, its tokens are taken instead of an alarm', async () => {
  simulator.rotatesRefreshTokens = true
  const tokens = await consent(microsoft())
  const other = keeperOf(microsoft(), tokens)
  const mine = keeperOf(microsoft(), tokens)
  const stale = await mine.accessToken()
  const renewed = await other.accessToken(stale)
  // The store is shared, but this process read it before the other wrote.
  let reads = 0
  const late = keepTokens({ provider: microsoft(), fetch, save: async () => {}, load: async () => (reads++ === 0 ? tokens : other.store.tokens) })
  assert.equal(await late.accessToken(stale), renewed)
})

test('revoked consent is an expired sign-in, and the provider is not asked again at once', async () => {
  const tokens = await consent(google())
  simulator.revoke()
  const { accessToken } = keeperOf(google(), { ...tokens, expiresAt: new Date(0) })
  const error = await oauthError(accessToken())
  assert.deepEqual([error.fault, error.code, error.detail], ['expired', 'invalid_grant', 'Token has been expired or revoked.'])
  simulator.grants.length = 0
  await oauthError(accessToken())
  assert.equal(simulator.grants.length, 0)
})

const imapServer = () => ({ host: '127.0.0.1', port: dovecot.port, security: 'none' as const })
const smtpSettings = (accessToken: (refused?: string) => Promise<string>) => ({
  inboxId: 'oauth-inbox',
  server: { host: '127.0.0.1', port: sink.port, security: 'none' as const },
  login: { kind: 'oauth' as const, user: account, accessToken },
})
const mail = (id: string) => ({
  from: { name: '', address: account },
  to: [{ name: '', address: 'asha@example.org' }],
  subject: id,
  text: 'Hello',
  messageId: `${id}@shop.example`,
  date: new Date('2026-11-21T10:00:00Z'),
})

test('XOAUTH2 at a real IMAP server: a token that ended early is renewed without anybody noticing', async () => {
  const { accessToken } = keeperOf(google(), await consent(google()))
  const settings = { server: imapServer(), login: { kind: 'oauth' as const, user: account, accessToken } }
  const first = await testMailbox(settings)
  assert.ok(first.ok, JSON.stringify(first))
  simulator.expireAccessTokens()
  const second = await testMailbox(settings)
  assert.ok(second.ok, JSON.stringify(second))
})

test('XOAUTH2 at an SMTP server: sending goes on over the end of a token; a password is not accepted', async () => {
  const { accessToken } = keeperOf(google(), await consent(google()))
  const settings = smtpSettings(accessToken)
  await sendMail(settings, mail('oauth-1'), AbortSignal.timeout(5000))
  simulator.expireAccessTokens()
  closeIdleConnections()
  await sendMail(settings, mail('oauth-2'), AbortSignal.timeout(5000))
  assert.deepEqual(
    sink.mails.map(({ user }) => user),
    [account, account],
  )
  const password = await testSmtp({ ...settings, login: { kind: 'password', user: account, password: 'old' } })
  assert.equal(!password.ok && password.failure.kind, 'auth')
})

test('revoked consent: the mailbox raises oauth_expired, a mail waits, and both recover alone after a new consent', async () => {
  const { store, accessToken } = keeperOf(google(), await consent(google()))
  simulator.revoke()
  closeIdleConnections()
  const error: unknown = await sendMail(smtpSettings(accessToken), mail('oauth-3'), AbortSignal.timeout(5000)).catch((reason: unknown) => reason)
  assert.ok(error instanceof MailSendError)
  assert.deepEqual([error.retry, error.fault], ['later', 'credentials'])
  assert.equal((await testSmtp(smtpSettings(accessToken))).ok, false)
  const host = recordingHost()
  const timing = { refusedLogin: 100, backOffMost: 200, connect: 5000 }
  const watching = watchMailbox({ server: imapServer(), login: { kind: 'oauth', user: account, accessToken }, timing }, null, host)
  try {
    await until('alarm', () => host.healths.length > 0)
    const alarm = host.healths.at(-1)
    assert.ok(alarm?.state === 'needs_attention' && alarm.failure.kind === 'oauth_expired')
    store.tokens = await consent(google())
    await until('recovery', () => host.healths.at(-1)?.state === 'connected')
  } finally {
    host.stop()
    await watching
  }
  await sendMail(smtpSettings(accessToken), mail('oauth-3'), AbortSignal.timeout(5000))
})
