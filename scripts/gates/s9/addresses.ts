import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { routes } from '../../../contract/api/index.ts'
import type { Route } from '../../../contract/route.ts'
import { packageRoot } from '../../../server/platform/settings.ts'
import { shapesOf } from '../rig/api-shape.ts'
import { ask, check, control, newPerson, password, type Stage } from './stage.ts'

/** A name of a field that holds a secret. */
const secretName = /token|secret|passw|session|otp|jwt|cookie|credential|^code$|^key$|signature/i
/** Fields of addresses that sound like secrets and are none. */
const notSecret: Record<string, string> = { 'POST /chat/:key/visit key': 'stands in the page of everybody who embeds the chat' }

/** No secret in any address: those the contract knows, those that browsers really ask for, and those the server writes down. */
export async function provesAddresses(stage: Stage): Promise<void> {
  contractAddresses(stage)
  await browsedAddresses(stage)
}

function contractAddresses(stage: Stage): void {
  const all = Object.values(routes as Record<string, Route>)
  const found = all.flatMap((route) => {
    const { path, query } = shapesOf(route)
    const names = [...Object.keys(path?.properties ?? {}), ...Object.keys(query?.properties ?? {})]
    return names.filter((name) => secretName.test(name)).map((name) => `${route.method} ${route.path} ${name}`)
  })
  const secrets = found.filter((one) => !(one in notSecret))
  check(stage, 'no route of the API takes a secret in its address', secrets.length === 0, secrets.join('; '))
  control(stage, 'fields that sound like secrets are found', found.length === Object.keys(notSecret).length && all.length > 50, found.join('; '))
}

/** A person signs in, opens a conversation and the chat, in a real Chromium; every address it asks for is read. */
async function browsedAddresses(stage: Stage): Promise<void> {
  if (!existsSync(join(packageRoot, 'dist/web/console/index.html'))) throw new Error('The web apps are not built. Run: npm run build:web')
  const { url, token } = stage.server
  const chat = await ask(stage, 'POST', '/inboxes', { token, body: { name: 'Browsed chat', connector: 'web-chat' } })
  const person = await newPerson(stage)
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  const addresses: string[] = []
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))
    page.on('websocket', (socket) => addresses.push(socket.url()))
    await page.goto(`${url}/sign-in`)
    await page.locator('input[type=email]').fill(person.email)
    await page.locator('input[type=password]').fill(password)
    await page.locator('button[type=submit]').click()
    await page.waitForURL('**/inbox**', { timeout: 15_000 })
    await page.waitForTimeout(700)
    const cookie = (await context.cookies()).find((one) => one.name === 'samvad_session')
    control(stage, 'the browser is signed in', cookie !== undefined)
    stage.secrets.add(cookie?.value ?? 'no cookie')
    check(stage, 'no script of the page can read the session', !((await page.evaluate('document.cookie')) as string).includes('samvad_session'))
    const shop = await browser.newContext()
    const talk = await shop.newPage()
    talk.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))
    talk.on('websocket', (socket) => addresses.push(socket.url()))
    talk.on('response', (answer) => {
      if (answer.url().endsWith('/visit'))
        void answer
          .json()
          .then((body: { token: string }) => stage.secrets.add(body.token))
          .catch(() => {})
    })
    await talk.goto(`${url}/talk/${chat.body.publicKey}`)
    const line = talk.locator('textarea').first()
    await line.waitFor({ timeout: 15_000 })
    await line.fill('Hello there')
    await line.press('Enter')
    await talk.waitForTimeout(1_000)
  } finally {
    await browser.close()
  }
  const leaks = addresses.filter((address) => holdsSecret(stage, address))
  stage.tally.figures.addresses = addresses.length
  check(stage, 'no address that a browser asks for holds a secret', leaks.length === 0, leaks[0])
  const sockets = addresses.filter((address) => address.startsWith('ws'))
  control(
    stage,
    'requests and sockets of console and chat were seen',
    addresses.length > 20 && sockets.length >= 2,
    `${addresses.length}, ${sockets.length} sockets`,
  )
}

/** Is one of the secrets of this run in it, as it is or encoded? */
export function holdsSecret({ secrets }: Pick<Stage, 'secrets'>, text: string): boolean {
  const plain = text.includes('%') ? text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
  for (const secret of secrets) if (secret.length > 8 && (text.includes(secret) || plain.includes(secret))) return true
  return false
}

/** Everything the server wrote down, at the most talkative level. */
export function provesLog(stage: Stage, output: string): void {
  const lines = output.split('\n')
  const leaks = lines.filter((line) => holdsSecret(stage, line))
  stage.tally.figures.log_lines = lines.length
  check(stage, 'the log holds no secret', leaks.length === 0, leaks[0]?.slice(0, 200))
  check(stage, 'the log holds no address of anybody', !lines.some((line) => /person-\d+@gate\.test/.test(line)))
  control(stage, 'the log tells of every kind of request', lines.filter((line) => line.includes('"route"')).length > 100, `${lines.length} lines`)
  const [some] = stage.secrets
  control(stage, 'a secret in an address would be found', holdsSecret(stage, `GET /x?token=${encodeURIComponent(some!)} 200`))
}
