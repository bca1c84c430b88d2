import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMail } from '../mime/parse.ts'
import { buildMail } from '../recognise/testing/build-mail.ts'
import { makeMarker, readMarkers } from './marker.ts'
import { threadingClues } from './match.ts'
import { looksLikeOwnMessageId, makeMessageId, readMessageId } from './message-id.ts'
import { makeReplyAddress, readReplyAddress, readReplyAddresses } from './reply-address.ts'
import { decodeBase32, decodeUuid, encodeBase32, encodeUuid, type SigningKeys } from './signing.ts'

const keys: SigningKeys = ['the key of today, long enough']
const rotated: SigningKeys = ['the key of tomorrow, long too', keys[0]]
const stranger: SigningKeys = ['the key of somebody else']
const conversation = '0194c5f0-7c3e-7aaa-8bbb-0123456789ab'
const message = '0194c5f0-7c3e-7bbb-9ccc-ba9876543210'

test('base32 and UUIDs survive both ways', () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 255)
    assert.deepEqual(decodeBase32(encodeBase32(bytes)), bytes)
  }
  assert.equal(decodeUuid(encodeUuid(conversation)), conversation)
  assert.throws(() => encodeUuid('4711'))
  assert.equal(decodeUuid('a'.repeat(25)), null)
})

const addresses: [name: string, base: string, shape: RegExp][] = [
  ['an address', 'support@shop.in', /^support\+r[a-z2-7]{52}@shop\.in$/],
  ['a catch-all domain', '@reply.shop.in', /^r[a-z2-7]{52}@reply\.shop\.in$/],
]
for (const [name, base, shape] of addresses)
  test(`reply address for ${name} is signed, short enough and read back in any case`, () => {
    const address = makeReplyAddress(base, conversation, keys)
    assert.match(address, shape)
    assert.ok(address.lastIndexOf('@') <= 64)
    for (const form of [address, address.toUpperCase(), `<${address}>`]) assert.equal(readReplyAddress(form, keys), conversation)
    assert.equal(readReplyAddress(address, rotated), conversation)
    assert.equal(readReplyAddress(address, stranger), null)
  })

test('a reply address with one changed character is not believed', () => {
  const address = makeReplyAddress('support@shop.in', conversation, keys)
  for (let at = 'support+r'.length; at < address.indexOf('@'); at++) {
    const other = address[at] === 'b' ? 'c' : 'b'
    assert.equal(readReplyAddress(address.slice(0, at) + other + address.slice(at + 1), keys), null, `at ${at}`)
  }
})

test('a local part that would pass 64 characters stays unsigned rather than refused', () => {
  assert.equal(makeReplyAddress('customer-support@shop.in', conversation, keys), 'customer-support@shop.in')
  assert.throws(() => makeReplyAddress('support', conversation, keys))
})

const signed = makeReplyAddress('support@shop.in', conversation, keys)
for (const header of ['To', 'Cc', 'Delivered-To', 'X-Original-To', 'Envelope-To', 'X-Forwarded-To', 'Resent-To', 'Apparently-To'])
  test(`the signed address is found in ${header}`, () => {
    assert.deepEqual(readReplyAddresses(buildMail(`From: a@b.example\n${header}: Support <${signed}>\n\nx`), keys), [conversation])
  })
test('the signed address is found in the for clause of Received', () => {
  assert.deepEqual(readReplyAddresses(buildMail(`Received: from x by y with ESMTP id 1 for <${signed}>; Mon\nTo: list@b.example\n\nx`), keys), [
    conversation,
  ])
})

test('a Message-ID of ours is read without having been stored, and only when we made it', () => {
  const id = makeMessageId(conversation, message, 'Mail.Shop.in', keys)
  assert.match(id, /@mail\.shop\.in$/)
  assert.deepEqual(readMessageId(`<${id}>`, rotated), { conversationId: conversation, messageId: message })
  assert.deepEqual(readMessageId(id.toUpperCase(), keys), { conversationId: conversation, messageId: message })
  assert.equal(readMessageId(id, stranger), null)
  assert.equal(
    readMessageId(makeMessageId(conversation, conversation, 'x.in', keys).replace(/\.[a-z2-7]{26}@/, `.${id.split('.')[3]!.split('@')[0]}@`), keys),
    null,
  )
  assert.equal(readMessageId('CAF=abc@mail.gmail.com', keys), null)
  assert.ok(looksLikeOwnMessageId(id))
  assert.throws(() => makeMessageId(conversation, message, 'bad domain>', keys))
})

test('a token of one kind does not pass as another', () => {
  const asMarker = signed.slice('support+r'.length, signed.indexOf('@'))
  assert.deepEqual(readMarkers([`sv1-${asMarker}`], keys), [])
})

const marker = makeMarker(conversation, keys)
const carriers: [name: string, text: string][] = [
  ['plain', `Regards\n${marker}\n`],
  ['quoted', `Yes\n> Regards\n> ${marker}`],
  ['quoted and wrapped', `Yes\n> > ${marker.slice(0, 30)}\n> > ${marker.slice(30)}\n`],
  ['hidden in HTML', `<div style="display:none">${marker}</div>`],
  ['in a subject in capitals', `RE: Order [${marker.toUpperCase()}]`],
]
for (const [name, text] of carriers) test(`the marker is found ${name}`, () => assert.deepEqual(readMarkers([text, null], keys), [conversation]))
test('a forged or cut marker is not believed', () =>
  assert.deepEqual(readMarkers([marker.slice(0, -1), `${marker.slice(0, -1)}${marker.endsWith('a') ? 'e' : 'a'}`], keys), []))

test('clues come in the order of their strength', () => {
  const id = makeMessageId(conversation, message, 'shop.in', keys)
  const mail = buildMail(
    `From: Anna <Anna@Customer.example>\nTo: ${signed}\nSubject: Re: AW: Order [#42]\nMessage-ID: <new@customer.example>\nIn-Reply-To: <p2@x.example> <p1@x.example>\nReferences: <root@x.example> <${id}> <p1@x.example>\nThread-Index: AQHZb1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6\n\nyes\n> ${marker}\n`,
  )
  assert.deepEqual(threadingClues(mail, keys), [
    { kind: 'reply_address', conversationId: conversation },
    { kind: 'message_ids', ids: ['p2@x.example', 'p1@x.example', id, 'root@x.example'] },
    { kind: 'own_message_id', conversationId: conversation, messageId: message },
    { kind: 'marker', conversationId: conversation },
    { kind: 'thread_index', root: mail.threadIndexRoot, sender: 'anna@customer.example' },
    { kind: 'subject', key: 'order', number: 42, sender: 'anna@customer.example', suggestionOnly: true },
  ])
})

test('a first mail has nothing but its subject, and a mail without one has nothing', () => {
  assert.deepEqual(
    threadingClues(buildMail('From: a@b.example\nSubject: Order\n\nx'), keys).map((clue) => clue.kind),
    ['subject'],
  )
  assert.deepEqual(threadingClues(buildMail('From: a@b.example\n\nx'), keys), [])
})

test('a mail that refers to itself or to a thousand others costs no thousand look-ups', () => {
  const references = Array.from({ length: 2000 }, (_, at) => `<r${at}@x.example>`).join(' ')
  const clues = threadingClues(
    buildMail(`From: a@b.example\nMessage-ID: <self@x.example>\nIn-Reply-To: <self@x.example>\nReferences: ${references}\n\nx`),
    keys,
  )
  const ids = clues.find((clue) => clue.kind === 'message_ids')!.ids
  assert.equal(ids.length, 100)
  assert.equal(ids[0], 'r1999@x.example')
})

test('a recipient header of 300,000 letters is read at once', () => {
  const mail = parseMail(Buffer.from(`To: ${'a'.repeat(300_000)}\nSubject: x\n\nx`))
  const started = performance.now()
  threadingClues(mail, keys)
  assert.ok(performance.now() - started < 1000, `${performance.now() - started} ms`)
})
