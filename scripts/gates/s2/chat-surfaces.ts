import type { TestApp } from '../../../server/testing/app.ts'
import { until } from '../rig/gate.ts'
import { answerWith, batchesOf, conversationOf, type Numbered } from './fill.ts'
import { numbersIn, type Stage } from './stage.ts'

/** A page of `/talk` draws up to 100 messages. */
const perPage = 90

async function makeChat(t: TestApp): Promise<string> {
  const { body } = await t.call('POST', '/inboxes', { body: { name: 'Shop chat', connector: 'web-chat', settings: {} } })
  return body.publicKey
}

/** Somebody who has said something, and may read on with this token. */
async function visit(t: TestApp, key: string): Promise<{ token: string; conversationId: string }> {
  const { body: visit } = await t.call('POST', `/chat/${key}/visit`, { token: '', body: {} })
  const said = await t.call('POST', '/chat/messages', { token: visit.token, body: { clientKey: crypto.randomUUID(), text: 'Hello' } })
  if (said.status !== 202) throw new Error(`a visitor was not heard: ${JSON.stringify(said.body)}`)
  await t.app.settle()
  return { token: visit.token, conversationId: await conversationOf(t, said.body.id) }
}

/** The page that works without JavaScript, as the server draws it, in a browser that would run whatever slips through. */
export async function talkSurface(stage: Stage, vectors: Numbered[]): Promise<void> {
  const { t, url } = stage
  const key = await makeChat(t)
  await stage.watched('talk', vectors, async ({ page, context, inspect }, shown) => {
    for (const batch of batchesOf(vectors, perPage)) {
      const { token, conversationId } = await visit(t, key)
      for (const vector of batch) await answerWith(t, conversationId, vector)
      await context.addCookies([{ name: 'samvad_visitor', value: token, domain: '127.0.0.1', path: `/talk/${key}` }])
      const drawn = await (await page.request.get(`${url}/talk/${key}`)).text()
      const isDrawn = batch.every(({ number }) => drawn.includes(`#${number}#`))
      if (!isDrawn) stage.tally.fail('talk: the server did not draw every message', 'talk: drawn')
      await page.goto(`${url}/talk/${key}`)
      await until(async () => (await numbersIn(page, '.log .words')).length > 0, 5_000)
      await page.waitForTimeout(150)
      await inspect()
      for (const vector of batch) if (drawn.includes(`#${vector.number}#`)) shown.add(vector.number)
    }
  })
}

/** The widget in its frame on another site's page, as answers come in by its socket. */
export async function widgetSurface(stage: Stage, vectors: Numbered[], shopUrl: string): Promise<void> {
  const { t, url } = stage
  const key = await makeChat(t)
  await stage.watched('widget', vectors, async ({ page, inspect }, shown) => {
    for (const batch of batchesOf(vectors, 250)) {
      await page.context().clearCookies()
      await page.goto(`${shopUrl}/shop?samvad=${encodeURIComponent(url)}&key=${key}&fresh=${batch[0]!.number}`)
      await page.locator('samvad-chat button').click()
      const frame = page.frameLocator('samvad-chat iframe')
      await frame.locator('textarea').fill(`Hello from ${batch[0]!.number}`)
      await frame.locator('textarea').press('Enter')
      const conversationId = await newest(t, `Hello from ${batch[0]!.number}`)
      for (const vector of batch) await answerWith(t, conversationId, vector)
      const inner = page.frames().find((one) => one.url().includes('/chat/'))!
      const read = async () => (await inner.evaluate(`[...document.querySelectorAll('.log .words')].flatMap((one) => [...one.textContent.matchAll(/#(\\d+)#/g)].map((match) => Number(match[1])))`)) as number[]
      await until(async () => new Set(await read()).size >= batch.length, 15_000)
      for (const number of await read()) shown.add(number)
      await inspect()
      await inner.evaluate('localStorage.clear(), sessionStorage.clear()')
    }
  })
}

async function newest(t: TestApp, words: string): Promise<string> {
  let found: string | null = null
  await until(async () => {
    await t.app.settle()
    const { body } = await t.call('GET', '/conversations?limit=5')
    found = (body.items as { id: string; last: { preview: string } | null }[]).find((one) => one.last?.preview === words)?.id ?? null
    return found !== null
  }, 10_000)
  if (!found) throw new Error('the visitor’s words did not arrive')
  return found
}
