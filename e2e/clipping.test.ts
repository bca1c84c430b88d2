/** Nothing is cut: every screen, in seven languages, at a desk and on a phone. Malayalam and Tamil labels are nearly twice as long as English ones. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startTestApp, type TestApp } from '../server/testing/app.ts'
import { openPage, startBrowser } from './browser.ts'
import { clippedOn } from './clipping.ts'

let t: TestApp
let browser: Browser
let url = ''
let desk: Page
let phone: Page
/** Nobody signed in. */
let entry: Page
const paths: string[] = []

const must = async (method: string, path: string, body?: object) => {
  const answer = await t.call(method, path, { body })
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** One of everything, with long names and every state that draws a chip. */
async function furnish(): Promise<void> {
  const inbox = await must('POST', '/inboxes', { name: 'Programme of the warehouse', connector: 'api' })
  const chat = await must('POST', '/inboxes', { name: 'Lotus Home chat', connector: 'web-chat', settings: {} })
  const from = { id: 'u-1', name: 'കാർത്തിക് സുബ്രഹ്മണ്യൻ നമ്പൂതിരി' }
  await must('POST', `/inboxes/${inbox.id}/messages`, { externalId: 'm-1', from, text: 'പണം തിരികെ ലഭിച്ചില്ല, ദയവായി പരിശോധിക്കുക' })
  let conversation: { id: string; contact: { id: string } } | undefined
  for (let tries = 0; tries < 100 && !conversation; tries++) {
    conversation = (await must('GET', '/conversations')).items[0]
    if (!conversation) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  // Split in two, so that the customer has been here before.
  const { contact } = conversation!
  await must('POST', `/inboxes/${inbox.id}/messages`, {
    externalId: 'm-2',
    from,
    text: 'Tomorrow I am at home in the morning only, could you please leave it with a neighbour?',
  })
  let said: { id: string; direction: string }[] = []
  for (let tries = 0; tries < 100 && said.length < 2; tries++) {
    said = (await must('GET', `/conversations/${conversation!.id}/timeline`)).items.filter((item: { kind: string }) => item.kind === 'message')
    if (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { id } = (await must('POST', `/conversations/${conversation!.id}/split`, { messageIds: [said[1]!.id] })).created
  await must('POST', `/contacts/${contact.id}/identities`, { kind: 'email', address: 'karthik.subramaniam.namboothiri@example.com' })
  const team = await must('POST', '/teams', { name: 'Refunds and exchanges', isRestricted: false, memberIds: [t.owner.userId] })
  await must('POST', `/conversations/${id}/assign`, { assigneeId: t.owner.userId, teamId: team.id })
  await must('POST', `/conversations/${id}/priority`, { priority: 'urgent' })
  await must('POST', `/conversations/${id}/tags`, { add: ['refund', 'repeat-contact', 'refrigerator'], remove: [] })
  await must('POST', `/conversations/${id}/subject`, { subject: 'റഫ്രിജറേറ്ററിന്റെ പണം തിരികെ നൽകൽ' })
  await must('POST', `/conversations/${id}/notes`, { text: 'Paid to the old card, cancelled in March.', mentions: [] })
  await must('POST', '/saved-replies', {
    title: 'Ask for the order number',
    shortcut: 'order',
    text: 'Could you tell me the order number?',
    language: 'pt',
  })
  await must('POST', '/invitations', { email: 'colleague.with.a.long.address@shop.test', role: 'supervisor' })
  await must('POST', '/webhooks', { url: 'https://example.com/hooks/of/the/warehouse', events: [] })
  const setup = [
    'channels',
    `channels/${inbox.id}`,
    `channels/${chat.id}`,
    'channels/add',
    'channels/add/chat',
    'channels/add/email',
    'people',
    'teams',
    'replies',
  ]
  const rest = ['quarantine', 'tokens', 'webhooks', 'workspace']
  paths.push('/inbox/mine', '/inbox/snoozed', `/inbox/all/${id}`, '/customers', `/customers/${contact.id}`, '/me')
  paths.push(...['', ...setup, ...rest].map((part) => `/setup/${part}`.replace(/\/$/, '')))
}

before(async () => {
  ;[t, browser] = await Promise.all([startTestApp(), startBrowser()])
  url = await t.listen()
  await furnish()
  const open = async (width: number, height: number) =>
    (await openPage(await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' }))).page
  ;[desk, phone, entry] = await Promise.all([open(1366, 768), open(360, 740), open(360, 740)])
  for (const page of [desk, phone]) {
    const data = { email: 'owner@shop.test', password: 'correct horse battery' }
    assert.equal((await page.context().request.post(`${url}/api/v1/sign-in`, { data })).status(), 200)
  }
})
after(async () => {
  await browser.close()
  await t.close()
})

/** Until it is so. The strict policy of the page forbids the browser driver's own way of waiting. */
async function holds(page: Page, condition: string): Promise<void> {
  for (let tries = 0; !(await page.evaluate(condition)); tries++) {
    if (tries > 400) throw new Error(`${page.url()}: not yet ${condition}`)
    await page.waitForTimeout(25)
  }
}

/** Until two looks see the same: what is still loading on a busy machine comes in between. */
async function settles(page: Page): Promise<void> {
  let before = -1
  for (let tries = 0; tries < 40; tries++) {
    const now = Number(await page.evaluate('document.body.innerText.length'))
    if (now === before) return
    before = now
    await page.waitForTimeout(50)
  }
}

/** Opens the console there in a language. */
async function start(page: Page, path: string, locale: string): Promise<void> {
  await page.addInitScript(`localStorage.setItem('samvad.locale', '${locale}')`)
  await page.goto(url + path)
  await holds(page, `document.documentElement.lang === '${locale}' && document.querySelector('h1') !== null`)
}

/** Goes to each place as a link does, and looks once the screen stands. */
async function inspect(page: Page, places: string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of places) {
    await page.evaluate(`history.pushState(null, '', '${path}'), dispatchEvent(new PopStateEvent('popstate'))`)
    await holds(page, `document.querySelector('main h1, main h2') !== null && !document.querySelector('[class*="skeleton"]')`)
    await settles(page)
    found.push(...(await clippedOn(page)).map((one) => `${path}, ${page.viewportSize()!.width} wide: ${one}`))
  }
  return found
}

test('the detector sees what is cut, what stands out, and what leaves the screen', async () => {
  await entry.setContent(`<main><div style="width:60px;overflow:hidden;white-space:nowrap">cut by its own box</div>
    <div style="width:60px;overflow:hidden"><button style="width:120px">stands out</button></div>
    <p style="margin-left:300px;width:200px">leaves</p>
    <div style="width:60px;overflow:hidden;white-space:nowrap" title="said whole by a title">said whole by a title</div></main>`)
  const found = (await clippedOn(entry)).map((one) => one.split(':')[0])
  assert.deepEqual([...new Set(found)].sort(), ['cut', 'off the screen', 'sideways', 'stands out'])
  assert.equal(found.filter((one) => one === 'cut').length, 1)
})

for (const locale of ['en', 'hi', 'te', 'ml', 'ta', 'pt-BR', 'es'])
  test(`nothing is cut in ${locale}`, async () => {
    assert.equal((await t.call('PATCH', '/me', { body: { settings: { locale } } })).status, 200)
    await Promise.all([start(desk, '/inbox/mine', locale), start(phone, '/inbox/mine', locale), start(entry, '/sign-in', locale)])
    const found = await Promise.all([
      inspect(desk, paths),
      inspect(phone, paths),
      inspect(entry, ['/sign-in', '/forgot', '/reset#token=x', '/invitation#token=x']),
    ])
    assert.deepEqual(found.flat(), [])
  })
