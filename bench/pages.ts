import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { median, milliseconds, quantile, type BenchOptions, type Figure } from './figure.ts'
import { addMessages, filledConversation } from './fill.ts'
import { prepareServer, type Prepared } from './prepared.ts'
import { openLane, requestBytes } from './load.ts'

/** The bare pages beside a server's own, in a process of their own. */
export async function startBare({ server }: Prepared): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts'), server.connectionString, server.workspaceId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim()))
    child.once('exit', () => reject(new Error('the bare server ended')))
  })
  return { url, stop: () => void child.kill() }
}

/** Milliseconds of `count` requests over one connection, one after the other, taken in turn from `urls`. */
export async function timePages(urls: string[], token: string, count: number): Promise<number[]> {
  const lane = await openLane(urls[0]!)
  const requests = urls.map((url) => requestBytes(url, 'GET', token))
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const startedAt = performance.now()
    const { status, body } = await lane.send(requests[at % requests.length]!)
    times.push(performance.now() - startedAt)
    if (status !== 200) throw new Error(`${urls[at % urls.length]}: ${status} ${body}`)
  }
  lane.close()
  return times
}

/** What agents look at: everything open, one team's, their own, and all there is. */
export function listPaths({ server, teamIds }: Prepared): { ours: string; bare: string }[] {
  const filters = [{ status: 'open' }, { status: 'open', team: teamIds[0]! }, { status: 'open', assignee: server.userId }, {}]
  return filters.map((filter) => {
    const query = new URLSearchParams(filter as Record<string, string>)
    return { ours: `/api/v1/conversations?limit=50&${query}`, bare: `/list?${query}` }
  })
}

const messagesOfPage = 20

export async function run({ short, say }: BenchOptions): Promise<Figure[]> {
  const rounds = short ? 2 : 7
  const count = short ? 200 : 600
  const prepared = await prepareServer(10_000)
  const { server } = prepared
  const bare = await startBare(prepared)
  try {
    await addMessages(server.connectionString, server.workspaceId, 100, messagesOfPage)
    const conversations = Array.from({ length: 100 }, (_, at) => filledConversation(at + 1))
    const kinds = [
      { name: 'conversation list page of 50, p50', ...split(listPaths(prepared)), goal: 5 },
      {
        name: `conversation page with ${messagesOfPage} messages, p50`,
        ...split(conversations.map((id) => ({ ours: `/api/v1/conversations/${id}/page`, bare: `/page/${id}` }))),
        goal: 8,
      },
    ]
    const figures: Figure[] = []
    for (const { name, ours, bares, goal } of kinds) {
      const found: { ours: number; bare: number }[] = []
      // The first round warms both sides and is left out.
      for (let round = 0; round <= rounds; round++) {
        const limit = median(
          await timePages(
            bares.map((path) => bare.url + path),
            '',
            count,
          ),
        )
        const own = await timePages(
          ours.map((path) => server.url + path),
          server.token,
          count,
        )
        if (round > 0) found.push({ ours: median(own), bare: limit })
        say(`${name}: ${milliseconds(median(own))} (p95 ${milliseconds(quantile(own, 0.95))}), bare ${milliseconds(limit)}`)
      }
      figures.push({
        name,
        ours: milliseconds(median(found.map((one) => one.ours))),
        limit: milliseconds(median(found.map((one) => one.bare))),
        ratio: median(found.map((one) => one.ours / one.bare)),
        goal: { atMost: goal },
        note: 'bare: the same rows by joined SQL and Fastify',
      })
    }
    return figures
  } finally {
    bare.stop()
    await server.stop()
  }
}

const split = (paths: { ours: string; bare: string }[]) => ({ ours: paths.map((one) => one.ours), bares: paths.map((one) => one.bare) })
