import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApp, type App } from '../../app.ts'
import { startOAuthSimulator, type OAuthSimulator } from '../../connectors/email/simulator/oauth-provider.ts'
import { createLog } from '../../platform/log.ts'
import { readSettings } from '../../platform/settings.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
let other: App
let provider: OAuthSimulator
let inboxId: string
const publicUrl = 'https://help.shop.test'

before(async () => {
  provider = await startOAuthSimulator({
    clientId: 'our-client',
    clientSecret: 'our-secret',
    redirectUri: `${publicUrl}/oauth/inbox`,
    account: 'help@shop.test',
  })
  Object.assign(process.env, {
    SAMVAD_ALLOW_PRIVATE_HOSTS: '1',
    SAMVAD_GOOGLE_CLIENT_ID: 'our-client',
    SAMVAD_GOOGLE_CLIENT_SECRET: 'our-secret',
    SAMVAD_GOOGLE_BASE_URL: provider.baseUrl,
  })
  t = await startTestApp({ startWork: false })
  t.app.setUrl(publicUrl)
  // The second web process of the installation, which knows itself by another address.
  other = await createApp({
    connectionString: t.connectionString,
    settings: readSettings(['--data', '/nonexistent', '--roles', 'web', '--no-demo', '--log-level', 'silent'], {}),
    keys: t.app.keys,
    log: createLog('silent'),
    clock: t.clock,
  })
  inboxId = (
    await t.call('POST', '/inboxes', {
      body: { name: 'Help', connector: 'email', address: 'help@shop.test', settings: { imapHost: 'imap.shop.test' } },
    })
  ).body.id
})
after(async () => {
  await other.stop()
  await t.close()
  await provider.stop()
})

/** Begins, agrees at the provider, and returns the way back. */
async function agree(): Promise<string> {
  const { status, body } = await t.call('POST', `/inboxes/${inboxId}/oauth`, { body: { provider: 'google' } })
  assert.equal(status, 200, JSON.stringify(body))
  const answer = await fetch(body.url, { redirect: 'manual' })
  return new URL(answer.headers.get('location')!).href.slice(publicUrl.length)
}
const comeBack = async (app: App, url: string, token = t.owner.token) =>
  (await app.http.fastify.inject({ method: 'GET', url, headers: token ? { authorization: `Bearer ${token}` } : {} })).headers['location']
const inbox = async () => (await t.call('GET', `/inboxes/${inboxId}`)).body

test('a sign-in that one process began is finished by another, once', async () => {
  const back = await agree()
  assert.equal(await comeBack(other, back), `/setup/channels/${inboxId}?signed_in=yes`)
  const { settings, secrets } = await inbox()
  assert.deepEqual([settings.oauthProvider, secrets.oauthTokens], ['google', true])
  assert.equal(await comeBack(t.app, back), '/setup/channels?signed_in=failed', 'the same way back is good once')
})

test('the verifier is not readable in the database', async () => {
  const { body } = await t.call('POST', `/inboxes/${inboxId}/oauth`, { body: { provider: 'google' } })
  assert.ok(body.url)
  const rows = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many<{ remembered: string }>('select remembered from oauth_attempts where workspace_id = $1', [t.owner.workspaceId]),
  )
  assert.ok(rows.length > 0)
  // 48 random bytes in base64url are 64 characters; sealed, the text is longer and names its key.
  for (const { remembered } of rows) assert.doesNotMatch(remembered, /^[\w-]{64}$/)
})

test('somebody else who comes back with it gets nothing, and the one who began still can', async () => {
  const back = await agree()
  const stranger = await t.another('Other')
  assert.equal(await comeBack(other, back, ''), '/setup/channels?signed_in=failed')
  assert.equal(await comeBack(other, back, stranger.token), '/setup/channels?signed_in=failed')
  assert.equal(await comeBack(other, back), `/setup/channels/${inboxId}?signed_in=yes`)
})

test('after a quarter of an hour it is over, and the next attempt sweeps it away', async () => {
  const back = await agree()
  t.clock.advance(16 * 60_000)
  assert.equal(await comeBack(other, back), '/setup/channels?signed_in=failed')
  await agree()
  const rows = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    ctx.sql.many('select from oauth_attempts where workspace_id = $1', [t.owner.workspaceId]),
  )
  assert.equal(rows.length, 1)
})

test('a changed way back is nobody’s', async () => {
  const back = await agree()
  assert.equal(
    await comeBack(
      other,
      back.replace(/state=v1\.[^&]+/, (state) => `${state.slice(0, -2)}xx`),
    ),
    '/setup/channels?signed_in=failed',
  )
})
