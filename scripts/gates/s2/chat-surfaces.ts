import type { TestApp } from '../../../server/testing/app.ts'
import { until } from '../rig/gate.ts'
import { answerWith, atOnce, batchesOf, conversationOf, type Numbered } from './fill.ts'
import { numbersIn, onSurface, type Stage } from './stage.ts'
import { watch } from './watch.ts'

/** A page of `/talk` draws up to 100 messages. */
const perPage = 90

async function makeChat(t: TestApp): Promise<{ id: string; key: string }> {
  const { body } = await t.call('POST', '/inboxes', { body: { name: 'Shop chat', connector: 'web-chat', settings: {} } })
  return { id: body.id, key: body.publicKey }
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
  const { t, url, tally } = stage
  const { key } = await makeChat(t)
  const watched = await watch(stage.browser)
  const { page, context, inspect } = watched
  await onSurface(stage, watched, 'talk', vectors, async (shown) => {
    for (const batch of batchesOf(vectors, perPage)) {
      const { token, conversationId } = await visit(t, key)
      await atOnce(batch, 8, (vector) => answerWith(t, conversationId, vector))
      await context.addCookies([{ name: 'samvad_visitor', value: token, domain: '127.0.0.1', path: `/talk/${key}`, httpOnly: true, sameSite: 'Lax' }])
      const answer = await page.goto(`${url}/talk/${key}`)
      // The program takes over at once, so what the server drew is read from its answer.
      const drawn = await answer!.text()
      for (const { number } of batch) if (drawn.includes(`#${number}#`)) shown.add(number)
      await page.locator('.log .words').nth(1).waitFor()
      await page.waitForTimeout(150)
      tally.add('talk_taken_over', (await numbersIn(page, '.log .words')).length)
      await inspect()
    }
  })
  await watched.close()
}

/** The widget in its frame on another site's page, as answers come in by its socket. */
export async function widgetSurface(stage: Stage, vectors: Numbered[], shopUrl: string): Promise<void> {
  const { t, url } = stage
  const { id, key } = await makeChat(t)
  // Each customer is a browser of its own.
  for (const [at, batch] of batchesOf(vectors, perWidget).entries()) {
    const watched = await watch(stage.browser)
    const { page, inspect } = watched
    await onSurface(stage, watched, 'widget', batch, async (shown) => {
      await page.goto(`${shopUrl}/shop?samvad=${encodeURIComponent(url)}&key=${key}`)
      await page.locator('samvad-chat button').click()
      const frame = page.frameLocator('samvad-chat iframe')
      await frame.locator('textarea').fill(`Hello from ${at}`)
      await frame.locator('textarea').press('Enter')
      const conversationId = await conversationSaying(t, id, `Hello from ${at}`)
      await atOnce(batch, 8, (vector) => answerWith(t, conversationId, vector))
      const inner = page.frames().find((one) => one.url().startsWith(`${url}/chat/`))!
      const read = () => inner.evaluate(numbersInLog) as Promise<number[]>
      await until(async () => (await read()).length >= batch.length, 60_000, 100)
      for (const number of await read()) shown.add(number)
      await inspect()
    })
    await watched.close()
  }
}

const perWidget = 75
const numbersInLog = `[...new Set([...document.querySelectorAll('.log .words')].flatMap((one) => [...one.textContent.matchAll(/#(\\d+)#/g)].map((match) => Number(match[1]))))]`

async function conversationSaying(t: TestApp, inboxId: string, words: string): Promise<string> {
  let found: string | null = null
  await until(async () => {
    await t.app.settle()
    const { body } = await t.call('GET', `/conversations?inbox=${inboxId}&limit=5`)
    found = (body.items as { id: string; last: { preview: string } | null }[]).find((one) => one.last?.preview === words)?.id ?? null
    return found !== null
  }, 30_000)
  if (!found) throw new Error('the visitor’s words did not arrive')
  return found
}
