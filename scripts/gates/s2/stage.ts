import type { Browser, Page } from 'playwright-core'
import type { TestApp } from '../../../server/testing/app.ts'
import type { Tally } from '../rig/gate.ts'
import type { Numbered } from './fill.ts'
import { watch, type Sightings, type Watched } from './watch.ts'

export interface Stage {
  t: TestApp
  /** The address of the server under test. */
  url: string
  browser: Browser
  tally: Tally
  /** Runs one surface in a session of its own, and notes what was seen there, and which vectors never came to the screen. `script` runs in every page before its own. */
  watched(name: string, vectors: Numbered[], show: (watched: Watched, shown: Set<number>) => Promise<void>, script?: string): Promise<Sightings>
}

export function makeStage(parts: Pick<Stage, 't' | 'url' | 'browser' | 'tally'>): Stage {
  const { browser, tally } = parts
  return {
    ...parts,
    async watched(name, vectors, show, script) {
      const startedAt = performance.now()
      const watched = await watch(browser)
      const shown = new Set<number>()
      if (script) await watched.context.addInitScript(script)
      try {
        await show(watched, shown)
        // What waits for a picture to fail or an animation to begin.
        await watched.page.waitForTimeout(300)
      } finally {
        const { seen, examples } = watched
        for (const [kind, count] of Object.entries(seen)) {
          tally.add(kind, count)
          if (count > 0) tally.fail(`${name}: ${count} ${kind}; ${examples.filter((one) => one.startsWith(kind)).join(' | ')}`)
        }
        const missing = vectors.filter(({ number }) => !shown.has(number))
        tally.figures[`${name}_shown`] = vectors.length - missing.length
        tally.figures[`${name}_seconds`] = (performance.now() - startedAt) / 1000
        if (process.env.S2_DEBUG) console.log(name, JSON.stringify(seen), vectors.length - missing.length, examples.join('\n'))
        if (missing.length > 0) tally.fail(`${name}: ${missing.length} vectors never came to the screen, such as ${missing[0]!.number}: ${JSON.stringify(missing[0]!.html)}`)
        await watched.close()
      }
      return watched.seen
    },
  }
}

/** The numbers of the vectors that stand in elements of a page, read as text. */
export async function numbersIn(page: Page, selector: string): Promise<number[]> {
  return page.evaluate(
    `[...new Set([...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((element) => [...element.textContent.matchAll(/#(\\d+)#/g)].map((match) => Number(match[1]))))]`,
  ) as Promise<number[]>
}
