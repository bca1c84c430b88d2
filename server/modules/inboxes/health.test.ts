import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../connectors/email/simulator/recording-host.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
before(async () => (t = await startTestApp()))
after(() => t.close())

let made = 0
const make = async (settings: Record<string, unknown>, connector = 'email') =>
  (await t.call('POST', '/inboxes', { body: { name: 'Help', connector, address: `help${++made}@shop.test`, settings } })).body.id as string
const health = async (id: string) => {
  const { state, reason } = (await t.call('GET', `/inboxes/${id}`)).body.health
  return [state, reason]
}
const smtp = { smtpHost: '127.0.0.1', smtpPort: 1, smtpSecurity: 'none' }

const cases: [name: string, settings: Record<string, unknown>, state: string, reason: string | null][] = [
  ['without any server it takes raw mail and cannot send', {}, 'ok', 'mail.no_servers'],
  ['with a server to send by alone it does not fetch', smtp, 'ok', 'mail.no_imap'],
  ['other settings change nothing about that', { ...smtp, senderName: 'Shop' }, 'ok', 'mail.no_imap'],
]
for (const [name, settings, state, reason] of cases) test(name, async () => assert.deepEqual(await health(await make(settings)), [state, reason]))

test('with a server to fetch from alone it says that it cannot send, and without a password that it cannot sign in', async () => {
  const id = await make({ imapHost: '127.0.0.1', imapPort: 1, imapSecurity: 'none' })
  await until('the poller has looked', async () => (await health(id))[0] === 'needs_attention')
  assert.deepEqual(await health(id), ['needs_attention', 'mail.no_sign_in'])
})

test('an answer by an inbox that has nothing to send by fails with that, and so does the inbox: nobody is sent to look for a wrong password', async () => {
  const id = await make({})
  const raw = Buffer.from('From: asha@example.com\r\nTo: help@shop.test\r\nSubject: Hi\r\nMessage-ID: <h1@example.com>\r\n\r\nHello\r\n')
  const { body } = await t.call('POST', `/inboxes/${id}/raw-mail`, { raw, contentType: 'message/rfc822' })
  await t.app.settle()
  const { conversationId } = (await t.call('GET', `/inbound-events/${body.id}`)).body
  const reply = (await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'Hello', holdSeconds: 0 } })).body
  const delivery = async () =>
    (
      (await t.call('GET', `/conversations/${conversationId}/timeline`)).body.items as { id: string; delivery: { state: string; reason: string } }[]
    ).find((item) => item.id === reply.id)!.delivery
  await until('it failed', async () => (await delivery()).state === 'failed')
  assert.match((await delivery()).reason, /^set_up: /)
  await until('the inbox says so', async () => (await health(id))[0] === 'needs_attention')
  assert.deepEqual(await health(id), ['needs_attention', 'mail.no_servers'])
  await t.call('PATCH', `/inboxes/${id}`, { body: { settings: smtp } })
  assert.deepEqual(await health(id), ['ok', 'mail.no_imap'], 'what was found with the old settings is forgotten')
})

test('a chat, a simulated inbox and one of the API lack nothing', async () => {
  for (const connector of ['web-chat', 'api', 'simulated-email']) assert.deepEqual(await health(await make({}, connector)), ['ok', null], connector)
})
