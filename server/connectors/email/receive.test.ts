import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
let inbox: string
before(async () => {
  t = await startTestApp()
  inbox = (await t.call('POST', '/inboxes', { body: { name: 'Support', connector: 'email', address: 'support@shop.test' } })).body.id
})
after(() => t.close())

const give = async (raw: string) => {
  const { status, body } = await t.call('POST', `/inboxes/${inbox}/raw-mail`, { raw: Buffer.from(raw), contentType: 'message/rfc822' })
  assert.equal(status, 202, JSON.stringify(body))
  await t.app.settle()
  return (await t.call('GET', `/inbound-events/${body.id}`)).body
}
const mail = (headers: Record<string, string>, body: string) =>
  `${Object.entries({
    From: 'Lakshmi Devi <lakshmi@example.com>',
    To: 'support@shop.test',
    Date: 'Sat, 21 Nov 2026 10:00:00 +0530',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}`

test('a mail becomes a conversation, and the reply to our answer joins it', async () => {
  const first = await give(mail({ 'Message-ID': '<first@example.com>', Subject: 'Refund' }, 'Where is my refund?'))
  assert.equal(first.state, 'done')
  assert.equal(first.classification, 'message')
  const page = (await t.call('GET', `/conversations/${first.conversationId}/page`)).body
  assert.equal(page.conversation.subject, 'Refund')
  const second = await give(
    mail(
      { 'Message-ID': '<second@example.com>', 'In-Reply-To': '<first@example.com>', Subject: 'Re: Refund' },
      'Any news?\n\nOn Sat, Lakshmi wrote:\n> Where is my refund?',
    ),
  )
  assert.equal(second.conversationId, first.conversationId)
  const items = (await t.call('GET', `/conversations/${first.conversationId}/timeline`)).body.items
  assert.deepEqual(
    items.map((item: { text: string }) => item.text.trim()),
    ['Where is my refund?', 'Any news?'],
  )
  assert.match(items[1].quotedText, /Where is my refund/)
})

test('a reply that arrives before the mail it answers ends up with it', async () => {
  const reply = await give(
    mail(
      { 'Message-ID': '<late-2@example.com>', 'In-Reply-To': '<late-1@example.com>', References: '<late-1@example.com>', Subject: 'Re: Late' },
      'And one more thing',
    ),
  )
  const original = await give(mail({ 'Message-ID': '<late-1@example.com>', Subject: 'Late' }, 'First thing'))
  assert.equal(original.conversationId, reply.conversationId)
})

test('the same mail twice is one message, another mail under the same Message-ID is not', async () => {
  const one = await give(mail({ 'Message-ID': '<same@example.com>', Subject: 'Same' }, 'Once'))
  const copy = await give(mail({ 'Message-ID': '<same@example.com>', Subject: 'Same', 'X-Path': 'other' }, 'Once'))
  assert.equal(copy.messageId, one.messageId)
  const other = await give(mail({ 'Message-ID': '<same@example.com>', Subject: 'Same' }, 'Something else altogether'))
  assert.notEqual(other.messageId, one.messageId)
})

test('what is no mail waits in quarantine, with its raw form, and can be replayed', async () => {
  const event = await give('\u0000\u0001\u0002')
  assert.equal(event.state, 'quarantined')
  const listed = (await t.call('GET', '/quarantine')).body.items
  assert.ok(listed.some((one: { id: string }) => one.id === event.id))
  assert.equal(Buffer.from((await t.call('GET', `/inbound-events/${event.id}/raw`)).body.body, 'base64').length, 3)
  assert.equal((await t.call('POST', `/quarantine/${event.id}/replay`)).status, 200)
})

test('a mail of more files than anybody looks through keeps the first thousand, and itself, in which all of them are', async () => {
  const parts = Array.from({ length: 1_200 }, (_, at) => `--b\r\nContent-Disposition: attachment; filename=f${at}.txt\r\n\r\nfile ${at}\r\n`).join('')
  const raw = mail({ 'Message-ID': '<files@example.com>', 'Content-Type': 'multipart/mixed; boundary=b' }, `${parts}--b--\r\n`)
  const { conversationId } = await give(raw)
  const [item] = (await t.call('GET', `/conversations/${conversationId}/timeline`)).body.items
  assert.equal(item.attachments.length, 1_001)
  assert.equal(item.attachments[999].name, 'f999.txt')
  const whole = item.attachments[1_000]
  assert.equal(whole.name, 'original-mail-with-all-files.eml')
  assert.equal(whole.sizeBytes, Buffer.byteLength(raw))
  assert.equal(whole.sha256, createHash('sha256').update(raw).digest('hex'))
})
