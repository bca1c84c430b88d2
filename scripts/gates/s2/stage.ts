import type { Browser, Page } from 'playwright-core'
import type { TestApp } from '../../../server/testing/app.ts'
import type { Tally } from '../rig/gate.ts'
import type { Numbered } from './fill.ts'
import type { Sightings, Watched } from './watch.ts'

export interface Stage {
  t: TestApp
  /** The address of the server under test. */
  url: string
  browser: Browser
  tally: Tally
}

/** Shows the vectors on one surface of an open session, and notes what was seen there, and which vectors never came to the screen. */
export async function onSurface(
  { tally }: Stage,
  watched: Watched,
  name: string,
  vectors: Numbered[],
  show: (shown: Set<number>) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now()
  const before = { ...watched.seen }
  const shown = new Set<number>()
  // In full this takes the better part of an hour.
  const progress = setInterval(
    () => console.error(`${name}: ${shown.size} of ${vectors.length} after ${Math.round((performance.now() - startedAt) / 1000)} s`),
    30_000,
  )
  await show(shown).finally(() => clearInterval(progress))
  // What waits for a picture to fail or an animation to begin.
  await watched.page.waitForTimeout(300)
  for (const kind of Object.keys(before) as (keyof Sightings)[]) {
    const count = watched.seen[kind] - before[kind]
    tally.add(kind, count)
    if (count > 0) tally.fail(`${name}: ${count} ${kind}; ${watched.examples.filter((one) => one.startsWith(kind)).join(' | ')}`)
  }
  const missing = vectors.filter(({ number }) => !shown.has(number))
  tally.add(`${name}_shown`, vectors.length - missing.length)
  tally.add(`${name}_seconds`, (performance.now() - startedAt) / 1000)
  const [first] = missing
  if (first) tally.fail(`${name}: ${missing.length} vectors never came to the screen, such as ${first.number}: ${JSON.stringify(first.html)}`)
}

/** The numbers of the vectors that stand in elements of a page, read as text. */
export async function numbersIn(page: Page, selector: string): Promise<number[]> {
  return page.evaluate(
    `[...new Set([...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((element) => [...element.textContent.matchAll(/#(\\d+)#/g)].map((match) => Number(match[1]))))]`,
  ) as Promise<number[]>
}
