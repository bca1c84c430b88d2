import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { routes } from '../../../contract/api/index.ts'
import type { InboxId } from '../../../contract/ids.ts'
import { newId } from '../../platform/ids.ts'
import { removeWebhook } from './endpoints.ts'
import { serveWebhooks } from './index.ts'
import { startWebhookApp, type WebhookApp } from './testing/webhook-app.ts'

let t: WebhookApp
before(async () => {
  t = await startWebhookApp()
  if (!t.app.http.served.includes(routes.listWebhooks)) serveWebhooks(t.app.http, t.options)
})
after(() => t.close())

test('through the API: the secret is shown once, and nothing of it is stored readably', async () => {
  const made = await t.call('POST', '/webhooks', { body: { url: 'https://example.org/hooks', events: ['message.received', 'message.received'] } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { endpoint, secret } = made.body
  assert.match(secret, /^whsec_[\w+/=]{40,}$/)
  assert.deepEqual(endpoint.events, ['message.received'])
  const list = await t.call('GET', '/webhooks')
  assert.deepEqual(list.body.items, [endpoint])
  const stored = await t.as((ctx) => ctx.sql.many(`select secrets::text as text from webhook_endpoints where workspace_id = $1`, [ctx.workspaceId]))
  assert.ok(!JSON.stringify(stored).includes(secret.slice(6, 30)))
  const rotated = await t.call('POST', `/webhooks/${endpoint.id}/rotate-secret`, {})
  assert.equal(rotated.status, 200)
  assert.notEqual(rotated.body.secret, secret)
  const off = await t.call('PATCH', `/webhooks/${endpoint.id}`, { body: { isEnabled: false } })
  assert.equal(off.body.isEnabled, false)
  assert.equal((await t.call('DELETE', `/webhooks/${endpoint.id}`)).status, 200)
  assert.equal((await t.call('GET', `/webhooks/${endpoint.id}/deliveries`)).status, 404)
  const actions = await t.as((ctx) =>
    ctx.sql.many<{ action: string }>(`select action from audit_entries where workspace_id = $1 and action like 'webhook.%' order by id`, [
      ctx.workspaceId,
    ]),
  )
  assert.deepEqual(
    actions.map((row) => row.action),
    ['webhook.created', 'webhook.secret_rotated', 'webhook.changed', 'webhook.removed'],
  )
})

for (const [url, code] of [
  ['http://127.0.0.1:1/', 'outbound.port_refused'],
  ['http://localhost/', 'outbound.host_not_public'],
  ['http://intranet/', 'outbound.host_not_public'],
  ['ftp://example.org/', 'outbound.scheme_refused'],
  ['https://user:secret@example.org/', 'outbound.credentials_in_url'],
  ['http://0x7f.1/', 'outbound.host_form_refused'],
] as const)
  test(`${url} is refused when it is saved, and when an endpoint is moved there`, async () => {
    const refused = await t.call('POST', '/webhooks', { body: { url } })
    assert.deepEqual([refused.status, refused.body.code], [422, code])
    const { endpoint } = await t.addEndpoint()
    const moved = await t.call('PATCH', `/webhooks/${endpoint.id}`, { body: { url } })
    assert.deepEqual([moved.status, moved.body.code], [422, code])
    await t.as((ctx) => removeWebhook(ctx, endpoint.id))
  })

test('an endpoint gets the events it wants, from its making on, and an empty list means all', async () => {
  await t.happen('inbox.changed', { inboxId: newId<InboxId>() })
  t.clock.advance(1000)
  const some = await t.addEndpoint({ events: ['inbox.changed'] })
  // What happens in the millisecond of its making counts as news.
  t.clock.advance(1000)
  const all = await t.addEndpoint({ events: [] })
  t.clock.advance(1000)
  await t.happen('inbox.created', { inboxId: newId<InboxId>() })
  await t.happen('inbox.changed', { inboxId: newId<InboxId>() })
  assert.deepEqual(
    (await t.deliveries(some.endpoint.id)).map((one) => one.eventName),
    ['inbox.changed'],
  )
  assert.deepEqual(
    (await t.deliveries(all.endpoint.id)).map((one) => one.eventName),
    ['inbox.changed', 'inbox.created', 'webhook.changed'],
  )
  for (const { endpoint } of [some, all]) await t.as((ctx) => removeWebhook(ctx, endpoint.id))
})

test('deliveries are read in pages, newest first, and dead letters by themselves', async () => {
  const { endpoint } = await t.addEndpoint()
  for (let at = 0; at < 5; at++) await t.happen('inbox.changed', { inboxId: newId<InboxId>() })
  t.receiver.behaves(410)
  const [newest] = await t.deliveries(endpoint.id)
  await t.deliver(newest!.id)
  const ids: string[] = []
  for (let after = ''; ;) {
    const { body } = await t.call('GET', `/webhooks/${endpoint.id}/deliveries?limit=2${after}`)
    ids.push(...body.items.map((one: { id: string }) => one.id))
    if (!body.next) break
    after = `&after=${body.next}`
  }
  assert.equal(ids.length, 5)
  assert.deepEqual(ids, [...ids].sort().reverse())
  const dead = await t.call('GET', `/webhooks/${endpoint.id}/deliveries?state=dead`)
  assert.deepEqual(
    dead.body.items.map((one: { id: string }) => one.id),
    [newest!.id],
  )
  assert.equal((await t.call('GET', `/webhooks/${endpoint.id}/deliveries?after=nonsense`)).status, 422)
})

test('another workspace neither sees nor touches them, and gets none of the events', async () => {
  const other = await t.another('Rival')
  const { endpoint } = await t.addEndpoint()
  const theirs = await t.addEndpoint({}, other)
  await t.happen('inbox.changed', { inboxId: newId<InboxId>() })
  const [delivery] = await t.deliveries(endpoint.id)
  const { token } = other
  assert.deepEqual(
    (await t.call('GET', '/webhooks', { token })).body.items.map((one: { id: string }) => one.id),
    [theirs.endpoint.id],
  )
  for (const [method, path] of [
    ['GET', `/webhooks/${endpoint.id}/deliveries`],
    ['DELETE', `/webhooks/${endpoint.id}`],
    ['POST', `/webhooks/${endpoint.id}/rotate-secret`],
    ['POST', `/webhook-deliveries/${delivery!.id}/replay`],
  ] as const)
    assert.equal((await t.call(method, path, { token })).status, 404, path)
  assert.equal((await t.call('PATCH', `/webhooks/${endpoint.id}`, { token, body: { isEnabled: false } })).status, 404)
  assert.deepEqual(await t.deliveries(theirs.endpoint.id, other), [])
  await t.deliver(delivery!.id, other)
  assert.equal((await t.deliveries(endpoint.id))[0]!.attempts, 0)
})

test('a secret that was copied to another endpoint does not sign there: the letter is dead, and says why', async () => {
  const [one, two] = [await t.addEndpoint(), await t.addEndpoint()]
  await t.as((ctx) =>
    ctx.sql.run(
      `update webhook_endpoints set secrets = (select secrets from webhook_endpoints where workspace_id = $1 and id = $3) where workspace_id = $1 and id = $2`,
      [ctx.workspaceId, one.endpoint.id, two.endpoint.id],
    ),
  )
  await t.happen('inbox.changed', { inboxId: newId<InboxId>() })
  const [delivery] = await t.deliveries(one.endpoint.id)
  t.receiver.behaves(200)
  await t.deliver(delivery!.id)
  const [dead] = await t.deliveries(one.endpoint.id)
  assert.deepEqual([dead!.state, dead!.lastError, t.receiver.received.length], ['dead', 'secret_unreadable', 0])
})
