import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { continueUnseen, sendLinkMail, type SystemMail } from './index.ts'
import { startChatApp, type ChatApp } from './testing/chat-app.ts'

let t: ChatApp
const mails: SystemMail[] = []
const system = { kind: 'system', name: 'test' } as const
before(async () => (t = await startChatApp()))
after(() => t.close())

const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
  t.app.database.read(t.owner.workspaceId, system, (ctx) => ctx.sql.many<Row>(sql, [t.owner.workspaceId, ...values]))
const texts = async (token: string) =>
  ((await t.asVisitor(token, 'GET', '/chat/messages')).body.messages as { text: string }[]).map((message) => message.text)
const pg = async <Row extends object>(sql: string): Promise<Row[]> => {
  const { default: driver } = await import('pg')
  const client = new driver.Client({ connectionString: t.connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}
const waitingJobs = async (name: string) =>
  (await pg<{ payload: { payload: never } }>(`select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id where k.identifier = '${name}' order by j.id`)).map((row) => row.payload.payload) // oxfmt-ignore

/** Leaves an address and does what the job would; returns the link's token from the mail. */
async function askLink(token: string, email: string): Promise<string> {
  const answer = await t.asVisitor(token, 'POST', '/chat/email', { email })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const job = (await waitingJobs('web-chat.send_link')).at(-1)!
  await sendLinkMail({
    database: t.app.database,
    keys: t.app.keys,
    clock: t.clock,
    publicUrl: () => 'https://help.test',
    sendSystemMail: async (_workspaceId, mail) => void mails.push(mail),
    mailFor: async () => ({ replyTo: 'help+signed@shop.test' }),
  })(t.owner.workspaceId, job, { attempt: 1, maxAttempts: 1 })
  const link = /https:\/\/help\.test\/talk\/[\w-]+#link=(\S+)/.exec(mails.at(-1)!.text)?.[1]
  assert.ok(link, mails.at(-1)!.text)
  return link
}
const mailIn = async (from: string, text: string, headers = '') => {
  const { items } = (await t.call('GET', '/inboxes')).body
  const inbox =
    items.find((one: { channel: string }) => one.channel === 'email')?.id ??
    (
      await t.call('POST', '/inboxes', {
        body: { name: 'Help', connector: 'email', address: 'help@shop.test', settings: { trustedAuthServer: 'mx.shop.test' } },
      })
    ).body.id
  const raw = `From: ${from}\r\nTo: help@shop.test\r\nSubject: Order\r\nMessage-ID: <${crypto.randomUUID()}@x.test>\r\n${headers}Date: Fri, 21 Nov 2026 10:00:00 +0000\r\n\r\n${text}\r\n`
  const { body } = await t.call('POST', `/inboxes/${inbox}/raw-mail`, { raw: Buffer.from(raw), contentType: 'message/rfc822' })
  await t.settle()
  return (await t.call('GET', `/inbound-events/${body.id}`)).body as { conversationId: string }
}

test('before the first message there is nothing to carry on', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const answer = await t.asVisitor(token, 'POST', '/chat/email', { email: 'early@x.test' })
  assert.deepEqual([answer.status, answer.body.code], [409, 'chat.nothing_said'])
})

test('a typed address only suggests and gets no words of whoever typed it; the link proves it, in the visitor’s language', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key, { locale: 'hi' })).body
  const { conversationId } = await t.say(token, 'मेरा रिफ़ंड कब आएगा?')
  const link = await askLink(token, 'Sita@x.test')
  const mail = mails.at(-1)!
  assert.match(mail.subject, /बातचीत/)
  assert.doesNotMatch(mail.text, /रिफ़ंड/)
  assert.deepEqual([mail.to, mail.replyTo, mail.conversationId], ['sita@x.test', 'help+signed@shop.test', conversationId])
  assert.deepEqual(await rows(`select 1 from identities where workspace_id = $1 and address = 'sita@x.test'`), [])
  assert.deepEqual(await rows(`select fields ->> 'typedEmail' as typed from contacts where workspace_id = $1 and fields ? 'typedEmail'`), [
    { typed: 'sita@x.test' },
  ])
  const phone = (await t.visit(key, { link })).body
  assert.deepEqual([phone.link, phone.knownEmail], ['joined', 'sita@x.test'])
  assert.deepEqual(await texts(phone.token), ['मेरा रिफ़ंड कब आएगा?'])
  assert.equal((await t.say(phone.token, 'from my phone')).conversationId, conversationId)
  await askLink(phone.token, 'sita@work.test')
  assert.match(mails.at(-1)!.text, /> You: मेरा रिफ़ंड कब आएगा\?\n> You: from my phone/)
  assert.deepEqual(
    await rows(
      `select evidence -> 0 ->> 'kind' as kind, verified_at is not null as proved from identities where workspace_id = $1 and address = 'sita@x.test'`,
    ),
    [{ kind: 'signed_link', proved: true }],
  )
  assert.equal((await t.visit(key, { link: `${link.slice(0, -2)}xx` })).body.link, 'expired')
})

test('what a third party writes to the conversation’s address, or somebody in the customer’s name whom their domain disowns, is for agents alone', async () => {
  const { key } = await t.makeChat()
  const mail = await mailIn('Mira <mira@x.test>', 'my order by mail')
  const { token } = (await t.visit(key)).body
  await t.say(token, 'and by chat')
  const joined = (await t.visit(key, { token, link: await askLink(token, 'mira@x.test') })).body
  await t.app.database.transaction(t.owner.workspaceId, system, (ctx) =>
    ctx.sql.run(`insert into mail_references (workspace_id, reference, conversation_id, kind) values ($1, 'mira@shop.test', $2, 'own')`, [
      t.owner.workspaceId,
      mail.conversationId,
    ]),
  )
  const answering = 'In-Reply-To: <mira@shop.test>\r\n'
  const code = await mailIn('no-reply@slack.test', 'Your code is 123456', answering)
  const forged = await mailIn('mira@x.test', 'send it elsewhere', `${answering}Authentication-Results: mx.shop.test; dmarc=fail\r\n`)
  assert.deepEqual([code.conversationId, forged.conversationId], [mail.conversationId, mail.conversationId])
  assert.deepEqual(await texts(joined.token), ['my order by mail', 'and by chat'])
  const { items } = (await t.call('GET', `/conversations/${mail.conversationId}/timeline`)).body
  for (const text of ['Your code is 123456', 'send it elsewhere']) assert.ok(items.some((item: { text: string }) => item.text === text))
  await mailIn('mira@x.test', 'truly me', answering)
  assert.deepEqual(await texts(joined.token), ['my order by mail', 'and by chat', 'truly me'])
})

test('one matter by mail and by chat is one conversation once the link is opened in the chat’s own browser', async () => {
  const { key } = await t.makeChat()
  const mail = await mailIn('Arjun <arjun@x.test>', 'my order by mail')
  const { token } = (await t.visit(key)).body
  const chat = await t.say(token, 'and by chat')
  assert.notEqual(chat.conversationId, mail.conversationId)
  const link = await askLink(token, 'arjun@x.test')
  const joined = (await t.visit(key, { token, link })).body
  assert.deepEqual(await texts(joined.token), ['my order by mail', 'and by chat'])
  assert.equal((await t.say(joined.token, 'goes on')).conversationId, mail.conversationId)
  assert.equal((await t.call('GET', `/conversations/${chat.conversationId}`)).body.mergedIntoId, mail.conversationId)
  const names = (await rows<{ name: string }>(`select name from events where workspace_id = $1 order by number`)).map((row) => row.name)
  for (const name of ['contact.merged', 'contact.identity_added', 'conversation.merged']) assert.ok(names.includes(name), name)
})

test('who types a stranger’s address learns nothing, even when the stranger opens the link', async () => {
  const { key } = await t.makeChat()
  await mailIn('victim@x.test', 'my card number is private')
  const attacker = (await t.visit(key)).body.token
  await t.say(attacker, 'I am the victim, honestly')
  const link = await askLink(attacker, 'victim@x.test')
  const renewed = (await t.visit(key, { token: attacker })).body
  assert.equal(renewed.knownEmail, 'victim@x.test')
  const victim = (await t.visit(key, { link })).body
  assert.equal(victim.link, 'joined')
  assert.deepEqual(await texts(attacker), ['I am the victim, honestly'])
  assert.equal((await t.visit(key, { token: attacker })).body.knownEmail, null)
  const { conversationId } = await t.say(attacker, 'pay me please')
  assert.deepEqual(await texts(attacker), ['I am the victim, honestly', 'pay me please'])
  const { items } = (await t.call('GET', `/conversations/${conversationId}/timeline`)).body
  assert.deepEqual(items.find((item: { text: string }) => item.text === 'pay me please').flags, ['unverified_sender'])
  // Nor by an address of their own: the way in that the link to it would be.
  const own = await askLink(attacker, 'attacker@x.test')
  const back = (await t.visit(key, { link: own })).body
  assert.deepEqual(await texts(back.token), [])
  assert.deepEqual(await texts((await t.visit(key, { token: attacker, link: own })).body.token), [])
})

test('an answer to the mail, from the typed address, joins the mailbox’s contact', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const { conversationId, messageId } = await t.say(token, 'write to my mail')
  await askLink(token, 'lena@x.test')
  // Found here by a Message-ID that we gave the mail, as by the signed address.
  await t.app.database.transaction(t.owner.workspaceId, system, (ctx) =>
    ctx.sql.run(
      `insert into mail_references (workspace_id, reference, conversation_id, message_id, kind) values ($1, 'ours@shop.test', $2, $3, 'own')`,
      [t.owner.workspaceId, conversationId, messageId],
    ),
  )
  const mail = await mailIn('Lena <lena@x.test>', 'here by mail', 'In-Reply-To: <ours@shop.test>\r\n')
  assert.equal(mail.conversationId, conversationId)
  await t.settle()
  const conversation = (await t.call('GET', `/conversations/${conversationId}`)).body
  assert.deepEqual([conversation.contact.name, conversation.contact.isVerified], ['Lena', true])
  assert.deepEqual(await texts(token), ['write to my mail'])
})

test('one link to an address in ten minutes, and three a day', async () => {
  const { key } = await t.makeChat()
  const ask = async () => {
    const { token } = (await t.visit(key)).body
    await t.say(token, 'hello')
    return t.asVisitor(token, 'POST', '/chat/email', { email: 'flood@x.test' })
  }
  assert.equal((await ask()).status, 200)
  const refused = await ask()
  assert.deepEqual([refused.status, refused.body.code], [429, 'chat.link_recently_sent'])
  assert.ok(Number(refused.headers['retry-after']) > 500)
})

test('an answer that reaches no screen also goes by e-mail, once; a read one does not', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const { conversationId } = await t.say(token, 'I must go')
  await askLink(token, 'gone@x.test')
  const answer = (await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'It comes on Friday.' } })).body
  await t.settle()
  assert.ok((await waitingJobs('delivery.continue_by_email')).some((job: { messageId: string }) => job.messageId === answer.id))
  const copies: string[] = []
  const run = continueUnseen({
    database: t.app.database,
    sendCopyByEmail: async (_workspaceId, messageId, address) => void copies.push(`${messageId} ${address}`),
  })
  for (let times = 0; times < 2; times++) await run(t.owner.workspaceId, { messageId: answer.id }, { attempt: 1, maxAttempts: 1 })
  assert.deepEqual(copies, [`${answer.id} gone@x.test`])
  const { items } = (await t.call('GET', `/conversations/${conversationId}/timeline`)).body
  assert.equal(items.find((item: { id: string }) => item.id === answer.id).delivery.reason, 'also_by_email')
  const second = (await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text: 'Or on Monday.' } })).body
  await t.settle()
  await t.app.database.transaction(t.owner.workspaceId, system, (ctx) =>
    ctx.sql.run(`update messages set delivery_state = 'read' where workspace_id = $1 and id = $2`, [t.owner.workspaceId, second.id]),
  )
  await run(t.owner.workspaceId, { messageId: second.id }, { attempt: 1, maxAttempts: 1 })
  assert.equal(copies.length, 1)
})
