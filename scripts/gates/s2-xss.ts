// Gate S2: nothing a stranger writes runs in anybody's browser, and nothing foreign is asked for before somebody wants pictures.
// The same hostile pieces of HTML go in by the API as customers' words, names, subjects, file names and mails, and are looked at in a real Chromium on every surface that shows them:
// the list, the timeline, the frame of a mail, live changes of names, the widget and /talk. Counted: what ran, scripts that only a policy stopped, requests, windows, and
// elements that would run something once touched. Positive controls: the same pieces unsanitised, which the same harness must see running, stopped, and asking.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { xssVectors } from '../../server/platform/html/xss-vectors.ts'
import { packageRoot } from '../../server/platform/settings.ts'
import { defaultSeed, runAsProgram, Tally, type GateResult } from './rig/gate.ts'
import { startApp } from './rig/in-process.ts'
import { talkSurface, widgetSurface } from './s2/chat-surfaces.ts'
import { consoleSurfaces } from './s2/console-surfaces.ts'
import { runControls, startOtherSite } from './s2/control.ts'
import { numbered } from './s2/fill.ts'
import { attackCall } from './s2/watch.ts'

const fullCount = 7_500
const shortCount = 100
/** Enough of them to know that the harness sees. */
const controlCount = 200

/** Runs the gate; short with 100 pieces on every surface, in full with 7,500. Needs the built web apps and a Chromium. */
export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s2-xss', seed)
  for (const part of ['console/index.html', 'widget/manifest.json'])
    if (!existsSync(join(packageRoot, 'dist/web', part))) throw new Error('The web apps are not built. Run: npm run build:web')
  const vectors = numbered(xssVectors(short ? shortCount : fullCount, seed, attackCall))
  tally.figures.vectors = vectors.length
  if (vectors.length < (short ? shortCount : fullCount)) tally.fail(`only ${vectors.length} vectors`)
  const t = await startApp()
  const site = await startOtherSite()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
  })
  try {
    const stage = { t, url: await t.listen(), browser, tally }
    await runControls(browser, site, vectors.slice(0, controlCount), tally)
    await Promise.all([consoleSurfaces(stage, vectors), talkSurface(stage, vectors), widgetSurface(stage, vectors, site.url)])
  } finally {
    await browser.close()
    site.close()
    await t.close()
  }
  return tally.result()
}

await runAsProgram(import.meta.url, run)
