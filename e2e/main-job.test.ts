import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { appendMail } from '../server/connectors/email/simulator/append-mail.ts'
import { startDovecot, type Dovecot } from '../server/connectors/email/simulator/dovecot.ts'
import { until } from '../server/connectors/email/simulator/recording-host.ts'
import { startSmtpSink, type SmtpSink } from '../server/connectors/email/simulator/smtp-sink.ts'
import { startTestApp, type TestApp } from '../server/testing/app.ts'
import { openPage, startBrowser } from './browser.ts'

// The mail servers of this journey are on this machine.
process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'

let t: TestApp
let url: string
let dovecot: Dovecot
let sink: SmtpSink
let browser: Browser
let agent: Page
let customer: Page
let chatKey: string
const complaints: string[] = []

before(async () => {
  ;[t, dovecot, sink, browser] = await Promise.all([
    startTestApp(),
    startDovecot({ users: { support: 'secret' } }),
    startSmtpSink({ users: { support: 'secret' } }),
    startBrowser(),
  ])
  url = await t.listen()
  t.app.setUrl(url)
  const settings = {
    imapHost: '127.0.0.1',
    imapPort: dovecot.port,
    imapSecurity: 'none',
    smtpHost: '127.0.0.1',
    smtpPort: sink.port,
    smtpSecurity: 'none',
    user: 'support',
    password: 'secret',
  }
  assert.equal(
    (await t.call('POST', '/inboxes', { body: { name: 'Lotus Home', connector: 'email', address: 'help@shop.test', settings } })).status,
    201,
  )
  const chat = await t.call('POST', '/inboxes', {
    body: { name: 'Lotus chat', connector: 'web-chat', address: 'https://shop.test', settings: { siteUrl: 'https://shop.test' } },
  })
  chatKey = chat.body.publicKey
  const opened = await Promise.all([
    openPage(await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en' })),
    openPage(await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en' })),
  ])
  agent = opened[0]!.page
  customer = opened[1]!.page
  for (const one of opened) one.page.on('close', () => complaints.push(...one.complaints))
})
after(async () => {
  await browser.close()
  await t.close()
  await dovecot.remove()
  await sink.stop()
})

const conversations = async () =>
  (await t.call('GET', '/conversations?status=open,waiting')).body.items as {
    id: string
    contact: { name: string; isVerified: boolean }
    channels: string[]
    messageCount: number
  }[]

test('the agent signs in and sees the customer’s mail arrive without loading anything anew', async () => {
  await agent.goto(`${url}/sign-in`)
  await agent.getByLabel('Email', { exact: false }).first().fill('owner@shop.test')
  await agent.locator('input[type=password]').fill('correct horse battery')
  await agent.keyboard.press('Enter')
  await agent.waitForURL(/\/inbox/)
  await agent.goto(`${url}/inbox/all`)
  await agent
    .getByRole('listbox')
    .or(agent.getByText('Nothing', { exact: false }))
    .first()
    .waitFor()
  await appendMail(
    { port: dovecot.port, user: 'support', password: 'secret' },
    `From: Asha Nair <asha@customers.test>\r\nTo: help@shop.test\r\nSubject: Kettle broken\r\nMessage-ID: <k1@customers.test>\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe kettle I bought is broken.\r\n`,
  )
  await agent.getByText('The kettle I bought is broken.').first().waitFor({ timeout: 30_000 })
})

test('the same customer goes on in the chat, proves her address by the link, and it is one conversation', async () => {
  await customer.goto(`${url}/talk/${chatKey}`)
  await customer.getByRole('textbox', { name: 'Your message' }).fill('I also wrote you a mail about the kettle.')
  await customer.getByRole('button', { name: 'Send', exact: true }).click()
  await until('the words are taken in', async () => (await conversations()).length === 2, 20_000)
  await customer.getByRole('button', { name: 'Continue by e-mail' }).click()
  await customer.getByLabel('Your e-mail address').fill('asha@customers.test')
  await customer.getByRole('button', { name: 'Send the link' }).click()
  await until('the link is mailed', () => sink.mails.some((mail) => /#link=/.test(mail.raw.toString().replaceAll('=\r\n', ''))), 20_000)
  const link = /http:\/\/[^\s<>"]+#link=[\w.\-=]+/.exec(sink.mails.at(-1)!.raw.toString().replaceAll('=\r\n', '').replaceAll('=3D', '='))![0]
  await customer.goto('about:blank')
  await customer.goto(link)
  await until('one conversation is left', async () => (await conversations()).length === 1, 20_000)
  const [one] = await conversations()
  assert.equal(one!.contact.name, 'Asha Nair')
  assert.equal(one!.contact.isVerified, true)
  assert.deepEqual([...one!.channels].sort(), ['chat', 'email'])
})

test('the agent sees one stream and answers by chat; the customer reads it on her phone', async () => {
  const [one] = await conversations()
  await agent.goto(`${url}/inbox/all/${one!.id}`)
  await agent.getByText('The kettle I bought is broken.').last().waitFor()
  await agent.getByText('I also wrote you a mail about the kettle.').last().waitFor()
  await agent.keyboard.press('r')
  await agent.keyboard.type('A new kettle is on its way.')
  await agent.keyboard.press('Control+Enter')
  await customer.getByText('A new kettle is on its way.').waitFor({ timeout: 15_000 })
})

test('the agent answers by e-mail in the same conversation, and the answer to that comes back into it', async () => {
  const [one] = await conversations()
  const before = sink.mails.length
  const routes = (await t.call('GET', `/conversations/${one!.id}/reply-routes`)).body.items as {
    channel: string
    inboxId: string
    identityId: string
  }[]
  const byMail = routes.find((route) => route.channel === 'email')!
  const reply = await t.call('POST', `/conversations/${one!.id}/replies`, {
    body: { text: 'And the label for the old one is attached.', inboxId: byMail.inboxId, identityId: byMail.identityId, holdSeconds: 0 },
  })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  await agent.getByText('And the label for the old one is attached.').last().waitFor({ timeout: 15_000 })
  await until('the mail is out', () => sink.mails.length > before, 20_000)
  const sent = sink.mails.at(-1)!.raw.toString()
  const replyTo = /^Reply-To:[^<]*<([^>]+)>/im.exec(sent)![1]!
  await appendMail(
    { port: dovecot.port, user: 'support', password: 'secret' },
    `From: Asha Nair <asha@customers.test>\r\nTo: ${replyTo}\r\nSubject: Re: Kettle broken\r\nMessage-ID: <k2@customers.test>\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThank you, that was quick!\r\n`,
  )
  await agent.getByText('Thank you, that was quick!').last().waitFor({ timeout: 30_000 })
  assert.equal((await conversations()).length, 1)
})

test('“continued by e-mail” and “continued in the chat” stand before the words they speak of, live and after loading anew', async () => {
  const [one] = await conversations()
  await customer.getByRole('textbox', { name: 'Your message' }).fill('And here I am in the chat again.')
  await customer.getByRole('button', { name: 'Send', exact: true }).click()
  await agent.getByText('And here I am in the chat again.').last().waitFor({ timeout: 15_000 })
  type Item = { text: string; channel: string | null; activity: { name: string; payload: { to: string; by: string } } | null }
  const items = (await t.call('GET', `/conversations/${one!.id}/timeline`)).body.items as Item[]
  const changes = items.flatMap((item, at) =>
    item.activity?.name === 'conversation.channel_changed' ? [{ ...item.activity.payload, next: items[at + 1] }] : [],
  )
  assert.deepEqual([...new Set(changes.map((change) => change.by))].sort(), ['agent', 'contact'])
  for (const change of changes) assert.equal(change.next?.channel, change.to, JSON.stringify(change))
  const isOrdered = async () => {
    const words = await agent.getByRole('feed').innerText()
    const said = words.lastIndexOf('And here I am in the chat again.')
    const line = words.toLowerCase().lastIndexOf('continued in the chat')
    assert.ok(line >= 0 && line < said, words.slice(-600))
  }
  await isOrdered()
  await agent.reload()
  await agent.getByText('And here I am in the chat again.').last().waitFor()
  await isOrdered()
})

test('nothing was refused by the Content-Security-Policy and no script failed', async () => {
  await Promise.all([agent.close(), customer.close()])
  assert.deepEqual(complaints, [])
})
