import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** A real Chromium, kept from talking to anybody but this machine. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error('The journeys need the Debian package chromium (apt-get install chromium).')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page that collects what a user should never see: script errors and refusals of the Content-Security-Policy. */
export async function openPage(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|TrustedHTML|Uncaught/.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}
