import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { escapeHtml } from '../../../server/platform/html/index.ts'
import { mailDocument } from '../../../web/console/screens/inbox/mail-document.ts'
import type { Tally } from '../rig/gate.ts'
import { batchesOf, type Numbered } from './fill.ts'
import { watch, type Sightings } from './watch.ts'

/** Pages of other sites: a shop that uses the widget, and pages that show vectors as they are. */
export interface OtherSite {
  url: string
  show(documents: string[], sandbox: string | null): void
  close(): void
}

export async function startOtherSite(): Promise<OtherSite> {
  let frames = ''
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://shop')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (pathname === '/shop')
      response.end(
        `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1><script async src="${escapeHtml(searchParams.get('samvad') ?? '')}/widget.js" data-key="${escapeHtml(searchParams.get('key') ?? '')}"></script>`,
      )
    else if (pathname === '/control') response.end(`<!doctype html><title>Control</title><link rel="icon" href="data:,">${frames}`)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    show(documents, sandbox) {
      frames = documents.map((one) => `<iframe${sandbox === null ? '' : ` sandbox="${sandbox}"`} srcdoc="${escapeHtml(one)}"></iframe>`).join('')
    },
    close: () => void server.close(),
  }
}

/**
 * Positive controls: the same vectors, unsanitised. In bare frames they must run, and be seen to run, to be dangerous and to ask foreign hosts; in our own sandboxed
 * frame nothing may run, and the scripts it stops must be seen.
 */
export async function runControls(browser: Browser, site: OtherSite, vectors: Numbered[], tally: Tally): Promise<void> {
  const bare = await showAll(browser, site, vectors.map(({ html }) => html), null) // oxfmt-ignore
  const boxed = await showAll(
    browser,
    site,
    vectors.map(({ html }) => mailDocument(html, { origin: site.url, hasRemoteImages: false })),
    'allow-popups allow-popups-to-escape-sandbox',
  )
  for (const [name, seen] of Object.entries({ control: bare, control_boxed: boxed }))
    for (const kind of ['executed', 'scriptReports', 'foreignRequests', 'dangers'] as const) tally.figures[`${name}_${kind}`] = seen[kind]
  const least = Math.floor(vectors.length / 20)
  if (bare.executed < least) tally.fail(`control: only ${bare.executed} of ${vectors.length} vectors were seen to run unsanitised, so the gate is blind`)
  if (bare.dangers < vectors.length / 3) tally.fail(`control: only ${bare.dangers} dangers were seen unsanitised, so the gate is blind to what waits for a touch`)
  if (bare.foreignRequests < 1) tally.fail('control: no request to a foreign host was seen unsanitised')
  if (boxed.executed > 0) tally.fail(`control: ${boxed.executed} ran in our sandboxed frame, unsanitised`)
  if (boxed.scriptReports < least) tally.fail(`control: only ${boxed.scriptReports} stopped scripts were seen in our frame, so the gate is blind to them`)
}

async function showAll(browser: Browser, site: OtherSite, documents: string[], sandbox: string | null): Promise<Sightings> {
  const watched = await watch(browser)
  try {
    for (const batch of batchesOf(documents, 25)) {
      site.show(batch, sandbox)
      await watched.page.goto(`${site.url}/control`, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => {})
      await watched.page.waitForTimeout(200)
      await watched.inspect()
    }
  } finally {
    await watched.close()
  }
  return watched.seen
}
