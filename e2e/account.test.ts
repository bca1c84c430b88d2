import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { until } from '../server/connectors/email/simulator/recording-host.ts'
import { startSmtpSink, type SmtpSink } from '../server/connectors/email/simulator/smtp-sink.ts'
import { startTestApp, type TestApp } from '../server/testing/app.ts'
import { openPage, startBrowser } from './browser.ts'

// The mail server of this journey is on this machine.
process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'

const email = 'meera@shop.test'
let t: TestApp
let url: string
let sink: SmtpSink
let browser: Browser
let desk: Page
let phone: Page
const complaints: string[] = []

async function openDevice(width: number, height: number): Promise<Page> {
  const opened = await openPage(await browser.newContext({ viewport: { width, height }, locale: 'en' }))
  opened.page.on('close', () => complaints.push(...opened.complaints))
  return opened.page
}

before(async () => {
  ;[t, sink, browser] = await Promise.all([startTestApp(), startSmtpSink({ users: { support: 'secret' } }), startBrowser()])
  url = await t.listen()
  t.app.setUrl(url)
  const settings = { smtpHost: '127.0.0.1', smtpPort: sink.port, smtpSecurity: 'none', user: 'support', password: 'secret' }
  const inbox = { name: 'Shop', connector: 'email', address: 'help@shop.test', settings }
  assert.equal((await t.call('POST', '/inboxes', { body: inbox })).status, 201)
  desk = await openDevice(1366, 768)
  phone = await openDevice(360, 740)
})
after(async () => {
  await browser.close()
  await t.close()
  await sink.stop()
})

/** The link of the next mail to her, which must be ours. */
async function linkOf(count: number): Promise<string> {
  await until('the mail is out', () => sink.mails.length === count, 30_000)
  const { to, raw } = sink.mails.at(-1)!
  assert.deepEqual(to, [email])
  const [link] = /https?:\/\/\S+#\S+/.exec(raw.toString().replaceAll(/=\r\n/g, '').replaceAll('=3D', '='))!
  assert.ok(link.startsWith(url), link)
  return link
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
}

/** Presses Tab until it is at the element, as somebody without a mouse does. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let step = 0; step < 80; step++) {
    if (await element.evaluate((one) => one.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  assert.fail('the element is not within 80 steps')
}

test('who is invited by mail joins with a password of their own', async () => {
  assert.equal((await t.call('POST', '/invitations', { body: { email, role: 'agent' } })).status, 201)
  await desk.goto(await linkOf(1))
  await desk.getByLabel('Your name').fill('Meera')
  await desk.locator('input[type=password]').fill('monsoon has come')
  await desk.getByRole('button', { name: 'Join' }).click()
  await desk.waitForURL(/\/inbox/)
})

test('a forgotten password is set anew by the link of a mail, and every device must sign in again', async () => {
  await signIn(phone, 'monsoon has come')
  await phone.waitForURL(/\/inbox/)
  const other = await openDevice(360, 740)
  await other.goto(`${url}/sign-in`)
  await other.getByRole('link', { name: 'Forgot your password?' }).click()
  await other.getByLabel('Email').fill(email)
  await other.getByRole('button', { name: 'Send link' }).click()
  await other.getByText('a mail with a link is on its way').waitFor()
  const link = await linkOf(2)
  await other.goto(link)
  await other.locator('input[type=password]').fill('monsoon has passed')
  await other.getByRole('button', { name: 'Set password' }).click()
  await other.getByText('Your password is changed').waitFor()
  for (const page of [desk, phone]) await page.waitForURL(/\/sign-in/, { timeout: 20_000 })
  await signIn(desk, 'monsoon has come')
  await desk.getByRole('alert').waitFor()
  await signIn(desk, 'monsoon has passed')
  await desk.waitForURL(/\/inbox/)
  await other.goto(`${url}/sign-in`)
  await other.goto(link)
  await other.locator('input[type=password]').fill('a third password')
  await other.getByRole('button', { name: 'Set password' }).click()
  await other.getByRole('link', { name: 'Ask for a new link' }).waitFor()
  await other.close()
})

test('a device that is ended from another is signed out at once, and the other stays', async () => {
  await signIn(phone, 'monsoon has passed')
  await phone.waitForURL(/\/inbox/)
  await desk.goto(`${url}/me`)
  const sessions = desk.getByRole('listitem').filter({ has: desk.getByRole('button', { name: /^(End|Sign out)$/ }) })
  await sessions.nth(1).waitFor()
  await sessions.filter({ hasNotText: 'This device' }).getByRole('button', { name: 'End' }).click()
  await phone.waitForURL(/\/sign-in/, { timeout: 20_000 })
  await sessions.nth(1).waitFor({ state: 'detached' })
  await desk.reload()
  await sessions.first().waitFor()
  assert.equal(await sessions.count(), 1)
})

test('with the keyboard alone somebody signs in, answers and leaves', async () => {
  const inbox = await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })
  const said = await t.call('POST', `/inboxes/${inbox.body.id}/messages`, {
    body: { externalId: 'k1', from: { id: 'asha', name: 'Asha Nair' }, text: 'Where is my kettle?' },
  })
  assert.equal(said.status, 202)
  await t.app.settle()
  const page = await openDevice(1366, 768)
  const { keyboard } = page
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').waitFor()
  await tabTo(page, page.getByLabel('Email'))
  await keyboard.type(email)
  await tabTo(page, page.locator('input[type=password]'))
  await keyboard.type('monsoon has passed')
  await keyboard.press('Enter')
  await page.waitForURL(/\/inbox/)
  await page.locator('[data-pane="list"]').waitFor()
  await keyboard.press('g')
  await keyboard.press('u')
  await page.getByRole('option').filter({ hasText: 'Asha Nair' }).waitFor()
  await keyboard.press('j')
  await keyboard.press('Enter')
  await page.locator('[role=feed]').getByText('Where is my kettle?').waitFor()
  await keyboard.press('r')
  await page.locator('textarea:focus').waitFor()
  await keyboard.type('On its way, Asha.')
  await keyboard.press('Control+Enter')
  await page.locator('[role=feed]').getByText('On its way, Asha.').waitFor()
  await page.goto(`${url}/me`)
  const leave = page.getByRole('button', { name: 'Sign out' }).first()
  await leave.waitFor()
  await tabTo(page, leave)
  await keyboard.press('Enter')
  await page.waitForURL(/\/sign-in/)
  await page.close()
})

test('no script failed', async () => {
  await Promise.all([desk.close(), phone.close()])
  assert.deepEqual(complaints, [])
})
