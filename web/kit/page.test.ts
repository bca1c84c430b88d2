/** The kit in a real browser: built, served under the strictest policy, judged by axe, and driven by keyboard alone. */
import { AxeBuilder } from '@axe-core/playwright'
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`
const out = mkdtempSync(join(tmpdir(), 'samvad-kit-'))
const server = createServer((request, response) => {
  let file = join(out, new URL(request.url!, 'http://kit').pathname)
  if (!existsSync(file) || statSync(file).isDirectory()) file = join(out, 'index.html')
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain', 'content-security-policy': csp }).end(readFileSync(file))
})
let browser: Browser
let url = ''

before(async () => {
  if (skip) return
  await build({ configFile: join(import.meta.dirname, '../console/vite.config.ts'), logLevel: 'error', build: { outDir: out, emptyOutDir: true } })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kit`
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
})
after(async () => {
  await browser?.close()
  server.close()
  rmSync(out, { recursive: true, force: true })
})

/** Opens the kit; every console error (a policy violation among them) and exception is collected. */
async function openKit(language: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-IN', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript((locale) => localStorage.setItem('samvad.locale', locale), language)
  await page.goto(url)
  await page.waitForSelector('main')
  return { page, complaints }
}

async function violations(page: Page, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations: found } = await (part ? axe.include(part) : axe).analyze()
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)
}

const looks: [name: string, language: string, options: BrowserContextOptions][] = [
  ['a desk in English, light', 'en', { colorScheme: 'light' }],
  ['a desk in Malayalam, dark', 'ml', { colorScheme: 'dark' }],
  ['a phone in Malayalam, light', 'ml', { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true }],
  ['a phone in Tamil, dark', 'ta', { colorScheme: 'dark', viewport: { width: 320, height: 640 }, hasTouch: true }],
]
for (const [name, language, options] of looks) {
  test(`${name}: no violation, no sideways scrolling, no complaint of the strict policy`, { skip }, async () => {
    const { page, complaints } = await openKit(language, options)
    assert.deepEqual(await violations(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0)
    assert.equal(await page.evaluate(() => document.documentElement.lang), language)
    for (const kind of ['menu', 'labels', 'dialog', 'palette']) {
      await page.locator(`[data-kit=${kind}]`).click()
      await page.waitForTimeout(50)
      assert.deepEqual(await violations(page, '#kit-popups, [role=dialog]'), [], kind)
      // On a loaded machine the popup may take its focus after the first Escape.
      let isReturned = false
      for (let tries = 0; tries < 4 && !isReturned; tries++) {
        await page.keyboard.press('Escape')
        const returned = page.waitForFunction((name) => document.activeElement?.getAttribute('data-kit') === name, kind, { timeout: 5_000 })
        isReturned = await returned.then(
          () => true,
          () => false,
        )
      }
      assert.ok(isReturned, `focus does not return to ${kind}`)
    }
    assert.deepEqual(complaints, [])
    await page.context().close()
  })
}

test('the list box is one tab stop, moves by J K and ends, selects by X and Shift, and points to a row that exists', { skip }, async () => {
  const { page } = await openKit('en')
  const list = page.getByRole('listbox', { name: 'Conversations' })
  await list.focus()
  const active = () =>
    list.evaluate((box) => {
      const row = document.getElementById(box.getAttribute('aria-activedescendant') ?? '')
      return row ? [Number(row.ariaPosInSet), Number(row.ariaSetSize)] : null
    })
  assert.deepEqual(await active(), [1, 10_000])
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await active(), [3, 10_000])
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  assert.equal(await list.locator('[aria-selected="true"]').count(), 2)
  await page.keyboard.press('End')
  assert.deepEqual(await active(), [10_000, 10_000])
  await page.waitForTimeout(100)
  assert.ok(await list.evaluate((box) => box.scrollTop > 100_000))
  assert.ok((await list.locator('[role=option]').count()) < 40)
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Resolve' }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Conversations')
  await page.context().close()
})

test(
  'the combobox filters, adds the answers of the server, picks by Enter, and leaves Enter to an input method that composes',
  { skip },
  async () => {
    const { page } = await openKit('en')
    const box = page.getByRole('combobox', { name: 'One of many' })
    await box.click()
    await box.pressSequentially('pay')
    await page.getByRole('option', { name: 'pay (from the server)' }).waitFor()
    await box.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true })
    assert.equal(await box.getAttribute('aria-expanded'), 'true')
    await page.keyboard.press('Enter')
    assert.equal(await box.inputValue(), 'Payment')
    assert.equal(await box.getAttribute('aria-expanded'), 'false')
    await page.context().close()
  },
)

test('several can be chosen, new ones made, and the last taken back by Backspace', { skip }, async () => {
  const { page } = await openKit('en')
  const box = page.getByRole('combobox', { name: 'Several, and new ones' })
  await box.click()
  await box.pressSequentially('urgent')
  await page.keyboard.press('Enter')
  const field = page.locator('span', { has: box }).last()
  assert.match(await field.innerText(), /Refund\s*Delivery\s*\+ urgent/)
  await page.keyboard.press('Backspace')
  assert.doesNotMatch(await field.innerText(), /urgent/)
  await page.context().close()
})

test('keys: a chord opens the palette while typing, a single key is text there, and a menu keeps its keys', { skip }, async () => {
  const { page } = await openKit('en')
  await page.getByRole('textbox', { name: 'Your name' }).first().click()
  await page.keyboard.press('e')
  assert.equal(await page.getByText('Undo').count(), 0)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-kit=menu]').click()
  await page.keyboard.press('?')
  assert.equal(await page.getByRole('dialog').count(), 0)
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await page.context().close()
})

test('every target is at least 24 px, also on a phone', { skip }, async () => {
  const { page } = await openKit('en', { viewport: { width: 360, height: 740 } })
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, select, [role=tab], label:has(input)')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => box.width > 0 && !element.ariaHidden && (box.width < 23.5 || box.height < 23.5))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}×${box.height}`),
  )
  assert.deepEqual(small, [])
  await page.context().close()
})

test('what every screen loads stays under 130 kB gzipped, so that the inbox fits into 170', { skip }, () => {
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]!)
  assert.ok(scripts.length > 0)
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(out, script))).length, 0)
  assert.ok(bytes < 130_000, `${scripts.join(', ')}: ${bytes}`)
})
