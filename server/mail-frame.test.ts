import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestApp, type TestApp } from './testing/app.ts'

let t: TestApp
let messageId: string
before(async () => {
  t = await startTestApp()
  const inbox = (await t.call('POST', '/inboxes', { body: { name: 'Mail', connector: 'email', address: 'help@shop.test' } })).body.id
  const raw = [
    'From: a@customers.test',
    'To: help@shop.test',
    'Subject: Picture',
    'Message-ID: <p1@customers.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p style="color:red">Hello</p><script>alert(1)</script><img src="cid:pic"><img src="https://tracker.example/x.png">',
    '--b',
    'Content-Type: image/png; name=p.png',
    'Content-ID: <pic>',
    'Content-Disposition: inline; filename=p.png',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    '--b--',
    '',
  ].join('\r\n')
  const given = await t.call('POST', `/inboxes/${inbox}/raw-mail`, { raw: Buffer.from(raw), contentType: 'message/rfc822' })
  await t.app.settle()
  messageId = (await t.call('GET', `/inbound-events/${given.body.id}`)).body.messageId
})
after(() => t.close())

const frame = (query = '', token: string | undefined = t.owner.token) =>
  t.app.http.fastify.inject({ url: `/mail/${messageId}${query}`, headers: token ? { authorization: `Bearer ${token}` } : {} })

test('the frame runs nothing, keeps the style, shows the mail’s own picture and nothing of the network', async () => {
  const answer = await frame()
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-security-policy']), /^sandbox allow-popups/)
  assert.doesNotMatch(String(answer.headers['content-security-policy']), /https:/)
  assert.doesNotMatch(answer.body, /<script|alert\(1\)/)
  assert.match(answer.body, /color:\s?red/)
  assert.match(answer.body, /data-remote-src="https:\/\/tracker\.example/)
  assert.match(answer.body, /src="\/files/, answer.body.slice(-400))
  const picture = /src="(\/files\/[^"]+)"/.exec(answer.body)![1]!
  // As the sandboxed frame asks: without a cookie.
  const file = await t.app.http.fastify.inject({ url: picture })
  assert.equal(file.statusCode, 200)
  assert.equal(file.headers['content-type'], 'image/png')
})

test('pictures of the network only when asked', async () => {
  const answer = await frame('?images=yes')
  assert.match(answer.body, /src="https:\/\/tracker\.example/)
  assert.match(String(answer.headers['content-security-policy']), /https:/)
})

test('nobody without the right sees it: no session, another workspace', async () => {
  assert.equal((await frame('', '')).statusCode, 404)
  const other = await t.another('Other')
  assert.equal((await frame('', other.token)).statusCode, 404)
})

test('a link to a file that is no picture needs the session of whom it was made for', async () => {
  const { body } = await t.call('POST', '/attachments', { raw: Buffer.from('a secret list'), headers: { 'x-file-name': 'list.txt' } })
  assert.equal((await t.app.http.fastify.inject({ url: body.url })).statusCode, 404)
  assert.equal((await t.app.http.fastify.inject({ url: body.url, headers: { authorization: `Bearer ${t.owner.token}` } })).statusCode, 200)
})
