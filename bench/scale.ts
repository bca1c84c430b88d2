import { median, milliseconds, perSecond, quantile, type BenchOptions, type Figure } from './figure.ts'
import { chatSource, measureIngest, type Source } from './ingest.ts'
import { listPaths, timePages } from './pages.ts'
import { prepareServer, type Prepared } from './prepared.ts'

interface Side extends Prepared {
  source: Source
  rates: number[]
  listP95: number[]
}

async function openSide(size: number, say: BenchOptions['say']): Promise<Side> {
  const startedAt = performance.now()
  const prepared = await prepareServer(size)
  say(`${size} conversations filled in within ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  return { ...prepared, source: chatSource(prepared.server, prepared.chatInbox, size), rates: [], listP95: [] }
}

async function measureLists(side: Side, count: number): Promise<number> {
  const paths = listPaths(side).map((one) => side.server.url + one.ours)
  return quantile(await timePages(paths, side.server.token, count), 0.95)
}

/** What a hundred times the conversations costs: two servers side by side, measured in turn. */
export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const rounds = short ? 2 : 7
  const [ms, count] = short ? [1_500, 200] : [5_000, 800]
  const large = short ? 100_000 : 1_000_000
  const sides = [await openSide(10_000, say), await openSide(large, say)]
  try {
    // The first round warms both sides and is left out.
    for (let round = 0; round <= rounds; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { searchableRate: rate } = await measureIngest(side.server, side.source, ms)
        const p95 = await measureLists(side, count)
        if (round > 0) {
          side.rates.push(rate)
          side.listP95.push(p95)
        }
      }
      const [few, many] = sides as [Side, Side]
      if (round > 0)
        say(
          `ingest ${perSecond(many.rates.at(-1)!)} beside ${perSecond(few.rates.at(-1)!)}; list p95 ${milliseconds(many.listP95.at(-1)!)} beside ${milliseconds(few.listP95.at(-1)!)}`,
        )
    }
    const [few, many] = sides as [Side, Side]
    const ratios = (pick: (side: Side) => number[]) => median(pick(many).map((value, at) => value / pick(few)[at]!))
    const of = large.toLocaleString('en')
    return [
      {
        name: `chat ingest with ${of} conversations ÷ with 10,000`,
        ours: perSecond(median(many.rates)),
        limit: perSecond(median(few.rates)),
        ratio: ratios((side) => side.rates),
        goal: { atLeast: 0.8 },
      },
      {
        name: `conversation list page, p95 with ${of} conversations ÷ with 10,000`,
        ours: milliseconds(median(many.listP95)),
        limit: milliseconds(median(few.listP95)),
        ratio: ratios((side) => side.listP95),
        goal: { atMost: 1.5 },
      },
    ]
  } finally {
    for (const side of sides) await side.server.stop()
  }
}
