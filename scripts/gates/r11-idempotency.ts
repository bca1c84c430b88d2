// Gate R11: a POST with an Idempotency-Key has its effect once, whatever the caller repeats and whenever the server dies.
// Every keyed POST route of the contract is called many times at once with one key: one effect, the others get its answer or 409 while it runs; another payload under the key is
// 422; after SIGKILL and a new start the stored answer comes back. Positive control: with the keys ignored the same burst must show more than one effect.
import type pg from 'pg'
import { routes } from '../../contract/api/index.ts'
import type { Route } from '../../contract/route.ts'
import { keptHours } from '../../server/platform/http/idempotency.ts'
import { newId } from '../../server/platform/ids.ts'
import type { TestApp } from '../../server/testing/app.ts'
import { defaultSeed, runAsProgram, Tally, type GateResult } from './rig/gate.ts'
import { asTestApp } from './rig/remote-app.ts'
import { ServerProcess } from './rig/server-process.ts'
import { requestFor, type KeyedRequest } from './r11/requests.ts'
import { makeWorld } from './s3/world.ts'

/** Begins a sign-in at Google or Microsoft, for which a company registers its program there: modules/inboxes/oauth.test.ts proves it against a simulator. */
const needsProvider = '/inboxes/:id/oauth'
const keyed = (Object.values(routes) as Route[]).filter(
  (route) =>
    route.method === 'POST' &&
    route.path !== needsProvider &&
    route.idempotency !== 'none' &&
    route.access !== 'public' &&
    route.access !== 'visitor',
)
const nameOf = (route: Route) => `${route.method} ${route.path}`

interface Proved {
  route: Route
  request: KeyedRequest
  key: string
  answer: string
}

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('r11-idempotency', seed)
  const server = new ServerProcess()
  const atOnce = short ? 12 : 100
  try {
    await server.startFresh()
    const t = asTestApp(server)
    const world = await makeWorld(t, t.owner, 'crane')
    let client = await server.connect()
    const proved: Proved[] = []
    for (const route of keyed) {
      tally.add('routes')
      const one = await prove(t, client, route, await requestFor({ t, client, world }, route), atOnce, tally)
      if (one) proved.push(one)
    }
    tally.expect((tally.figures.in_progress ?? 0) > 0, 'no call was told that another is running, so nothing ran at once')
    tally.expect(keptHours >= 24, `answers are kept for ${keptHours} hours only`)
    await client.end()
    await server.kill()
    await server.start()
    client = await server.connect()
    for (const one of proved) {
      const again = await call(t, one.request, one.key)
      tally.add('replays_after_kill')
      tally.expect(
        show(again) === one.answer,
        `${nameOf(one.route)}: after SIGKILL ${show(again).slice(0, 120)} instead of ${one.answer.slice(0, 120)}`,
        'another answer after SIGKILL',
      )
    }
    await client.end()
    await dieInFlight(server, t, world.ids.conversation!, short ? 2 : 20, tally)
    await control(server, t, world.ids.conversation!, atOnce, tally)
  } finally {
    await server.remove()
  }
  return tally.result()
}

interface Got {
  status: number
  body: any
}
const call = async (t: TestApp, { url, ...rest }: KeyedRequest, key: string): Promise<Got> => {
  const { status, body } = await t.call('POST', url, { ...rest, headers: { 'idempotency-key': key } })
  return { status, body }
}
/** An answer as text; the order of fields is no part of it. */
const show = ({ status, body }: Got) => `${status} ${JSON.stringify(sorted(body))}`
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value

async function prove(t: TestApp, client: pg.Client, route: Route, request: KeyedRequest, atOnce: number, tally: Tally): Promise<Proved | null> {
  const key = `key-${newId()}`
  const before = await sizes(client)
  const answers = await Promise.all(Array.from({ length: atOnce }, () => call(t, request, key)))
  tally.add('calls', atOnce)
  const good = answers.filter(({ status }) => status < 300)
  const waiting = answers.filter(({ status, body }) => status === 409 && body.code === 'idempotency.in_progress')
  tally.add('in_progress', waiting.length)
  const odd = answers.find((one) => !good.includes(one) && !waiting.includes(one))
  if (odd || good.length === 0) {
    tally.fail(`${nameOf(route)}: ${show(odd ?? answers[0]!).slice(0, 200)}`)
    return null
  }
  const answer = show(good[0]!)
  tally.expect(
    good.every((one) => show(one) === answer),
    `${nameOf(route)}: one key, several answers`,
  )
  const grown = effectsBeyondOne(before, await sizes(client))
  for (const what of grown) tally.fail(`${nameOf(route)}: ${what}`)
  tally.add('effects_beyond_one', grown.length)
  const other = request.raw
    ? { ...request, raw: Buffer.concat([request.raw, Buffer.from('x')]) }
    : request.body === undefined
      ? { ...request, url: `${request.url}?other=1` }
      : { ...request, body: { ...(request.body as object), other: 1 } }
  const refused = await call(t, other, key)
  tally.expect(
    refused.status === 422 && refused.body.code === 'idempotency.other_payload',
    `${nameOf(route)}: another payload under the key gives ${show(refused).slice(0, 120)}`,
  )
  tally.expect(show(await call(t, request, key)) === answer, `${nameOf(route)}: asked again, another answer`)
  return { route, request, key, answer }
}

/** Rows of each table, and events that say the same thing twice. */
async function sizes(client: pg.Client): Promise<Map<string, number>> {
  const tables = [
    'messages',
    'conversations',
    'contacts',
    'identities',
    'inboxes',
    'teams',
    'saved_replies',
    'views',
    'files',
    'inbound_events',
    'contact_merges',
    'webhook_endpoints',
    'invitations',
    'api_tokens',
  ]
  const { rows } = await client.query<{ name: string; count: number }>(
    `${tables.map((name) => `select '${name}' as name, count(*)::int as count from ${name}`).join(' union all ')}
     union all select 'equal events', (count(*) - count(distinct (name, payload)))::int from events where name not in ('conversation.seen', 'conversation.marked_unread', 'inbox.changed', 'message.delivery_changed', 'conversation.status_changed')`,
  )
  return new Map(rows.map((row) => [row.name, row.count]))
}

const effectsBeyondOne = (before: Map<string, number>, after: Map<string, number>): string[] =>
  [...after].flatMap(([name, count]) =>
    count - before.get(name)! > (name === 'equal events' ? 0 : 1) ? [`${name} grew by ${count - before.get(name)!}`] : [],
  )

const note = (conversationId: string, text: string): KeyedRequest => ({ url: `/conversations/${conversationId}/notes`, body: { text } })

/** The server dies while calls under one key are under way; the caller asks again until it is answered: one note. */
async function dieInFlight(server: ServerProcess, t: TestApp, conversationId: string, times: number, tally: Tally): Promise<void> {
  for (let n = 0; n < times; n++) {
    const request = note(conversationId, `in flight ${n}`)
    const calls = Array.from({ length: 6 }, () => call(t, request, `flight-${n}`).catch(() => null))
    await new Promise((resolve) => setTimeout(resolve, (n * 7) % 40))
    await server.kill()
    await Promise.all(calls)
    await server.start()
    let answer: Got = { status: 0, body: null }
    for (let tries = 0; tries < 50 && answer.status !== 201; tries++) answer = await call(t, request, `flight-${n}`)
    const client = await server.connect()
    const { rows } = await client.query(`select count(*)::int as count from messages where text = $1`, [`in flight ${n}`])
    await client.end()
    tally.add('kills_in_flight')
    tally.expect(answer.status === 201 && rows[0].count === 1, `killed in flight: ${rows[0].count} notes, answer ${answer.status}`)
  }
}

async function control(server: ServerProcess, t: TestApp, conversationId: string, atOnce: number, tally: Tally): Promise<void> {
  await server.kill()
  await server.start({ env: { DEFENCE_OFF: 'idempotency' } })
  const client = await server.connect()
  const before = await sizes(client)
  await Promise.all(Array.from({ length: atOnce }, () => call(t, note(conversationId, 'control'), 'control')))
  tally.figures.control_effects_beyond_one = effectsBeyondOne(before, await sizes(client)).length
  await client.end()
  tally.expect(tally.figures.control_effects_beyond_one > 0, 'control: with keys ignored no second effect was seen, so the gate is blind')
}

await runAsProgram(import.meta.url, run)
