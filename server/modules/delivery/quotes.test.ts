import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { loadOutbound } from './outbound.ts'

let t: TestApp
let inboxId: string
before(async () => {
  t = await startTestApp()
  const settings = { trustedAuthServer: 'mx.shop.test' }
  inboxId = (await t.call('POST', '/inboxes', { body: { name: 'Help', connector: 'email', address: 'help@shop.test', settings } })).body.id
})
after(() => t.close())

let mails = 0
async function mailIn(from: string, text: string, headers: string[] = []): Promise<{ conversationId: string; reference: string }> {
  const reference = `${++mails}@x.test`
  const head = [
    `From: ${from}`,
    'To: help@shop.test',
    'Subject: Order',
    `Message-ID: <${reference}>`,
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
  ]
  const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}\r\n`)
  const { body } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw, contentType: 'message/rfc822' })
  await t.app.settle()
  return { conversationId: (await t.call('GET', `/inbound-events/${body.id}`)).body.conversationId, reference }
}

/** What a reply of now would say was said before, oldest first. */
async function quotesOf(conversationId: string): Promise<string[]> {
  const { status, body } = await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'Now', holdSeconds: 30 } })
  assert.equal(status, 201, JSON.stringify(body))
  const loaded = await t.app.database.read(t.owner.workspaceId, { kind: 'system', name: 'test' }, (ctx) =>
    loadOutbound(ctx, body.id, () => Promise.reject(new Error('no files here'))),
  )
  return loaded.history.map((one) => one.text)
}

test('a reply quotes the customer, by whichever of their addresses they wrote', async () => {
  const { conversationId, reference } = await mailIn('asha@x.test', 'first words')
  const { body } = await t.call('GET', `/conversations/${conversationId}`)
  await t.call('POST', `/contacts/${body.contact.id}/identities`, { body: { kind: 'email', address: 'asha@work.test' } })
  await mailIn('asha@work.test', 'from my other address', [`In-Reply-To: <${reference}>`])
  assert.deepEqual(await quotesOf(conversationId), ['first words', 'from my other address'])
})

test('a reply never quotes a third party that wrote into the conversation, and still names its mail in References', async () => {
  const { conversationId, reference } = await mailIn('evil@x.test', 'I am a customer too')
  const code = await mailIn('no-reply@slack.test', 'Your code is 123456', [`In-Reply-To: <${reference}>`])
  assert.equal(code.conversationId, conversationId)
  assert.deepEqual(await quotesOf(conversationId), ['I am a customer too', ''])
})

test('a mail in the customer’s name that their domain disowns is not quoted; one it vouches for is', async () => {
  const { conversationId, reference } = await mailIn('mira@x.test', 'genuine')
  const results = (verdict: string) => [`Authentication-Results: mx.shop.test; dmarc=${verdict} header.from=x.test`, `In-Reply-To: <${reference}>`]
  await mailIn('mira@x.test', 'forged', results('fail'))
  await mailIn('mira@x.test', 'vouched for', results('pass'))
  assert.deepEqual(await quotesOf(conversationId), ['genuine', '', 'vouched for'])
})

test('after two customers are joined into one, words of both are quoted', async () => {
  const { conversationId, reference } = await mailIn('old@x.test', 'as the old one')
  const other = await mailIn('new@x.test', 'as the new one', [`In-Reply-To: <${reference}>`])
  assert.equal(other.conversationId, conversationId)
  assert.deepEqual(await quotesOf(conversationId), ['as the old one', ''])
  const into = (await t.call('GET', `/conversations/${conversationId}`)).body.contact.id
  const { items } = (await t.call('GET', '/contacts?q=new@x.test')).body
  const { status, body } = await t.call('POST', `/contacts/${items[0].id}/merge`, { body: { intoId: into } })
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual((await quotesOf(conversationId)).slice(0, 2), ['as the old one', 'as the new one'])
})
