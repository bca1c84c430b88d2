import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { escapeHtml, mailFrameDocument } from '../../../server/platform/html/index.ts'
import type { Tally } from '../rig/gate.ts'
import { batchesOf, type Numbered } from './fill.ts'
import { watch, type Sightings } from './watch.ts'

/** Pages of other sites: a shop that uses the widget, and a page that shows vectors as they are. */
export interface OtherSite {
  url: string
  /** What `/control` shows from now on. */
  show(html: string): void
  close(): void
}

export async function startOtherSite(): Promise<OtherSite> {
  let shown = ''
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://shop')
    const draw = (body: string) =>
      response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html><title>Shop</title><link rel="icon" href="data:,">${body}`)
    if (pathname === '/shop')
      draw(
        `<script async src="${escapeHtml(searchParams.get('samvad') ?? '')}/widget.js" data-key="${escapeHtml(searchParams.get('key') ?? '')}"></script>`,
      )
    else if (pathname === '/control') draw(shown)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    show: (html) => void (shown = html),
    close: () => void server.close(),
  }
}

/**
 * Positive controls: the same vectors, unsanitised. Set as HTML into a page they must run, be dangerous, and ask foreign hosts, and the harness must see each; in our
 * own sandboxed frame nothing may run, and the scripts it stops must be seen.
 */
export async function runControls(browser: Browser, site: OtherSite, vectors: Numbered[], tally: Tally): Promise<void> {
  const bare = await showEach(browser, site, batchesOf(vectors, 50).map(asHtml))
  const framed = vectors.slice(0, framedCount)
  const boxed = await showEach(browser, site, batchesOf(framed, 25).map(asFrames))
  for (const [name, seen] of Object.entries({ control: bare, control_framed: boxed }))
    for (const kind of ['executed', 'scriptReports', 'foreignRequests', 'dangers'] as const) tally.figures[`${name}_${kind}`] = seen[kind]
  const must = (is: boolean, what: string) => tally.expect(is, `control: ${what}, so the gate is blind`)
  must(bare.executed >= vectors.length / 30, `only ${bare.executed} of ${vectors.length} were seen to run unsanitised`)
  must(bare.dangers >= vectors.length / 3, `only ${bare.dangers} dangers were seen unsanitised`)
  must(bare.foreignRequests > 0, 'no request to a foreign host was seen unsanitised')
  must(boxed.scriptReports >= framed.length / 20, `only ${boxed.scriptReports} stopped scripts were seen in our frame`)
  must(boxed.dangers >= framed.length / 5, `only ${boxed.dangers} dangers were seen in our frame`)
  tally.expect(boxed.executed === 0, `${boxed.executed} unsanitised pieces ran in our sandboxed frame`)
}

/** A frame is a page of its own, and slow. */
const framedCount = 50

/** As a program without care would: each into an element of its own. */
const asHtml = (vectors: Numbered[]) =>
  `<script>for (const html of ${JSON.stringify(vectors.map(({ html }) => html)).replaceAll('<', '\\u003c')}) { const box = document.createElement('div'); document.documentElement.append(box); box.innerHTML = html }</script>`

const asFrames = (vectors: Numbered[]) =>
  vectors
    .map(({ html }) => escapeHtml(mailFrameDocument(html)))
    .map((one) => `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${one}"></iframe>`)
    .join('')

async function showEach(browser: Browser, site: OtherSite, pages: string[]): Promise<Sightings> {
  const watched = await watch(browser)
  try {
    for (const html of pages) {
      site.show(html)
      await watched.page.goto(`${site.url}/control`, { waitUntil: 'domcontentloaded' })
      // At once: some would take the page away.
      await watched.inspect()
      await watched.page.waitForTimeout(300)
    }
  } finally {
    await watched.close()
  }
  return watched.seen
}
