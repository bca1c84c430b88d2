import type { Page } from 'playwright-core'
import type { TestApp } from '../../../server/testing/app.ts'
import { batchesOf, fillMails, fillMessages, nameOf, type Numbered } from './fill.ts'
import { numbersIn, type Stage } from './stage.ts'
import { until } from '../rig/gate.ts'

/** Less than one page of a timeline, so that all of a batch is on the screen at once. */
const perConversation = 18

/** Signs in as the owner; the session's cookie stays with the context. */
export async function signIn(page: Page, url: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/v1/sign-in`, {
    data: { email: 'owner@shop.test', password: 'correct horse battery' },
    headers: { origin: url },
  })
  if (!answer.ok()) throw new Error(`cannot sign in: ${await answer.text()}`)
}

/** Goes to another screen as a link of the console does. */
const goTo = (page: Page, path: string) =>
  page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`)

/** Every customer's name and last words, as rows of the list. */
export async function listSurface(stage: Stage, vectors: Numbered[]): Promise<void> {
  const { t, url } = stage
  await fillMessages(t, batchesOf(vectors, 1))
  await stage.watched('list', vectors, async ({ page, inspect }, shown) => {
    await signIn(page, url)
    await page.goto(`${url}/inbox/all`)
    await page.locator('[role=option]').first().waitFor()
    const rows = page.locator('[role=listbox] >> [role=option]')
    let idle = 0
    for (let step = 0; shown.size < vectors.length && idle < 40; step++) {
      const before = shown.size
      for (const number of await numbersIn(page, '[data-pane="list"]')) shown.add(number)
      if (step % 8 === 0) await inspect()
      idle = shown.size > before ? 0 : idle + 1
      // By the wheel, as a reader does: the list asks for more as its end comes near.
      await rows.first().hover()
      await page.mouse.wheel(0, idle > 20 ? -400 : 600)
      await page.waitForTimeout(idle > 3 ? 120 : 25)
    }
  })
}

/** What customers wrote, as messages of a conversation. */
export async function timelineSurface(stage: Stage, vectors: Numbered[]): Promise<void> {
  const batches = batchesOf(vectors, perConversation)
  const conversations = await fillMessages(stage.t, batches)
  await stage.watched('timeline', vectors, async ({ page, inspect }, shown) => {
    await signIn(page, stage.url)
    await page.goto(`${stage.url}/inbox/all/${conversations[0]}`)
    for (const [at, id] of conversations.entries()) {
      await openConversation(page, id, batches[at]!.length)
      for (const number of await numbersIn(page, '[role=feed] [data-item]')) shown.add(number)
      await inspect()
    }
  })
}

/** A mail's own design in its frame; with subject and file name of each beside it, which are counted too. */
export async function mailSurface(stage: Stage, vectors: Numbered[]): Promise<void> {
  const batches = batchesOf(vectors, perConversation)
  const conversations = await fillMails(stage.t, batches)
  await stage.watched('mail', vectors, async ({ page, inspect, seen }, shown) => {
    await signIn(page, stage.url)
    await page.goto(`${stage.url}/inbox/all/${conversations[0]}`)
    for (const [at, id] of conversations.entries()) {
      await openConversation(page, id, batches[at]!.length)
      const subjects = await numbersIn(page, '[role=feed] [data-item] p')
      const files = await numbersIn(page, '[role=feed] [data-item] ul')
      const wanted = Number(await page.evaluate(openOriginals))
      const isOpen = await until(() => framesOf(page) >= wanted, 10_000, 25)
      if (!isOpen) stage.tally.fail(`mail: ${framesOf(page)} of ${wanted} frames opened`, 'mail: frames')
      stage.tally.add('mail_frames', framesOf(page))
      stage.tally.add('mail_subjects', subjects.length)
      stage.tally.add('mail_file_names', files.length)
      for (const number of subjects) shown.add(number)
      await page.waitForTimeout(120)
      await inspect()
      // What the reader would press to see pictures; only then may anything foreign be asked for.
      if (seen.foreignRequests > 0) stage.tally.fail('mail: a foreign host was asked before "Show images"')
    }
  })
}

/** The subject in the conversation's head and the customer's name in the panel, as colleagues change them while the screen is open. */
export async function liveSurface(stage: Stage, vectors: Numbered[]): Promise<void> {
  const { t, url } = stage
  const [id] = await fillMessages(t, [[{ number: 999_999, html: 'hello' }]])
  const conversation = (await t.call('GET', `/conversations/${id}`)).body
  await stage.watched('live', vectors, async ({ page, inspect }, shown) => {
    await signIn(page, url)
    await page.goto(`${url}/inbox/all/${id}`)
    await page.locator('[role=feed] [data-item]').first().waitFor()
    for (const batch of batchesOf(vectors, 40)) {
      for (const vector of batch) await rename(t, id!, conversation.contact.id, vector)
      const last = `#${batch.at(-1)!.number}#`
      await until(async () => (await page.locator('[data-pane="conversation"]', { hasText: last }).count()) > 0, 10_000, 25)
      for (const number of await takeSeen(page)) shown.add(number)
      await inspect()
    }
  }, watchNames)
}

async function rename(t: TestApp, conversationId: string, contactId: string, vector: Numbered): Promise<void> {
  const subject = await t.call('POST', `/conversations/${conversationId}/subject`, { body: { subject: nameOf(vector) } })
  const contact = await t.call('PATCH', `/contacts/${contactId}`, { body: { name: nameOf(vector) } })
  if (subject.status !== 200 || contact.status !== 200) throw new Error(`not renamed: ${JSON.stringify([subject.body, contact.body])}`)
}

/** Remembers every number that stood in the head of the conversation, also those that the next one replaced at once. */
const watchNames = `(() => {
  window.s2Seen = new Set()
  const read = () => {
    const text = document.querySelector('[data-pane="conversation"] header')?.textContent ?? ''
    for (const [, number] of text.matchAll(/#(\\d+)#/g)) window.s2Seen.add(Number(number))
  }
  new MutationObserver(read).observe(document, { subtree: true, childList: true, characterData: true })
})()`
const takeSeen = (page: Page) => page.evaluate('[...window.s2Seen]') as Promise<number[]>

async function openConversation(page: Page, id: string, messages: number): Promise<void> {
  await goTo(page, `/inbox/all/${id}`)
  await page.locator(`[role=feed][data-s2="${id}"]`).count()
  const isThere = await until(
    async () => Number(await page.evaluate(`document.querySelectorAll('[role=feed] [data-item]').length`)) >= messages && page.url().endsWith(id),
    15_000,
    25,
  )
  if (!isThere) throw new Error(`conversation ${id} did not show its ${messages} messages`)
  await page.waitForTimeout(40)
}

const framesOf = (page: Page) => page.frames().filter((frame) => frame.url() === 'about:srcdoc').length

/** Presses "Show original" in every message. */
const openOriginals = `(() => {
  const buttons = [...document.querySelectorAll('[role=feed] [data-item] button[aria-expanded="false"]')].filter((button) => /original/i.test(button.textContent))
  for (const button of buttons) button.click()
  return buttons.length
})()`
