import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SignJWT } from 'jose'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { writeLink } from './index.ts'
import { startChatApp, type ChatApp } from './testing/chat-app.ts'

let t: ChatApp
before(async () => (t = await startChatApp()))
after(() => t.close())

const system = { kind: 'system', name: 'test' } as const
const secret = 'a secret of the host page, of at least 32 characters'
const rows = <Row extends object>(sql: string, values: unknown[] = [], workspaceId: WorkspaceId = t.owner.workspaceId) =>
  t.app.database.read(workspaceId, system, (ctx) => ctx.sql.many<Row>(sql, [workspaceId, ...values]))
const sign = (claims: Record<string, unknown>, key = secret, algorithm = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg: algorithm }).setExpirationTime('1h').sign(new TextEncoder().encode(key))
const texts = async (token: string) =>
  ((await t.asVisitor(token, 'GET', '/chat/messages')).body.messages as { text: string }[]).map((message) => message.text)
const reply = (conversationId: string, text: string, more: Record<string, unknown> = {}) =>
  t.call('POST', `/conversations/${conversationId}/replies`, { body: { text, ...more } })
const mailIn = async (from: string, text: string) => {
  const inbox = await emailInbox()
  const raw = `From: ${from}\r\nTo: help@shop.test\r\nSubject: Order\r\nMessage-ID: <${crypto.randomUUID()}@x.test>\r\nDate: Fri, 21 Nov 2026 10:00:00 +0000\r\n\r\n${text}\r\n`
  const { body } = await t.call('POST', `/inboxes/${inbox}/raw-mail`, { raw: Buffer.from(raw), contentType: 'message/rfc822' })
  await t.settle()
  return (await t.call('GET', `/inbound-events/${body.id}`)).body as { conversationId: string; messageId: string; state: string }
}
let mailbox: string | null = null
const emailInbox = async () =>
  (mailbox ??= (await t.call('POST', '/inboxes', { body: { name: 'Help', connector: 'email', address: 'help@shop.test' } })).body.id as string)

test('a visit writes nothing, and its token is good for the chat alone', async () => {
  const { key } = await t.makeChat({ greeting: 'Namaste', colour: '#aa3300', contactEmail: 'help@shop.test' })
  const before = await rows('select number from events where workspace_id = $1')
  const { status, body } = await t.visit(key)
  assert.equal(status, 200)
  assert.deepEqual(
    [body.greeting, body.colour, body.contactCard.email, body.identity, body.link],
    ['Namaste', '#aa3300', 'help@shop.test', 'none', 'none'],
  )
  assert.deepEqual((await t.asVisitor(body.token, 'GET', '/chat/messages')).body.messages, [])
  assert.equal((await rows('select number from events where workspace_id = $1')).length, before.length)
  assert.equal((await rows(`select id from identities where workspace_id = $1 and kind = 'visitor'`)).length, 0)
  assert.equal((await t.call('GET', '/conversations', { token: body.token })).status, 401)
})

test('a chat that is switched off or removed is not found, and its tokens are dead', async () => {
  const { id, key } = await t.makeChat()
  const { body } = await t.visit(key)
  await t.call('PATCH', `/inboxes/${id}`, { body: { isEnabled: false } })
  assert.equal((await t.visit(key)).status, 404)
  assert.equal((await t.asVisitor(body.token, 'GET', '/chat/messages')).status, 401)
  assert.equal((await t.visit('nosuchkey1')).status, 404)
})

test('words become a message; the same client key a hundred times is one', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const clientKey = crypto.randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 25 }, () => t.asVisitor(token, 'POST', '/chat/messages', { clientKey, text: 'എന്റെ ഓർഡർ എവിടെ?' })),
  )
  assert.deepEqual([...new Set(answers.map((one) => one.status))], [202])
  assert.equal(new Set(answers.map((one) => one.body.id)).size, 1)
  await t.settle()
  const { messages } = (await t.asVisitor(token, 'GET', '/chat/messages')).body
  assert.deepEqual(
    messages.map((one: { text: string; clientKey: string; state: string }) => [one.text, one.clientKey, one.state]),
    [['എന്റെ ഓർഡർ എവിടെ?', clientKey, 'sent']],
  )
  assert.equal((await t.asVisitor(token, 'POST', '/chat/messages', { clientKey: 'another-key', text: '  ' })).body.code, 'chat.empty')
})

test('a visitor sees their own conversation and the answers, never notes, held answers or other visitors', async () => {
  const { key } = await t.makeChat()
  const asha = (await t.visit(key)).body.token
  const ravi = (await t.visit(key)).body.token
  const { conversationId, messageId } = await t.say(asha, 'I am Asha')
  const other = await t.say(ravi, 'I am Ravi')
  assert.notEqual(conversationId, other.conversationId)
  await t.call('POST', `/conversations/${conversationId}/notes`, { body: { text: 'a secret note' } })
  assert.equal((await reply(conversationId, 'Hello Asha', { writtenAgainst: messageId })).status, 201)
  assert.equal((await reply(conversationId, 'not yet', { holdSeconds: 30 })).status, 201)
  await t.settle()
  assert.deepEqual(await texts(asha), ['I am Asha', 'Hello Asha'])
  assert.deepEqual(await texts(ravi), ['I am Ravi'])
})

test('the token of another workspace, a changed one and an old one open nothing', async () => {
  const other = await t.another('Rival')
  const theirs = await t.makeChat({}, other.token)
  const { key } = await t.makeChat()
  const mine = (await t.visit(key)).body.token as string
  const { conversationId } = await t.say(mine, 'ours')
  const stranger = (await t.visit(theirs.key)).body.token as string
  assert.deepEqual(await texts(stranger), [])
  const [version, keyId, content = '', mac] = mine.split('.')
  const forged = JSON.parse(Buffer.from(content, 'base64url').toString()) as { p: { workspaceId: string } }
  forged.p.workspaceId = other.workspaceId
  const changed = [version, keyId, Buffer.from(JSON.stringify(forged)).toString('base64url'), mac].join('.')
  assert.equal((await t.asVisitor(changed, 'GET', '/chat/messages')).status, 401)
  const renewed = (await t.visit(theirs.key, { token: mine })).body.token
  assert.deepEqual(await texts(renewed), [])
  const foreign = writeLink(
    { workspaceId: t.owner.workspaceId, contactId: crypto.randomUUID(), identityId: null, email: null, conversationId },
    t.app.keys,
    t.clock.now(),
  )
  assert.equal((await t.visit(theirs.key, { link: foreign })).body.link, 'expired')
  t.clock.advance(31 * 86_400_000)
  try {
    assert.equal((await t.asVisitor(mine, 'GET', '/chat/messages')).status, 401)
  } finally {
    t.clock.advance(-31 * 86_400_000)
  }
})

test('a file is attached by its uploader alone, and only once', async () => {
  const { key } = await t.makeChat()
  const asha = (await t.visit(key)).body.token
  const ravi = (await t.visit(key)).body.token
  const stored = await t.asVisitor(asha, 'POST', '/chat/files', Buffer.from('the bill'), { 'x-file-name': encodeURIComponent('बिल.txt') })
  assert.equal(stored.status, 201)
  assert.equal(stored.body.name, 'बिल.txt')
  const send = (token: string) =>
    t.asVisitor(token, 'POST', '/chat/messages', { clientKey: crypto.randomUUID(), text: '', attachments: [stored.body.id] })
  assert.equal((await send(ravi)).body.code, 'attachment.not_found')
  assert.equal((await send(asha)).status, 202)
  await t.settle()
  assert.equal((await send(asha)).body.code, 'attachment.not_found')
  const [message] = (await t.asVisitor(asha, 'GET', '/chat/messages')).body.messages
  assert.deepEqual([message.attachments[0].name, message.attachments[0].sizeBytes], ['बिल.txt', 8])
  assert.equal((await t.call('GET', message.attachments[0].url, { token: '' })).body, 'the bill')
})

test('who asks for a person is tagged, before and after the first words', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  assert.equal((await t.asVisitor(token, 'POST', '/chat/person')).status, 200)
  const { conversationId } = await t.say(token, 'a person please', { wantsPerson: true })
  await t.settle()
  const seen = async () => (await t.call('GET', `/conversations/${conversationId}`)).body
  assert.deepEqual([(await seen()).tags, (await seen()).status], [['wants-person'], 'open'])
  await t.call('POST', `/conversations/${conversationId}/tags`, { body: { add: [], remove: ['wants-person'] } })
  await t.call('POST', `/conversations/${conversationId}/status`, { body: { status: 'resolved' } })
  assert.equal((await t.asVisitor(token, 'POST', '/chat/person')).status, 200)
  assert.deepEqual([(await seen()).tags, (await seen()).status], [['wants-person'], 'open'])
})

test('a person the host page has signed continues the conversation they began by e-mail', async () => {
  const { key } = await t.makeChat({ identitySecret: secret })
  const mail = await mailIn('Meera <meera@x.test>', 'Where is my parcel?')
  assert.equal(mail.state, 'done')
  const { token, identity, knownEmail } = (await t.visit(key, { identity: await sign({ email: 'Meera@x.test', name: 'Meera', sub: '7' }) })).body
  assert.deepEqual([identity, knownEmail], ['verified', 'meera@x.test'])
  assert.deepEqual(await texts(token), [])
  const said = await t.say(token, 'me again, by chat')
  assert.equal(said.conversationId, mail.conversationId)
  assert.deepEqual(await texts(token), ['Where is my parcel?', 'me again, by chat'])
  const [identityRow] = await rows<{ evidence: { kind: string }[]; verifiedAt: Date }>(
    `select evidence, verified_at as "verifiedAt" from identities where workspace_id = $1 and kind = 'email' and address = 'meera@x.test'`,
  )
  assert.ok(identityRow!.verifiedAt)
  assert.deepEqual(
    identityRow!.evidence.map((one) => one.kind),
    ['wrote_from', 'signed_identity'],
  )
})

test('another person on the same browser starts anew', async () => {
  const { key } = await t.makeChat({ identitySecret: secret })
  const first = (await t.visit(key, { identity: await sign({ email: 'one@x.test' }) })).body.token
  await t.say(first, 'from one')
  const second = (await t.visit(key, { token: first, identity: await sign({ email: 'two@x.test' }) })).body.token
  await t.say(second, 'from two')
  assert.deepEqual([await texts(first), await texts(second)], [['from one'], ['from two']])
})

test('signatures that are not the host page’s leave the visitor a stranger', async () => {
  const { key } = await t.makeChat({ identitySecret: secret })
  const { key: bare } = await t.makeChat()
  await mailIn('victim@x.test', 'private words')
  const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const inAnHour = Math.floor(t.clock.now().getTime() / 1000) + 3600
  const claims = { email: 'victim@x.test', exp: inAnHour }
  const cases: [string, string, string][] = [
    ['another secret', key, await sign(claims, 'another secret of at least 32 characters')],
    ['no algorithm', key, `${b64({ alg: 'none' })}.${b64(claims)}.`],
    ['HS512', key, await sign(claims, secret, 'HS512')],
    [
      'two days',
      key,
      await new SignJWT({ email: 'victim@x.test' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('48h')
        .sign(new TextEncoder().encode(secret)),
    ],
    ['no end', key, await new SignJWT({ email: 'victim@x.test' }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))],
    [
      'run out',
      key,
      await new SignJWT({ email: 'victim@x.test' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(inAnHour - 7200)
        .sign(new TextEncoder().encode(secret)),
    ],
    ['a chat without a secret', bare, await sign(claims)],
  ]
  for (const [name, chatKey, identity] of cases) {
    const { token, ...body } = (await t.visit(chatKey, { identity })).body
    assert.deepEqual([body.identity, body.knownEmail], ['refused', null], name)
    await t.say(token, `stranger by ${name}`)
    assert.deepEqual(await texts(token), [`stranger by ${name}`], name)
  }
})
