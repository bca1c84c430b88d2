import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import PostalMime from 'postal-mime'
import { buildMail, envelopeOf } from './build-mail.ts'
import type { OutgoingMail } from './outgoing-mail.ts'

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const mail: OutgoingMail = {
  from: { name: 'ग्राहक सेवा', address: 'help@example.com' },
  to: [{ name: 'ఆశ, "A" <x>', address: 'asha@example.org' }],
  cc: [{ name: '', address: 'ravi@उदाहरण.भारत' }],
  bcc: [
    { name: '', address: 'boss@example.com' },
    { name: '', address: 'asha@example.org' },
  ],
  subject: 'നിങ്ങളുടെ ഓർഡർ '.repeat(10).trim(),
  text: 'வணக்கம்\n.\nFrom the shop\n',
  html: '<p>வணக்கம் <img src="cid:pixel"></p>',
  messageId: 'c1.u1.m2@example.com',
  inReplyTo: 'their.mail@mail.gmail.com',
  references: Array.from({ length: 60 }, (_, n) => `ref-${n}@example.org`),
  date: new Date('2026-11-21T10:00:00Z'),
  headers: { 'X-Samvad-Loop': 'instance-1' },
  attachments: [
    { name: 'pixel.gif', contentType: 'image/gif', content: pixel, contentId: 'pixel' },
    { name: 'बिल.pdf', contentType: 'application/pdf', content: () => Readable.from([Buffer.from('%PDF-1.4 '), Buffer.from('end')]) },
  ],
}

test('the same mail gives the same bytes, with CRLF line ends and short lines only', async () => {
  const first = Buffer.from(await buildMail(mail))
  assert.ok(first.equals(Buffer.from(await buildMail(mail))))
  const text = first.toString('latin1')
  assert.doesNotMatch(text, /[^\r]\n|\r[^\n]/)
  assert.ok(text.split('\r\n').every((line) => line.length <= 998))
})

test('a reader finds everything again: names, subject, both bodies, image and file', async () => {
  const read = await PostalMime.parse(await buildMail(mail))
  assert.equal(read.from?.name, 'ग्राहक सेवा')
  assert.equal(read.to?.[0]?.name, 'ఆశ, "A" <x>')
  assert.equal(read.subject, mail.subject)
  assert.equal(read.text?.replaceAll('\r\n', '\n').trim(), mail.text.trim())
  assert.match(read.html ?? '', /cid:pixel/)
  assert.equal(read.messageId, '<c1.u1.m2@example.com>')
  assert.equal(read.inReplyTo, '<their.mail@mail.gmail.com>')
  assert.deepEqual(
    read.attachments.map(({ filename, mimeType, contentId, content }) => [
      filename,
      mimeType,
      contentId ?? null,
      Buffer.from(content as ArrayBuffer).toString('base64'),
    ]),
    [
      ['pixel.gif', 'image/gif', '<pixel>', pixel.toString('base64')],
      ['बिल.pdf', 'application/pdf', null, Buffer.from('%PDF-1.4 end').toString('base64')],
    ].sort((a, b) => read.attachments.findIndex((one) => one.filename === a[0]) - read.attachments.findIndex((one) => one.filename === b[0])),
  )
})

test('many references keep the first and the newest', async () => {
  const read = await PostalMime.parse(await buildMail(mail))
  const ids = read.references?.match(/<[^>]+>/g) ?? []
  assert.equal(ids.length, 20)
  assert.deepEqual([ids[0], ids.at(-1)], ['<ref-0@example.org>', '<ref-59@example.org>'])
})

test('the envelope names everybody once, with ASCII domains, and the mail does not name Bcc', async () => {
  assert.deepEqual(envelopeOf(mail), { from: 'help@example.com', to: ['asha@example.org', 'ravi@xn--p1b6ci4b4b3a.xn--h2brj9c', 'boss@example.com'] })
  assert.doesNotMatch(Buffer.from(await buildMail(mail)).toString(), /boss@/)
})

test('line breaks in names, subject or headers cannot add a header', async () => {
  const evil = 'x\r\nBcc: victim@example.org'
  const bytes = await buildMail({ ...mail, subject: evil, from: { name: evil, address: 'help@example.com' }, headers: { 'X-Note': evil } })
  assert.doesNotMatch(Buffer.from(bytes).toString(), /^bcc:/im)
})
