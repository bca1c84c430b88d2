import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'

/** What a successful attack does: no quotes, no blanks, and heard from every frame, also one in which dialogs are forbidden. */
export const attackCall = 'console.log(/pwned/)'
const heard = /\/pwned\//

/** What was seen in one browser session; everything must stay 0. */
export interface Sightings {
  /** Attacks that ran, by what they said or by a dialog. */
  executed: number
  /** Scripts that only a policy or a sandbox stopped: the HTML should not have held them at all. */
  scriptReports: number
  /** Requests to hosts other than ours. */
  foreignRequests: number
  /** Requests to our own server for things no page of ours asks for. */
  strayRequests: number
  /** Pages and windows that were left or opened. */
  escapes: number
  /** Elements and attributes that would run something once touched. */
  dangers: number
}
export const nothingSeen = (): Sightings => ({ executed: 0, scriptReports: 0, foreignRequests: 0, strayRequests: 0, escapes: 0, dangers: 0 })

export interface Watched {
  context: BrowserContext
  page: Page
  seen: Sightings
  /** The first of each kind, for the report. */
  examples: string[]
  /** Looks for what would run once touched, in every frame. */
  inspect(): Promise<void>
  close(): Promise<void>
}

/** Paths of ours that pages may ask for. */
const ownPaths = /^\/(?:$|api\/|assets\/|widget|inbox|customers|setup|mail\/|talk\/|chat\/|files\/|control|shop|samvad\.svg$|favicon\.ico$)/
/** A relative address in a mail would be asked for beside the screen it is shown on. */
const ownFolders = /^\/(?:inbox\/[\w-]+(?:\/[0-9a-f-]{36})?|mail\/[0-9a-f-]{36}|(?:talk|chat)\/[\w-]+)$/

const stopped =
  /Blocked script execution|Refused to (?:execute|run|evaluate|load the script|compile)|Executing inline|violates the following Content Security Policy directive: "?(?:script-src|require-trusted-types-for|trusted-types)/i

/** Opens a page in a session of its own, and counts what must not happen. Requests to foreign hosts are counted and go nowhere. */
export async function watch(browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    ...options,
  })
  const seen = nothingSeen()
  const examples: string[] = []
  const note = (kind: keyof Sightings, what: string) => {
    seen[kind]++
    if (seen[kind] <= 3) examples.push(`${kind}: ${what.slice(0, 300)}`)
  }
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url())
    if (!/^(?:127\.0\.0\.1|localhost)$/.test(url.hostname)) {
      note('foreignRequests', url.href)
      return route.abort()
    }
    const isInFolder = /^\/(?:inbox|mail|talk|chat)\//.test(url.pathname)
    if (!ownPaths.test(url.pathname) || (isInFolder && (!ownFolders.test(url.pathname) || route.request().resourceType() !== 'document')))
      note('strayRequests', `${route.request().resourceType()} ${url.href}`)
    return route.continue()
  })
  const listen = (page: Page) => {
    page.on('console', (message) => {
      const text = message.text()
      if (heard.test(text) && message.type() === 'log') note('executed', `${text} at ${message.location().url}`)
      else if (stopped.test(text)) note('scriptReports', text)
    })
    page.on('dialog', (dialog) => {
      note('executed', `dialog ${dialog.message()}`)
      void dialog.dismiss().catch(() => {})
    })
  }
  const page = await context.newPage()
  page.setDefaultTimeout(90_000) // a busy machine is not a hole
  listen(page)
  context.on('page', (other) => {
    note('escapes', `a window at ${other.url()}`)
    listen(other)
  })
  page.on('framenavigated', (frame) => {
    if (!/^(?:https?:\/\/(?:127\.0\.0\.1|localhost)[:/]|about:(?:blank|srcdoc)$)/.test(frame.url())) note('escapes', `a frame went to ${frame.url()}`)
  })
  return {
    context,
    page,
    seen,
    examples,
    async inspect() {
      for (const danger of (await Promise.all(page.frames().map(findDangers))).flat()) note('dangers', danger)
    },
    close: () => context.close(),
  }
}

/** Text, because the program of the page is not the program of this file. */
const look = `(() => {
  const found = []
  const bare = (text) => text.replace(/[\\u0000-\\u0020\\u007f-\\u00a0\\u00ad]/g, '').toLowerCase()
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName
    const own = /^(\\/|https?:\\/\\/(127\\.0\\.0\\.1|localhost)[:\\/])(.*\\/)?(assets|widget)/
    if (name === 'script' && element.type !== 'application/json' && !own.test(element.getAttribute('src') || '')) found.push('script ' + element.outerHTML.slice(0, 120))
    if (/^(object|embed|applet|base|portal|frame|frameset)$/.test(name)) found.push('element ' + name)
    if (name === 'meta' && /refresh|set-cookie/i.test(element.getAttribute('http-equiv') || '')) found.push(element.outerHTML.slice(0, 120))
    if (name === 'link' && element.rel === 'icon') continue
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute)) found.push(name + ' ' + attribute)
      else if (/^(href|src|action|formaction|xlink:href|data|poster|background|from|to|values)$/i.test(attribute) && /^(javascript|vbscript|livescript|data:(?!image\\/(png|jpe?g|gif|webp|bmp|x-icon|vnd)))/.test(bare(value)))
        found.push(name + ' ' + attribute + '=' + value.slice(0, 60))
    }
  }
  return found
})()`

const findDangers = (frame: Frame): Promise<string[]> => frame.evaluate(look).catch(() => []) as Promise<string[]>
