import type { Page } from 'playwright-core'
import type { TestApp } from '../../../server/testing/app.ts'
import { until } from '../rig/gate.ts'
import { batchesOf, fillMails, fillMessages, nameOf, type Numbered } from './fill.ts'
import { numbersIn, onSurface, type Stage } from './stage.ts'
import { watch, type Watched } from './watch.ts'

/** Less than one page of a timeline, so that all of a batch is on the screen at once. */
const perConversation = 18

/** Everything an agent looks at, in one session of the owner. */
export async function consoleSurfaces(stage: Stage, vectors: Numbered[]): Promise<void> {
  const watched = await watch(stage.browser)
  try {
    await watched.context.addInitScript(watchNames)
    await signIn(watched.page, stage.url)
    await watched.page.goto(`${stage.url}/inbox/all`)
    await listSurface(stage, watched, vectors)
    await timelineSurface(stage, watched, vectors)
    await mailSurface(stage, watched, vectors)
    await liveSurface(stage, watched, vectors)
    await searchSurface(stage, watched)
  } finally {
    await watched.close()
  }
  await askForPictures(stage)
}

/** The session's cookie stays with the context. */
async function signIn(page: Page, url: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/v1/sign-in`, {
    data: { email: 'owner@shop.test', password: 'correct horse battery' },
    headers: { origin: url },
  })
  if (!answer.ok()) throw new Error(`cannot sign in: ${await answer.text()}`)
}

/** Every customer's name and last words, as rows of the list. */
async function listSurface(stage: Stage, watched: Watched, vectors: Numbered[]): Promise<void> {
  const { page, inspect } = watched
  await fillMessages(stage.t, batchesOf(vectors, 1))
  await onSurface(stage, watched, 'list', vectors, async (shown) => {
    await page.reload()
    const rows = page.locator('[role=listbox] [role=option]')
    await rows.first().hover()
    for (let step = 0, idle = 0; shown.size < vectors.length && idle < 60; step++) {
      const before = shown.size
      for (const number of await numbersIn(page, '[data-pane="list"] [role=option]')) shown.add(number)
      if (step % 8 === 0) await inspect()
      idle = shown.size > before ? 0 : idle + 1
      // By the wheel, as a reader does: the list asks for more as its end comes near.
      await page.mouse.wheel(0, 500)
      await page.waitForTimeout(idle > 2 ? 100 : 15)
    }
  })
}

/** What customers wrote, as messages of a conversation. */
async function timelineSurface(stage: Stage, watched: Watched, vectors: Numbered[]): Promise<void> {
  const { page, inspect } = watched
  const batches = batchesOf(vectors, perConversation)
  const conversations = await fillMessages(stage.t, batches)
  await onSurface(stage, watched, 'timeline', vectors, async (shown) => {
    for (const [at, id] of conversations.entries()) {
      await openConversation(page, id, batches[at]!)
      for (const number of await numbersIn(page, '[role=feed] [data-item]')) shown.add(number)
      await inspect()
    }
  })
}

/** A mail's own design in its frame; with subject and file name of each beside it, which are counted too. */
async function mailSurface(stage: Stage, watched: Watched, vectors: Numbered[]): Promise<void> {
  const { page, inspect, seen } = watched
  const { tally } = stage
  const batches = batchesOf(vectors, perConversation)
  const conversations = await fillMails(stage.t, batches)
  await onSurface(stage, watched, 'mail', vectors, async (shown) => {
    for (const [at, id] of conversations.entries()) {
      await openConversation(page, id, batches[at]!)
      for (const number of await numbersIn(page, '[role=feed] [data-item] p')) shown.add(number)
      tally.add('mail_file_names', (await numbersIn(page, '[role=feed] [data-item] ul')).length)
      const wanted = Number(await page.evaluate(openOriginals))
      await until(() => framesOf(page) >= wanted, 30_000, 25)
      tally.add('mail_frames', framesOf(page))
      tally.expect(framesOf(page) === wanted, `mail: ${framesOf(page)} of ${wanted} frames opened`, 'mail: frames')
      await page.waitForTimeout(100)
      await inspect()
      tally.expect(seen.foreignRequests === 0, 'mail: a foreign host was asked before "Show images"')
    }
    tally.expect(
      tally.figures.mail_file_names === vectors.length,
      `mail: ${tally.figures.mail_file_names} of ${vectors.length} file names came to the screen`,
    )
    tally.expect(tally.figures.mail_frames! > vectors.length / 2, `mail: only ${tally.figures.mail_frames} mails had HTML to show`)
  })
}

/** The subject in the conversation's head and the customer's name in the panel, as colleagues change them while the screen is open. */
async function liveSurface(stage: Stage, watched: Watched, vectors: Numbered[]): Promise<void> {
  const { page, inspect } = watched
  const first = { number: 9_999_999, html: 'hello' }
  const [id] = await fillMessages(stage.t, [[first]])
  const { contact } = (await stage.t.call('GET', `/conversations/${id}`)).body
  const names = new Set<number>()
  await onSurface(stage, watched, 'subject', vectors, async (shown) => {
    await openConversation(page, id!, [first])
    const show = async (batch: Numbered[]) => {
      for (const vector of batch) await rename(stage.t, id!, contact.id, vector)
      const last = batch.at(-1)!.number
      await until(async () => (await takeSeen(page, 'subject')).includes(last) && (await takeSeen(page, 'panel')).includes(last), 20_000, 50)
      for (const number of await takeSeen(page, 'subject')) shown.add(number)
      for (const number of await takeSeen(page, 'panel')) names.add(number)
      await inspect()
    }
    for (const batch of batchesOf(vectors, 25)) await show(batch)
    // Two changes within one frame are drawn as one.
    for (const vector of vectors.filter(({ number }) => !shown.has(number) || !names.has(number))) await show([vector])
  })
  stage.tally.figures.panel_name_shown = names.size
  stage.tally.expect(names.size === vectors.length, `live: only ${names.size} names came to the customer's panel`)
}

async function rename(t: TestApp, conversationId: string, contactId: string, vector: Numbered): Promise<void> {
  const [subject, contact] = await Promise.all([
    t.call('POST', `/conversations/${conversationId}/subject`, { body: { subject: nameOf(vector) } }),
    t.call('PATCH', `/contacts/${contactId}`, { body: { name: nameOf(vector) } }),
  ])
  if (subject.status !== 200 || contact.status !== 200) throw new Error(`not renamed: ${JSON.stringify([subject.body, contact.body])}`)
}

/** What the search finds, with the words it marks; one page of hits for each question. */
async function searchSurface(stage: Stage, watched: Watched): Promise<void> {
  const { page, inspect } = watched
  const found = new Set<number>()
  await onSurface(stage, watched, 'search', [], async () => {
    for (const question of ['pwned', 'console', 'onerror', 'javascript', 'script', 'style', 'svg']) {
      await page.getByRole('searchbox').or(page.getByPlaceholder('Search messages and customers')).first().fill(question)
      await until(async () => (await page.locator('[data-pane="list"] mark').count()) > 0, 20_000)
      for (const number of await numbersIn(page, '[data-pane="list"] [role=option]')) found.add(number)
      await inspect()
    }
  })
  stage.tally.figures.search_shown = found.size
  stage.tally.expect(found.size > 0, 'search: no hit came to the screen')
}

/** The other half of "nothing before somebody asks": a picture from elsewhere is asked for by the frame, and seen to be, once its reader wants it. */
async function askForPictures(stage: Stage): Promise<void> {
  const { tally, t, url } = stage
  const [id] = await fillMails(
    t,
    [[{ number: 8_888_888, html: '<p>hello</p><img src="https://tracker.example/opened.gif">' }]],
    'pictures@shop.example',
  )
  const watched = await watch(stage.browser)
  const { page, seen } = watched
  await signIn(page, url)
  await page.goto(`${url}/inbox/all/${id}`)
  await page.getByRole('button', { name: 'Show original' }).click()
  await page.waitForTimeout(500)
  tally.expect(seen.foreignRequests === 0, 'pictures: asked for before anybody wanted them')
  await page.getByRole('button', { name: 'Show images' }).click()
  await until(() => seen.foreignRequests > 0, 20_000)
  tally.figures.pictures_asked_for = seen.foreignRequests
  tally.expect(seen.foreignRequests === 1, `control: pictures: ${seen.foreignRequests} requests seen after "Show images" was pressed, not 1`)
  await watched.close()
}

/** Remembers every number that stood in the head of the conversation and in the panel, also those that the next one replaced at once. */
const watchNames = `(() => {
  if (top !== window) return // an observer in a sandboxed frame would itself be reported as a stopped script
  window.s2Seen = { subject: new Set(), panel: new Set() }
  const read = (where, selector) => {
    for (const [, number] of (document.querySelector(selector)?.textContent ?? '').matchAll(/#(\\d+)#/g)) window.s2Seen[where].add(Number(number))
  }
  new MutationObserver(() => {
    read('subject', '[data-pane="conversation"] header')
    read('panel', '[data-pane="panel"]')
  }).observe(document, { subtree: true, childList: true, characterData: true })
})()`
const takeSeen = (page: Page, where: 'subject' | 'panel') => page.evaluate(`[...window.s2Seen.${where}]`) as Promise<number[]>

/** Goes to a conversation as a link of the console does, and waits for its messages. */
async function openConversation(page: Page, id: string, batch: Numbered[]): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`/inbox/all/${id}`)}); dispatchEvent(new PopStateEvent('popstate'))`)
  const count = `document.querySelector('[role=feed]')?.textContent.includes('#${batch.at(-1)!.number}#') ? document.querySelectorAll('[role=feed] [data-item]').length : 0`
  if (!(await until(async () => Number(await page.evaluate(count)) >= batch.length, 60_000, 25)))
    throw new Error(`conversation ${id} did not show its ${batch.length} messages`)
}

const framesOf = (page: Page) => page.frames().filter((frame) => /\/mail\/[0-9a-f-]{36}$/.test(frame.url())).length

/** Presses "Show original" in every message. */
const openOriginals = `(() => {
  const buttons = [...document.querySelectorAll('[role=feed] [data-item] button[aria-expanded="false"]')].filter((button) => /original/i.test(button.textContent))
  for (const button of buttons) button.click()
  return buttons.length
})()`
