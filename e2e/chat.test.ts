import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { SignJWT } from 'jose'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { writeLink } from '../server/modules/visitors/index.ts'
import { startChatApp, type ChatApp } from '../server/modules/visitors/testing/chat-app.ts'
import { packageRoot } from '../server/platform/settings.ts'

const secret = 'a secret of the host page, of at least 32 characters'
let t: ChatApp
let browser: Browser
let shop: Server
let url: string
let shopUrl: string

before(async () => {
  if (!existsSync(join(packageRoot, 'dist/web/widget/manifest.json'))) {
    const { build } = await import('vite')
    await build({ configFile: join(packageRoot, 'web/widget/vite.config.ts'), logLevel: 'error' })
  }
  t = await startChatApp()
  url = await t.serve()
  // A company's page, on an origin of its own.
  shop = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, 'http://shop')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="${searchParams.get('lang') ?? 'en'}"><title>Shop</title><h1>Shop</h1><p>${'word '.repeat(500)}</p><script async src="${url}/widget.js" data-key="${searchParams.get('key')}"></script>`,
    )
  })
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve))
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  await browser?.close()
  shop?.close()
  await t?.close()
})

const openPage = async (address: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => assert.fail(error))
  await page.goto(address)
  return page
}
const talk = async (key: string, options?: BrowserContextOptions) => {
  const page = await openPage(`${url}/talk/${key}`, options)
  await page.locator('button.send').waitFor()
  return page
}
const say = async (page: Page, text: string) => {
  await page.locator('textarea').fill(text)
  await page.locator('button.send').click()
}
const nothing = { id: crypto.randomUUID(), tags: [] as string[] }
const newest = async (): Promise<typeof nothing> => (await t.call('GET', '/conversations')).body.items[0] ?? nothing
const said = async (conversationId: string) =>
  (((await t.call('GET', `/conversations/${conversationId}/timeline`)).body.items ?? []) as { kind: string; text: string; direction: string; attachments: { name: string; url: string }[]; delivery: { state: string } }[]).filter((item) => item.kind === 'message') // oxfmt-ignore
const until = async (check: () => Promise<boolean>, withinMs = 10_000) => {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('it did not come about in time')
}

test('on a stranger’s page: a button and nothing else, until somebody reaches for it; then words both ways', async () => {
  const { key } = await t.makeChat()
  const requests: string[] = []
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(`${shopUrl}/?key=${key}&lang=es`)
  const button = page.locator('samvad-chat button')
  await button.waitFor()
  await page.waitForTimeout(300)
  assert.deepEqual(
    requests.filter((one) => one.startsWith(url)),
    [`${url}/widget.js`],
  )
  assert.deepEqual(await context.cookies(), [])
  const shift = await page.evaluate(`new Promise((resolve) => {
    let sum = 0
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(sum), 100)
  })`)
  assert.equal(shift, 0)
  assert.deepEqual([await button.getAttribute('aria-haspopup'), await button.getAttribute('aria-expanded')], ['dialog', 'false'])
  await button.click()
  const frame = page.frameLocator('samvad-chat iframe')
  assert.equal(await frame.locator('textarea').getAttribute('placeholder'), 'Escriba su mensaje…')
  await frame.locator('textarea').fill('¿Dónde está mi pedido?')
  await frame.locator('textarea').press('Enter')
  await frame.locator('.line.mine .mark', { hasText: 'Enviado' }).waitFor()
  await until(async () => (await said((await newest()).id))[0]?.text === '¿Dónde está mi pedido?')
  const { id } = await newest()
  const startedAt = Date.now()
  await t.call('POST', `/conversations/${id}/replies`, { body: { text: 'Llega mañana.' } })
  await frame.locator('.line.theirs', { hasText: 'Llega mañana.' }).waitFor()
  assert.ok(Date.now() - startedAt < 1_500)
  await frame.locator('.line.mine .mark', { hasText: 'Visto' }).waitFor()
  await until(async () => (await said(id)).at(-1)!.delivery.state === 'read')
  await frame.locator('textarea').press('Escape')
  await page.locator('samvad-chat [role=dialog]').waitFor({ state: 'hidden' })
  assert.equal(await page.evaluate(`document.activeElement.shadowRoot.activeElement.getAttribute('aria-expanded')`), 'false')
  await t.call('POST', `/conversations/${id}/replies`, { body: { text: 'Una cosa más.' } })
  await page.locator('samvad-chat b', { hasText: '1' }).waitFor()
  await context.close()
})

test('the first open takes at most three requests and 25 kB', async () => {
  const { key } = await t.makeChat()
  const context = await browser.newContext()
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  const kinds = new Map<string, string>()
  let bytes = 0
  client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Document', 'Stylesheet', 'Script', 'Font'].includes(kinds.get(requestId) ?? '')) bytes += encodedDataLength
  })
  await page.goto(`${url}/chat/${key}?lang=ta`)
  await page.locator('button.send').waitFor()
  const parts = [...kinds.values()].filter((kind) => ['Document', 'Stylesheet', 'Script', 'Font'].includes(kind))
  assert.ok(parts.length <= 3, parts.join())
  assert.ok(bytes > 10_000 && bytes <= 25_000, `${bytes} bytes`)
  await context.close()
})

test('what is written offline survives a reload and arrives once, in order', async () => {
  const { key } = await t.makeChat()
  const page = await talk(key)
  await say(page, 'first, online')
  await until(async () => (await said((await newest()).id)).length === 1)
  const { id } = await newest()
  await page.route('**/api/v1/chat/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  for (const text of ['second', 'third', 'fourth']) await say(page, text)
  assert.equal(await page.locator('.line.mine .mark', { hasText: 'Waiting to be sent' }).count(), 3)
  await page.reload()
  await page.locator('.line.mine .mark', { hasText: 'Waiting to be sent' }).nth(2).waitFor()
  // The answer to one that arrived is lost: the same key makes the repetition harmless.
  let isFirst = true
  await page.unroute('**/api/v1/chat/messages')
  await page.route('**/api/v1/chat/messages', async (route) => {
    if (route.request().method() !== 'POST' || !isFirst) return route.continue()
    isFirst = false
    await route.fetch()
    await route.abort()
  })
  await page.reload()
  await until(async () => (await said(id)).length === 4)
  await until(async () => (await page.locator('.line.mine .mark', { hasText: 'Waiting to be sent' }).count()) === 0)
  assert.deepEqual(
    (await said(id)).map((item) => item.text),
    ['first, online', 'second', 'third', 'fourth'],
  )
  assert.deepEqual(await page.locator('.line.mine .words').allTextContents(), ['first, online', 'second', 'third', 'fourth'])
  await page.context().close()
})

test('a lost connection comes back by itself, with what was said meanwhile', async () => {
  const { key } = await t.makeChat()
  const page = await talk(key)
  await say(page, 'hello')
  await until(async () => (await said((await newest()).id)).length === 1)
  const { id } = await newest()
  await page.context().setOffline(true)
  await page.locator('.notices', { hasText: 'You are offline' }).waitFor()
  await t.call('POST', `/conversations/${id}/replies`, { body: { text: 'while you were away' } })
  await say(page, 'from the tunnel')
  await page.context().setOffline(false)
  await page.locator('.line.theirs', { hasText: 'while you were away' }).waitFor({ timeout: 40_000 })
  await until(async () => (await said(id)).length === 3)
  await page.context().close()
})

test('where sockets are blocked the answer comes all the same', async () => {
  const { key } = await t.makeChat()
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  await page.routeWebSocket(/chat\/stream/, (socket) => void socket.close())
  await page.goto(`${url}/talk/${key}`)
  await say(page, 'no sockets here')
  await until(async () => (await said((await newest()).id))[0]?.text === 'no sockets here')
  await t.call('POST', `/conversations/${(await newest()).id}/replies`, { body: { text: 'by the long way' } })
  await page.locator('.line.theirs', { hasText: 'by the long way' }).waitFor({ timeout: 15_000 })
  await context.close()
})

test('when the server is away the other ways to us are shown, and words are kept', async () => {
  const { key } = await t.makeChat({ contactEmail: 'help@shop.test', contactPhone: '+91 40 1234 5678' })
  const page = await talk(key)
  await page.waitForTimeout(300)
  await page.route('**/api/v1/**', (route) => route.abort())
  await say(page, 'are you there?')
  await page.locator('.card a[href="tel:+914012345678"]').waitFor({ timeout: 20_000 })
  await page.locator('.card a[href="mailto:help@shop.test"]').waitFor()
  assert.ok(await page.locator('.way').first().isVisible())
  await page.unroute('**/api/v1/**')
  await until(async () => (await said((await newest()).id))[0]?.text === 'are you there?', 20_000)
  await page.locator('.card').waitFor({ state: 'hidden' })
  await page.context().close()
})

test('a photograph is made smaller before it travels', async () => {
  const { key } = await t.makeChat()
  const page = await talk(key)
  const photo = (await page.evaluate(`(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 3200
    canvas.height = 2000
    const pen = canvas.getContext('2d')
    for (let at = 0; at < 4000; at++) {
      pen.fillStyle = 'hsl(' + (at % 360) + ' 70% 50%)'
      pen.fillRect((at * 37) % 3200, (at * 91) % 2000, 60, 40)
    }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1]
  })()`)) as string
  await page.locator('input[type=file]').setInputFiles([{ name: 'बिल.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo, 'base64') }])
  await page.locator('.chosen li').waitFor()
  await page.locator('button.send').click()
  await until(async () => (await said((await newest()).id))[0]?.attachments.length === 1)
  const [file] = (await said((await newest()).id))[0]!.attachments
  assert.equal(file!.name, 'बिल.jpg')
  await page.locator('.file img').waitFor()
  const size = await page.evaluate(
    `(async (image) => (await image.decode(), [image.naturalWidth, image.naturalHeight]))(document.querySelector('.file img'))`,
  )
  assert.deepEqual(size, [1600, 1000])
  await page.context().close()
})

test('a link from a mail joins, and is gone from the address', async () => {
  const { key } = await t.makeChat()
  const { token } = (await t.visit(key)).body
  const { conversationId } = await t.say(token, 'began elsewhere')
  const { contact } = (await t.call('GET', `/conversations/${conversationId}`)).body
  const link = writeLink(
    { workspaceId: t.owner.workspaceId, contactId: contact.id, identityId: null, email: 'link@x.test', conversationId },
    t.app.keys,
    t.clock.now(),
  )
  const asked: string[] = []
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${url}/talk/${key}#link=${link}`)
  await page.locator('.line', { hasText: 'began elsewhere' }).waitFor()
  assert.equal(new URL(page.url()).hash, '')
  assert.ok(asked.every((address) => !address.includes(link)))
  await page.locator('.notices', { hasText: 'where you left off' }).waitFor()
  await context.close()
})

test('the host page says who is logged in', async () => {
  const { key } = await t.makeChat({ identitySecret: secret })
  const page = await openPage(`${shopUrl}/?key=${key}`, { viewport: { width: 1200, height: 800 } })
  await page.locator('samvad-chat button').waitFor()
  const jwt = await new SignJWT({ email: 'known@x.test', name: 'Kavya' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))
  const state = page.evaluate(`new Promise((resolve) => {
    Samvad.on('identity', resolve)
    Samvad.identify('${jwt}')
    Samvad.open()
  })`)
  assert.equal(await state, 'verified')
  const frame = page.frameLocator('samvad-chat iframe')
  await frame.locator('textarea').fill('you know me')
  await frame.locator('button.send').click()
  await until(async () => (await said((await newest()).id))[0]?.text === 'you know me')
  const { contact } = (await t.call('GET', `/conversations/${(await newest()).id}`)).body
  assert.deepEqual([contact.name, contact.isVerified], ['Kavya', true])
  await page.context().close()
})

test('the page to try it on shows the chat', async () => {
  const { key } = await t.makeChat()
  const page = await openPage(`${url}/demo-shop?key=${key}&lang=te`)
  await page.locator('samvad-chat button').click()
  await page.frameLocator('samvad-chat iframe').locator('button', { hasText: 'ఒక మనిషితో మాట్లాడండి' }).waitFor()
  await page.context().close()
})

test('a person is asked for before the first words', async () => {
  const { key } = await t.makeChat()
  const page = await talk(key)
  await page.locator('.way').first().click()
  await page.locator('.notices', { hasText: 'answers as soon as' }).waitFor()
  await say(page, 'please, a person')
  await until(async () => (await said((await newest()).id))[0]?.text === 'please, a person')
  await until(async () => (await newest()).tags.includes('wants-person'))
  await page.context().close()
})

for (const [lang, colorScheme] of [
  ['en', 'light'],
  ['ml', 'dark'],
] as const)
  // oxfmt-ignore
  test(`accessible in ${lang}, ${colorScheme}: no violation, 44 px targets, 320 px wide`, async () => {
    const { key } = await t.makeChat({ colour: '#ffcc00' })
    const page = await openPage(`${url}/talk/${key}?lang=${lang}`, { viewport: { width: 320, height: 560 }, colorScheme, reducedMotion: 'reduce' })
    await say(page, 'https://shop.test/a/very/long/address/that/has/no/place/to/break/in/it/at/all')
    await page.locator('.line.mine .mark').waitFor()
    await page.locator('.way').nth(1).click()
    await page.locator('#email').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html)]), [])
    const small = await page.evaluate(
      `[...document.querySelectorAll('button:not(.plain), select, input:not([type=file]), textarea')].filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`,
    )
    assert.deepEqual(small, [])
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 320)
    // Whatever is open, the way to a person and the box stay in view.
    for (const part of ['.way', 'button.send']) assert.ok(Number(await page.evaluate(`document.querySelector('${part}').getBoundingClientRect().bottom`)) <= 560, part)
    await page.context().close()
  })

test('without JavaScript the page says everything and sends', async () => {
  const { key } = await t.makeChat()
  const page = await openPage(`${url}/talk/${key}?lang=pt-BR`, { javaScriptEnabled: false })
  await page.locator('textarea').fill('Sem JavaScript')
  await page.locator('form.box button').click()
  const line = page.locator('.line.mine', { hasText: 'Sem JavaScript' })
  await line.waitFor()
  const [words, foot] = [(await line.boundingBox())!, (await page.locator('.foot').boundingBox())!]
  assert.ok(words.y + words.height <= foot.y)
  await page.locator('button', { hasText: 'Falar com uma pessoa' }).click()
  await until(async () => (await newest()).tags.includes('wants-person'))
  await page.context().close()
})
