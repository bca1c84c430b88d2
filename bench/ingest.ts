import pg from 'pg'
import { measureLimit, prepareLimit } from './limits.ts'
import { post, startServer, type BenchServer } from './server.ts'

export interface Figure {
  name: string
  ours: string
  limit: string
  ratio: number
  goal: string
  passed: boolean
}

const lanes = 16

async function call(server: BenchServer, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

/** Waits until everything is taken in and every subscriber has caught up; returns the seconds waited. */
async function drain(server: BenchServer): Promise<number> {
  const client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  const startedAt = performance.now()
  for (;;) {
    const { rows } = await client.query(
      `select (select count(*) from inbound_events where state = 'received')::int as waiting, coalesce((select max(last) from counters where name = 'event') - (select min(cursor) from subscriber_cursors), 0)::int as behind`,
    )
    if (rows[0].waiting === 0 && rows[0].behind === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await client.end()
  return (performance.now() - startedAt) / 1000
}

/** Messages a second that are stored, threaded, numbered and seen by all subscribers, counted over the time until the last is done. */
async function ingest(
  server: BenchServer,
  inboxId: string,
  ms: number,
  make: (lane: number, at: number) => { path: string; type: string; body: string },
  tag: string,
): Promise<number> {
  const startedAt = performance.now()
  const sent = await post(lanes, ms, (lane, at) => {
    const { path, type, body } = make(lane, at)
    return {
      url: `${server.url}/api/v1/inboxes/${inboxId}/${path}`,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': type },
      body,
    }
  })
  if (Object.keys(sent.statuses).join() !== '202') throw new Error(`${tag}: ${JSON.stringify(sent.statuses)}`)
  await drain(server)
  return sent.done / ((performance.now() - startedAt) / 1000)
}

const words =
  'the order number refund late courier please check why nobody answers delivery kettle broken invoice again today morning phone address'.split(' ')
const sentence = (seed: number) => Array.from({ length: 120 }, (_, at) => words[(seed * 31 + at * 17 + ((seed >> 3) ^ at)) % words.length]).join(' ')

export async function run({ short = false } = {}): Promise<Figure[]> {
  const ms = short ? 3_000 : 10_000
  const server = await startServer()
  try {
    await prepareLimit(server.connectionString, 100_000)
    const chat = (await call(server, 'POST', '/inboxes', { name: 'API', connector: 'api' })).id as string
    const mail = (await call(server, 'POST', '/inboxes', { name: 'Mail', connector: 'email', address: 'support@bench.test' })).id as string
    const mark = Date.now()
    const chatBody = (lane: number, at: number) => ({
      path: 'messages',
      type: 'application/json',
      body: JSON.stringify({
        externalId: `${mark}-${lane}-${at}`,
        from: { id: `customer-${(lane * 7919 + at) % 5000}`, name: 'Customer' },
        text: sentence(lane * 100_000 + at),
      }),
    })
    const mailBody = (lane: number, at: number) => {
      const customer = (lane * 7919 + at) % 5000
      const answers = at > 20 && at % 2 === 1 ? `In-Reply-To: <${mark}.${lane}.${at - 1}@customers.test>\r\n` : ''
      return {
        path: 'raw-mail',
        type: 'message/rfc822',
        body: `From: Customer ${customer} <c${customer}@customers.test>\r\nTo: support@bench.test\r\nSubject: Order ${at}\r\nMessage-ID: <${mark}.${lane}.${at}@customers.test>\r\n${answers}Date: ${new Date().toUTCString()}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${sentence(lane * 100_000 + at)}\r\n\r\nOn Monday, Support <support@bench.test> wrote:\r\n> ${sentence(at).slice(0, 200)}\r\n`,
      }
    }
    const before = await measureLimit(server.connectionString, lanes, ms, 100_000)
    const chatRate = await ingest(server, chat, ms, chatBody, 'chat')
    const mailRate = await ingest(server, mail, ms, mailBody, 'mail')
    const after = await measureLimit(server.connectionString, lanes, ms, 100_000)
    const limit = (before + after) / 2
    const figure = (name: string, rate: number, goal: number): Figure => ({
      name,
      ours: `${rate.toFixed(0)}/s`,
      limit: `${limit.toFixed(0)}/s`,
      ratio: rate / limit,
      goal: `≥ ${goal}`,
      passed: rate / limit >= goal,
    })
    return [figure('chat or API message ingest, 16 clients', chatRate, 0.3), figure('raw mail ingest, 16 clients', mailRate, 0.1)]
  } finally {
    await server.stop()
  }
}

if (process.argv[1] === import.meta.filename) console.table(await run({ short: process.argv.includes('--short') }))
