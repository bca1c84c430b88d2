/** Live without sockets: an agent behind a proxy that lets no WebSocket through sees the same, as soon, and is seen. */
import assert from 'node:assert/strict'
import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startTestApp, type TestApp } from '../server/testing/app.ts'
import { openPage, startBrowser } from './browser.ts'

let t: TestApp
let browser: Browser
let proxy: Server
let refused = 0
let behind: Page
let direct: Page
let inboxId = ''
const complaints: string[] = []

/** As the proxies of some companies are: plain HTTP goes through, an upgrade does not. */
function startProxy(target: string): Promise<Server> {
  const { hostname, port } = new URL(target)
  const server = createServer((request, response) => {
    const onward = ask({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('upgrade', (_, socket) => {
    refused++
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const say = (text: string) =>
  t.call('POST', `/inboxes/${inboxId}/messages`, { body: { externalId: crypto.randomUUID(), from: { id: 'lakshmi', name: 'Lakshmi Devi' }, text } })

before(async () => {
  ;[t, browser] = await Promise.all([startTestApp(), startBrowser()])
  const url = await t.listen()
  proxy = await startProxy(url)
  inboxId = (await t.call('POST', '/inboxes', { body: { name: 'App', connector: 'api' } })).body.id
  const invited = await t.call('POST', '/invitations', { body: { email: 'ravi@shop.test', role: 'agent' } })
  const body = { token: invited.body.link.split('#').at(-1), name: 'Ravi', password: 'kingfisher at dusk' }
  assert.equal((await t.call('POST', '/invitations/accept', { token: '', body })).status, 201)
  const enter = async (address: string, email: string, password: string) => {
    const opened = await openPage(await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en' }))
    opened.page.on('close', () => complaints.push(...opened.complaints))
    await opened.page.goto(`${address}/sign-in?to=${encodeURIComponent('/inbox/all')}`)
    await opened.page.getByLabel('Email', { exact: false }).first().fill(email)
    await opened.page.locator('input[type=password]').fill(password)
    await opened.page.keyboard.press('Enter')
    await opened.page.waitForURL(/\/inbox/)
    return opened.page
  }
  const proxied = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  behind = await enter(proxied, 'owner@shop.test', 'correct horse battery')
  direct = await enter(url, 'ravi@shop.test', 'kingfisher at dusk')
})
after(async () => {
  await browser.close()
  proxy.closeAllConnections()
  proxy.close()
  await t.close()
})

test('what a customer writes stands on the screen behind the proxy, without loading anything anew', async () => {
  await behind.getByRole('heading', { level: 1 }).first().waitFor()
  await say('Where is my parcel?')
  await behind.getByText('Where is my parcel?').first().waitFor({ timeout: 15_000 })
  assert.ok(refused >= 2, `${refused} sockets were refused`)
  await behind.waitForTimeout(2_000)
  assert.equal(await behind.getByText('Reconnecting', { exact: false }).count(), 0)
  await say('It was due on Monday.')
  await behind.getByText('It was due on Monday.').first().waitFor({ timeout: 5_000 })
})

test('who is there is seen from both sides of the proxy', async () => {
  const { items } = (await t.call('GET', '/conversations')).body
  await behind.goto(`${new URL(behind.url()).origin}/inbox/all/${items[0].id}`)
  await behind.getByRole('article').first().waitFor()
  await direct.goto(`${new URL(direct.url()).origin}/inbox/all/${items[0].id}`)
  await direct.getByText('Owner of Shop is viewing').first().waitFor({ timeout: 10_000 })
  await behind.getByText('Ravi is viewing').first().waitFor({ timeout: 10_000 })
  await direct.keyboard.press('r')
  await direct.keyboard.type('Let me look')
  await behind.getByText('Ravi is writing').first().waitFor({ timeout: 10_000 })
})

test('no script failed', async () => {
  await Promise.all([behind.close(), direct.close()])
  assert.deepEqual(complaints, [])
})
