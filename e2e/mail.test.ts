import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appendMail, readFlags } from '../server/connectors/email/simulator/append-mail.ts'
import { startDovecot, type Dovecot } from '../server/connectors/email/simulator/dovecot.ts'
import { until } from '../server/connectors/email/simulator/recording-host.ts'
import { startSmtpSink, type SmtpSink } from '../server/connectors/email/simulator/smtp-sink.ts'
import { startTestApp, type TestApp } from '../server/testing/app.ts'

// The mail servers of this journey are on this machine.
process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'

let t: TestApp
let dovecot: Dovecot
let sink: SmtpSink
let inboxId: string
const mailbox = () => ({ port: dovecot.port, user: 'support', password: 'secret' })

before(async () => {
  ;[t, dovecot, sink] = await Promise.all([
    startTestApp(),
    startDovecot({ users: { support: 'secret' } }),
    startSmtpSink({ users: { support: 'secret' } }),
  ])
  const made = await t.call('POST', '/inboxes', {
    body: {
      name: 'Shop',
      connector: 'email',
      address: 'help@shop.test',
      settings: {
        imapHost: '127.0.0.1',
        imapPort: dovecot.port,
        imapSecurity: 'none',
        smtpHost: '127.0.0.1',
        smtpPort: sink.port,
        smtpSecurity: 'none',
        user: 'support',
        password: 'secret',
      },
    },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(made.body.settings.password, undefined)
  assert.equal(made.body.secrets.password, true)
  inboxId = made.body.id
})
after(async () => {
  await t.close()
  await dovecot.remove()
  await sink.stop()
})

const mail = (headers: Record<string, string>, body: string) =>
  `${Object.entries({
    From: 'Asha Nair <asha@customers.test>',
    To: 'help@shop.test',
    Date: new Date().toUTCString(),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}\r\n`
const list = async () => (await t.call('GET', '/conversations')).body.items as { id: string; subject: string; messageCount: number; status: string }[]
const timeline = async (id: string) =>
  (await t.call('GET', `/conversations/${id}/timeline`)).body.items as {
    id: string
    kind: string
    text: string
    delivery: { state: string; reason: string | null }
    activity: { name: string } | null
  }[]
const messages = async (id: string) => (await timeline(id)).filter((item) => item.kind === 'message')
const headerOf = (raw: Buffer, name: string) =>
  new RegExp(`^${name}:((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im')
    .exec(raw.toString())?.[1]
    ?.replaceAll(/\r\n[ \t]/g, ' ')
    .trim() ?? ''

test('both directions of the inbox pass the live test', async () => {
  const { body } = await t.call('POST', `/inboxes/${inboxId}/test`)
  assert.deepEqual(
    body.steps.slice(0, 2).map((step: { step: string; state: string }) => [step.step, step.state]),
    [
      ['mail.receive', 'ok'],
      ['mail.send', 'ok'],
    ],
  )
})

test('a mail from a real mailbox is answered, and the answer to that comes back into the same conversation', async () => {
  await appendMail(mailbox(), mail({ Subject: 'Kettle broken', 'Message-ID': '<k1@customers.test>' }, 'The kettle is broken.'))
  await until('the mail is a conversation', async () => (await list()).some((one) => one.subject === 'Kettle broken'), 30_000)
  const conversation = (await list()).find((one) => one.subject === 'Kettle broken')!
  assert.equal(conversation.status, 'open')
  const reply = await t.call('POST', `/conversations/${conversation.id}/replies`, { body: { text: 'We send a new one today.', holdSeconds: 0 } })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  await until('the answer is out', () => sink.mails.length === 1, 20_000)
  const sent = sink.mails[0]!.raw
  assert.deepEqual(sink.mails[0]!.to, ['asha@customers.test'])
  assert.equal(headerOf(sent, 'In-Reply-To'), '<k1@customers.test>')
  assert.match(headerOf(sent, 'References'), /<k1@customers\.test>/)
  assert.match(headerOf(sent, 'Reply-To'), /help\+r[a-z2-7]{52}@shop\.test/)
  assert.equal(headerOf(sent, 'X-Samvad-Loop').length > 10, true)
  await until('it shows as sent', async () => (await messages(conversation.id)).at(-1)!.delivery.state === 'sent')
  // The customer's program lost every header but the address to answer to.
  const replyTo = /<(.+)>/.exec(headerOf(sent, 'Reply-To'))![1]!
  await appendMail(mailbox(), mail({ To: replyTo, Subject: 'thanks', 'Message-ID': '<k2@customers.test>' }, 'Thank you!'))
  await until('the answer joined', async () => (await messages(conversation.id)).length === 3, 30_000)
  assert.equal((await list()).length, 1)
  assert.deepEqual([...(await readFlags(mailbox())).values()].flat(), [], 'nothing was flagged in the mailbox')
})

test('a bounce reaches the message it belongs to and opens the conversation', async () => {
  const [conversation] = await list()
  const reply = await t.call('POST', `/conversations/${conversation!.id}/replies`, {
    body: { text: 'Did it arrive?', holdSeconds: 0, then: 'resolve' },
  })
  await until('it is out', () => sink.mails.length === 2, 20_000)
  await until('it shows as sent', async () => (await messages(conversation!.id)).find((one) => one.id === reply.body.id)?.delivery.state === 'sent')
  const messageId = headerOf(sink.mails[1]!.raw, 'Message-ID')
  const bounce = [
    'From: MAILER-DAEMON@mx.customers.test',
    'To: help@shop.test',
    'Return-Path: <>',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <bounce1@mx.customers.test>',
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I could not deliver your mail: user unknown.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customers.test',
    '',
    'Final-Recipient: rfc822; asha@customers.test',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    'Subject: Re: Kettle broken',
    '',
    '--b--',
    '',
  ].join('\r\n')
  await appendMail(mailbox(), bounce)
  await until(
    'the message failed',
    async () => (await messages(conversation!.id)).find((one) => one.id === reply.body.id)?.delivery.state === 'failed',
    30_000,
  )
  assert.equal((await list())[0]!.status, 'open')
  const routes = (await t.call('GET', `/conversations/${conversation!.id}/reply-routes`)).body.items
  assert.equal(routes[0].isReachable, false)
  assert.equal(routes[0].reason, 'reach.bounced')
})

test('a mail that is held can be taken back, and is never sent', async () => {
  await appendMail(
    mailbox(),
    mail({ From: 'Joao <joao@customers.test>', Subject: 'Nota fiscal', 'Message-ID': '<n1@customers.test>' }, 'Preciso da nota.'),
  )
  await until('it is there', async () => (await list()).some((one) => one.subject === 'Nota fiscal'), 30_000)
  const conversation = (await list()).find((one) => one.subject === 'Nota fiscal')!
  const before = sink.mails.length
  const held = await t.call('POST', `/conversations/${conversation.id}/replies`, { body: { text: 'wrong words', holdSeconds: 3 } })
  assert.equal(held.body.delivery.state, 'held')
  const back = await t.call('POST', `/messages/${held.body.id}/take-back`)
  assert.equal(back.body.text, 'wrong words')
  await new Promise((resolve) => setTimeout(resolve, 4_500))
  assert.equal(sink.mails.length, before)
  assert.equal((await messages(conversation.id)).length, 1)
})

test('a server that refuses makes a failure people understand; a resend keeps its Message-ID', async () => {
  const conversation = (await list()).find((one) => one.subject === 'Nota fiscal')!
  sink.behaviour = { mail: [552, '5.3.4 Message too big'] }
  const reply = await t.call('POST', `/conversations/${conversation.id}/replies`, { body: { text: 'Segue a nota.', holdSeconds: 0 } })
  const state = async () => (await messages(conversation.id)).find((one) => one.id === reply.body.id)!.delivery
  await until('it failed', async () => (await state()).state === 'failed', 20_000)
  assert.match((await state()).reason ?? '', /too_large/)
  sink.behaviour = {}
  const before = sink.mails.length
  assert.equal((await t.call('POST', `/messages/${reply.body.id}/resend`)).status, 200)
  await until('it is out', () => sink.mails.length === before + 1, 20_000)
  await until('it shows as sent', async () => (await state()).state === 'sent')
  assert.match(headerOf(sink.mails.at(-1)!.raw, 'Message-ID'), /^<sv\./)
})
