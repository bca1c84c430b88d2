// Takes the pictures in docs/screens: starts the product with demo data in a folder of its own, signs up as the first owner would, and photographs it.
// npm run build:web first; needs Chromium.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../bin/node.mjs'

const folder = join(root, 'docs/screens')
const mostBytes = 120_000
const data = mkdtempSync(join(tmpdir(), 'samvad-screens-'))
const server = spawn(process.execPath, [join(root, 'bin/samvad.mjs'), 'start', '--data', data, '--port', '0', '--no-open'], {
  env: { ...process.env, SAMVAD_RATE_LIMITS: 'off' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = await new Promise((resolve, reject) => {
  server.stdout.on('data', (text) => {
    const found = /ready at (http:\S+)/.exec(String(text))
    if (found) resolve(found[1])
  })
  server.on('exit', () => reject(new Error('The server did not start.')))
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
const owner = { email: 'anita@lotus-home.example', password: 'correct horse battery' }
const desk = { width: 1366, height: 768 }
const handheld = { width: 360, height: 740 }

async function signUp() {
  const page = await (await browser.newContext({ locale: 'en' })).newPage()
  await page.goto(`${url}/welcome`)
  await page.locator('input[autocomplete=name]').fill('Anita Menon')
  await page.locator('input[type=email]').fill(owner.email)
  await page.locator('input[type=password]').fill(owner.password)
  await page.locator('input[autocomplete=organization]').fill('Lotus Home')
  await page.keyboard.press('Enter')
  await page.waitForURL(/inbox/)
  const ask = (path) => page.evaluate(`fetch('/api/v1${path}').then((answer) => answer.json())`)
  for (let tries = 0; (await ask('/conversation-counts')).all < 35; tries++) {
    if (tries > 120) throw new Error('The demo data does not come.')
    await page.waitForTimeout(500)
  }
  const { items } = await ask('/conversations?status=open&limit=80')
  const richest = items.toSorted((a, b) => b.channels.length - a.channels.length || b.messageCount - a.messageCount)[0]
  const chat = (await ask('/inboxes')).items.find((inbox) => inbox.connector === 'web-chat')
  await page.context().close()
  return { conversation: richest.id, chatKey: chat.publicKey }
}

async function openPage({ viewport, colorScheme = 'light', locale = 'en' }) {
  const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce', hasTouch: viewport.width < 500 })
  const page = await context.newPage()
  await context.request.post(`${url}/api/v1/sign-in`, { data: owner })
  await context.request.patch(`${url}/api/v1/me`, { data: { settings: { locale } } })
  await page.addInitScript(`localStorage.setItem('samvad.locale', '${locale}')`)
  return page
}

async function photograph(name, page, path) {
  if (path) await page.goto(url + path)
  await page.waitForTimeout(500)
  for (let tries = 0; (await page.locator('[class*="skeleton"]').count()) > 0 && tries < 100; tries++) await page.waitForTimeout(100)
  await page.waitForTimeout(1_000)
  const camera = await page.context().newCDPSession(page)
  const { data: picture } = await camera.send('Page.captureScreenshot', { format: 'webp', quality: 88 })
  const bytes = Buffer.from(picture, 'base64')
  writeFileSync(join(folder, `${name}.webp`), bytes)
  await page.context().close()
  console.log(`${bytes.length <= mostBytes ? 'ok  ' : 'OVER'} ${String(bytes.length).padStart(7)} B  docs/screens/${name}.webp`)
  if (bytes.length > mostBytes) process.exitCode = 1
}

try {
  const { conversation, chatKey } = await signUp()
  const open = `/inbox/all/${conversation}`
  await photograph('inbox-en-light', await openPage({ viewport: desk }), open)
  await photograph('inbox-ml-dark', await openPage({ viewport: desk, colorScheme: 'dark', locale: 'ml' }), open)
  await photograph('conversation-en-phone', await openPage({ viewport: handheld }), open)
  await photograph('conversation-ml-phone', await openPage({ viewport: handheld, locale: 'ml' }), open)
  await photograph('setup-en-light', await openPage({ viewport: desk }), '/setup/channels')
  const visitor = await (await browser.newContext({ viewport: handheld, locale: 'en', hasTouch: true })).newPage()
  await visitor.goto(`${url}/talk/${chatKey}`)
  await visitor.locator('#text').fill('Hello, my order LT-10458 has not come yet. Where is it?')
  await visitor.locator('button.send').click()
  await photograph('widget-en-phone', visitor)
} finally {
  await browser.close()
  server.removeAllListeners('exit')
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await gone
  rmSync(data, { recursive: true, force: true })
}
