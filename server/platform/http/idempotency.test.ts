import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type TestApp, startTestApp } from '../../testing/app.ts'

let t: TestApp
let inboxId: string
before(async () => {
  t = await startTestApp({ startWork: false })
  inboxId = (await t.call('POST', '/inboxes', { body: { name: 'Post', connector: 'email', address: 'help@shop.test' } })).body.id
})
after(() => t.close())

const post = (path: string, body: unknown, key: string) => t.call('POST', path, { body, headers: { 'idempotency-key': key } })

const secrets: [name: string, path: () => string, body: unknown, secret: (body: any) => string][] = [
  ['an API token', () => '/tokens', { name: 'till', scopes: ['read'] }, ({ token }) => token],
  ['a webhook endpoint', () => '/webhooks', { url: 'https://shop.example/hook' }, ({ secret }) => secret],
  ['an invitation', () => '/invitations', { email: 'asha@shop.test', role: 'agent' }, ({ link }) => link],
]
for (const [name, path, body, secretOf] of secrets)
  test(`${name} asked for twice with one key is made once, its secret told again, and never stored in the open`, async () => {
    const key = `make ${name}`.replaceAll(' ', '-')
    const first = await post(path(), body, key)
    const second = await post(path(), body, key)
    assert.equal(first.status, 201)
    assert.deepEqual([second.status, JSON.stringify(second.body)], [201, JSON.stringify(first.body)])
    const list = await t.call('GET', path())
    assert.equal(
      list.body.items.filter(
        (one: { name?: string; url?: string; email?: string }) => (one.url ?? one.email ?? one.name) === Object.values(body as object)[0],
      ).length,
      1,
    )
    assert.equal((await post(path(), { ...(body as object), extra: 1 }, key)).body.code, 'idempotency.other_payload')
    const client = new pg.Client(t.connectionString)
    await client.connect()
    const { rows } = await client.query<{ reply: string }>('select reply::text as reply from idempotency_keys where key = $1', [key])
    await client.end()
    assert.equal(rows.length, 1)
    assert.ok(!rows[0]!.reply.includes(secretOf(first.body)))
  })

test('the answer told again is the first to the letter', async () => {
  const body = { name: 'Returns', isRestricted: false }
  const first = await post('/teams', body, 'team-1')
  assert.equal(JSON.stringify((await post('/teams', body, 'team-1')).body), JSON.stringify(first.body))
})

test('a 401 names the way to sign in', async () => {
  const answer = await t.call('GET', '/me', { token: 'nobody' })
  assert.deepEqual([answer.status, answer.headers['www-authenticate']], [401, 'Bearer realm="samvad"'])
})

test('a setting the connector does not have is refused by name', async () => {
  const body = { name: 'Post', connector: 'email', address: 'sales@shop.test', settings: { smtphost: 'mail.shop.test' } }
  const answer = await t.call('POST', '/inboxes', { body })
  assert.deepEqual([answer.status, answer.body.code, answer.body.issues[0].path], [422, 'inbox.bad_settings', 'settings.smtphost'])
})

const addresses: [address: string, isTaken: boolean][] = [
  ['asha@shop.example', true],
  ['आशा@दुकान.भारत', true],
  ["o'brien+orders=1@shop.example", true],
  ['not an address', false],
  ['asha', false],
  ['asha@shop.example\r\nBcc: all@shop.example', false],
  ['asha@shop.example,ravi@shop.example', false],
  ['<asha@shop.example>', false],
]
for (const [address, isTaken] of addresses)
  test(`a first mail to ${JSON.stringify(address)} is ${isTaken ? 'written' : 'refused before it is stored'}`, async () => {
    const answer = await t.call('POST', '/conversations', { body: { inboxId, to: { address }, subject: 'Hello', text: 'Hello' } })
    assert.deepEqual([answer.status, answer.body.code], isTaken ? [201, undefined] : [422, 'reply.bad_address'])
  })

test('a copy to what is no address is refused, with its place', async () => {
  const { conversation } = (
    await t.call('POST', '/conversations', { body: { inboxId, to: { address: 'ravi@shop.example' }, subject: 'A', text: 'A' } })
  ).body
  const answer = await t.call('POST', `/conversations/${conversation.id}/replies`, {
    body: { text: 'B', cc: [{ name: '', address: 'boss@shop.example' }], bcc: [{ name: '', address: 'archive' }] },
  })
  assert.deepEqual([answer.status, answer.body.issues], [422, [{ path: 'body.bcc.0.address', message: '"archive" is not an e-mail address' }]])
})

test('the description names the event streams and, for every POST with a caller, the key', async () => {
  const { body } = await t.call('GET', '/openapi.json')
  assert.deepEqual(Object.keys(body.paths['/api/v1/events'].get.responses), ['200', 'default'])
  assert.ok(body.paths['/api/v1/stream'])
  const keyless = Object.entries<Record<string, { parameters: { name: string }[]; security?: unknown }>>(body.paths)
    .filter(([, { post }]) => post?.security && !post.parameters.some(({ name }) => name === 'Idempotency-Key'))
    .map(([path]) => path)
  assert.deepEqual(keyless, ['/api/v1/sign-out'])
  assert.equal((await t.call('GET', '/api/docs')).status, 200)
})
