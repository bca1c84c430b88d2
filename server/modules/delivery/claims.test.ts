import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SignJWT } from 'jose'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { loadOutbound } from './outbound.ts'

let t: TestApp
let api: string
let mail: string
before(async () => {
  t = await startTestApp()
  api = (await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })).body.id
  mail = (await t.call('POST', '/inboxes', { body: { name: 'Help', connector: 'email', address: 'help@shop.test' } })).body.id
})
after(() => t.close())

interface Contact {
  id: string
  fields: Record<string, string>
  identities: { kind: string; address: string; verifiedAt: string | null; evidence: { kind: string }[] }[]
}
let made = 0
const contactOf = async (arrival: { id: string }): Promise<{ contact: Contact; conversationId: string }> => {
  await t.app.settle()
  const { conversationId } = (await t.call('GET', `/inbound-events/${arrival.id}`)).body
  const { contact } = (await t.call('GET', `/conversations/${conversationId}`)).body
  return { contact: (await t.call('GET', `/contacts/${contact.id}`)).body, conversationId }
}
const say = async (from: { id: string; email?: string; phone?: string }) => {
  const { status, body } = await t.call('POST', `/inboxes/${api}/messages`, {
    body: { externalId: `m-${++made}`, from: { name: from.id, ...from }, text: 'From the app' },
  })
  assert.equal(status, 202, JSON.stringify(body))
  return contactOf(body)
}
const mailFrom = async (from: string, headers: string[] = []) => {
  const raw = Buffer.from(
    [`From: ${from}`, 'To: help@shop.test', 'Subject: Hi', `Message-ID: <c${++made}@x.test>`, ...headers, '', 'By mail', ''].join('\r\n'),
  )
  const { body } = await t.call('POST', `/inboxes/${mail}/raw-mail`, { raw, contentType: 'message/rfc822' })
  await t.app.settle()
  const event = (await t.call('GET', `/inbound-events/${body.id}`)).body
  const item = ((await t.call('GET', `/conversations/${event.conversationId}/timeline`)).body.items as { id: string; author: { id: string } }[]).find(
    (one) => one.id === event.messageId,
  )!
  return { contact: (await t.call('GET', `/contacts/${item.author.id}`)).body as Contact, conversationId: event.conversationId as string }
}
const shown = ({ identities }: Contact) =>
  identities.map(({ kind, address, verifiedAt, evidence }) => [kind, address, verifiedAt !== null, evidence.map((one) => one.kind).join()]).sort()
const suggested = async (id: string) =>
  ((await t.call('GET', `/contacts/${id}/merge-suggestions`)).body.items as { contact: { id: string }; because: string }[])
    .filter((one) => one.because === 'typed_address')
    .map((one) => one.contact.id)

test('addresses that a program names are identities with the evidence "claimed", never verified, and once', async () => {
  await say({ id: 'asha', email: 'Asha@Customers.test', phone: '+91 98765-43210' })
  const { contact } = await say({ id: 'asha', email: 'asha@customers.test', phone: '+91 98765-43210' })
  assert.deepEqual(shown(contact), [
    ['email', 'asha@customers.test', false, 'claimed'],
    ['external', 'asha', false, 'wrote_from'],
    ['phone', '+919876543210', false, 'claimed'],
  ])
})

test('what is no address or number is refused at the door', async () => {
  for (const from of [
    { id: 'x', email: 'not an address' },
    { id: 'x', phone: '98765' },
  ])
    assert.equal((await t.call('POST', `/inboxes/${api}/messages`, { body: { externalId: `m-${++made}`, from, text: 'x' } })).status, 422)
})

test('an address that is another customer’s is not taken from them: it only suggests', async () => {
  const owner = await mailFrom('ravi@customers.test')
  const { contact, conversationId } = await say({ id: 'not ravi', email: 'ravi@customers.test' })
  assert.notEqual(contact.id, owner.contact.id)
  assert.notEqual(conversationId, owner.conversationId)
  assert.deepEqual(shown(contact), [['external', 'not ravi', false, 'wrote_from']])
  assert.deepEqual(await suggested(contact.id), [owner.contact.id])
})

test('whoever writes from an address that was only claimed gets a contact of their own, and the two are suggested', async () => {
  const claimer = await say({ id: 'squatter', email: 'mira@customers.test' })
  const mira = await mailFrom('Mira <mira@customers.test>')
  assert.notEqual(mira.contact.id, claimer.contact.id)
  assert.notEqual(mira.conversationId, claimer.conversationId)
  assert.deepEqual(shown(mira.contact), [['email', 'mira@customers.test', false, 'wrote_from']])
  const after = (await say({ id: 'squatter', email: 'mira@customers.test' })).contact
  assert.deepEqual(shown(after), [['external', 'squatter', false, 'wrote_from']])
  assert.deepEqual(await suggested(after.id), [mira.contact.id])
})

test('who answers what was sent to the claimed address is the one who was meant', async () => {
  const { contact, conversationId } = await say({ id: 'joao', email: 'joao@customers.test' })
  const routes = (await t.call('GET', `/conversations/${conversationId}/reply-routes`)).body.items as {
    channel: string
    identityId: string
    inboxId: string
  }[]
  const byMail = routes.find((route) => route.channel === 'email')!
  const reply = await t.call('POST', `/conversations/${conversationId}/replies`, {
    body: { text: 'By mail then', inboxId: byMail.inboxId, identityId: byMail.identityId, holdSeconds: 30 },
  })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  const system = { kind: 'system', name: 'test' } as const
  const outbound = await t.app.database.read(t.owner.workspaceId, system, (ctx) =>
    loadOutbound(ctx, reply.body.id, () => Promise.reject(new Error('no files'))),
  )
  assert.equal(outbound.to.address, 'joao@customers.test')
  assert.ok(
    outbound.history.every((one) => one.text === ''),
    'nobody can have us send their words to a stranger',
  )
  const { inboxes } = t.app
  const inbox = (await t.app.database.read(t.owner.workspaceId, system, (ctx) => inboxes.open(ctx, mail)))!
  const messageId = inbox.connector.externalIdFor!(
    { conversationId, messageId: reply.body.id },
    { inbox: { workspaceId: t.owner.workspaceId, inboxId: mail, name: 'Help', address: 'help@shop.test' }, secretFor: t.app.secretFor },
  )
  const answer = await mailFrom('joao@customers.test', [`In-Reply-To: ${messageId}`])
  assert.deepEqual([answer.contact.id, answer.conversationId], [contact.id, conversationId])
  assert.deepEqual(shown(answer.contact), [
    ['email', 'joao@customers.test', false, 'claimed,wrote_from'],
    ['external', 'joao', false, 'wrote_from'],
  ])
})

test('nor does a visitor whom the host page vouches for become the one for whom a program named their address', async () => {
  const claimer = await say({ id: 'other squatter', email: 'sita@customers.test' })
  const identitySecret = 'a secret of the host page, of at least 32 characters'
  const chat = (await t.call('POST', '/inboxes', { body: { name: 'Chat', connector: 'web-chat', settings: { identitySecret } } })).body
  const identity = await new SignJWT({ sub: 'sita-7', email: 'sita@customers.test', email_verified: true, name: 'Sita' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(identitySecret))
  const visit = (await t.call('POST', `/chat/${chat.publicKey}/visit`, { token: '', body: { identity } })).body
  assert.equal(visit.identity, 'verified')
  const said = await t.call('POST', '/chat/messages', { token: visit.token, body: { clientKey: crypto.randomUUID(), text: 'It is me' } })
  assert.equal(said.status, 202, JSON.stringify(said.body))
  const { contact, conversationId } = await contactOf(said.body)
  assert.notEqual(contact.id, claimer.contact.id)
  assert.notEqual(conversationId, claimer.conversationId)
  const own = contact.identities.find((one) => one.address === 'sita@customers.test')!
  assert.deepEqual([own.verifiedAt !== null, own.evidence.map((one) => one.kind)], [true, ['signed_identity']])
})
