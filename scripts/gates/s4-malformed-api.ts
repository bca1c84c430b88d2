// Gate S4: whatever is sent to the API, it answers like itself: no 5xx, no hang, no stack trace, nothing written that was not asked for.
// Malformed JSON bodies for every write route, naughty strings in every text field of every route, bombs of depth and size, __proto__, doubled parameters.
// Positive control: routes of the gate's own that crash, hang and tell their stack must be found by the same judgement.
import { z } from 'zod'
import type { Route } from '../../contract/route.ts'
import { seededRandom } from '../../server/connectors/email/mime/mutate.ts'
import type { TestApp } from '../../server/testing/app.ts'
import { holdsText, leavesOf, putAt, sampleOf, shapesOf, urlOf, type Leaf, type Place } from './rig/api-shape.ts'
import { defaultSeed, runAsProgram, sleep, Tally, type GateResult } from './rig/gate.ts'
import { startApp } from './rig/in-process.ts'
import { malformedBodies, naughtyStrings, type RawBody } from './s4/malformed.ts'
import { makeWorld, ownIdFor, type World } from './s3/world.ts'

interface Attack {
  name: string
  method: string
  url: string
  isVisitors: boolean
  body?: RawBody
}
const nameOf = (route: Route) => `${route.method} ${route.path}`
/** They end what the gate stands on, or hash a password each time: asked a few times only. */
const rarely = /^\/(sign-in|sign-up|sign-out|password-reset|invitations\/(read|accept)|me$|workspace\/remove-demo)/
const slowestMs = 2_000

export async function run(short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s4-malformed-api', seed)
  const t = await startApp()
  addControls(t)
  try {
    const world = await makeWorld(t, t.owner, 'crane')
    const random = seededRandom(seed)
    const attacks = t.app.http.served.flatMap((route) => attacksOn(world, route, random))
    tally.figures.attacks_known = attacks.length
    tally.figures.routes = t.app.http.served.length
    const wanted = short ? 2_000 : 45_000
    const share = Math.min(1, wanted / attacks.length)
    for (const attack of attacks) if (random() < share) await attackWith(t, world, attack, tally)
    await massAssignment(t, world, tally)
    tally.expect(short || tally.figures.requests! >= 40_000, `only ${tally.figures.requests} requests`)
    tally.expect(Object.keys(Object.prototype).length === 0 && !('polluted' in {}), 'the prototype of all objects was changed')
    const alive = await t.call('GET', '/conversations')
    tally.expect(alive.status === 200 && (await t.call('GET', '/livez')).status !== 503, `afterwards the API answers ${alive.status}`)
    await control(t, world, tally)
  } finally {
    await t.close()
  }
  return tally.result()
}

function attacksOn(world: World, route: Route, random: () => number): Attack[] {
  const shapes = shapesOf(route)
  const own = (field: string) => ownIdFor(world, route.path, field)
  const sample = (place: Place, leaf?: Leaf) =>
    (shapes[place] ? sampleOf(shapes[place], own, '', leaf?.place === place ? leaf.path : []) : {}) as Record<string, unknown>
  const number = { number: world.ids.number }
  const fill = (params: Record<string, unknown>) => ('number' in params && typeof params.number === 'number' ? { ...params, ...number } : params)
  const base = { method: route.method, isVisitors: route.access === 'visitor' }
  const plainUrl = urlOf(route, fill(sample('path')), sample('query'))
  const attacks: Attack[] = []
  if (route.method !== 'GET' && route.method !== 'DELETE') {
    const valid = route.body ? sample('body') : {}
    for (const body of malformedBodies(valid)) attacks.push({ ...base, name: `${nameOf(route)}: ${body.name}`, url: plainUrl, body })
  }
  for (const leaf of leavesOf(route).filter((one) => holdsText(one) || one.place !== 'body')) {
    for (const naughty of naughtyStrings) {
      // What no address can carry, no client can send.
      if (leaf.place !== 'body' && !naughty.isWellFormed()) continue
      const put = (place: Place) =>
        leaf.place === place ? (putAt(sample(place, leaf), leaf.path, naughty) as Record<string, unknown>) : sample(place)
      const url = urlOf(route, fill(put('path')), put('query'))
      const body = route.body ? { name: 'JSON', bytes: Buffer.from(JSON.stringify(put('body'))), contentType: 'application/json' } : undefined
      attacks.push({
        ...base,
        name: `${nameOf(route)} ${leaf.place}.${leaf.path.join('.')} = ${JSON.stringify(naughty.slice(0, 40))}`,
        url,
        ...(body ? { body } : {}),
      })
    }
  }
  for (const odd of [
    '?limit=1&limit=2',
    '?after=a&after=b',
    '?__proto__[polluted]=yes',
    '?constructor.prototype.polluted=yes',
    '?limit=1e9',
    '?limit=-1',
    '?%',
    '?a[]=1&a[]=2',
    `?q=${'x'.repeat(5_000)}`,
    '?q=%00',
    '?q=%ff%fe',
    '/',
    '//',
    '/%2e%2e',
    ';a=b',
    '%20',
    '?',
  ])
    attacks.push({ ...base, name: `${nameOf(route)} with ${odd.slice(0, 20)}`, url: plainUrl.split('?')[0] + odd })
  return rarely.test(route.path) ? attacks.filter(() => random() < 25 / attacks.length) : attacks
}

/** Asks name servers and other people's machines, with limits of its own. */
const asksOthers = /^\/inboxes\/discover/

/** Paths, modules and SQL of ours never belong into an answer. */
const tellsTooMuch =
  /\n\s+at |node_modules|\.ts:\d+|\/server\/|SyntaxError|TypeError|ZodError|relation "|syntax error at|duplicate key|pg_catalog|violates/

/** One attack. What took too long is asked once more: a machine has slow moments, an answer that hangs does so again. */
async function attackWith(t: TestApp, world: World, attack: Attack, tally: Tally): Promise<void> {
  const first = new Tally('first', 0)
  await attackOnce(t, world, attack, first)
  const isSlow = first.figures.slowest_ms! > slowestMs && !asksOthers.test(attack.url)
  if (isSlow) tally.add('slow_once')
  const judged = isSlow ? new Tally('again', 0) : first
  if (isSlow) await attackOnce(t, world, attack, judged)
  tally.take(judged)
}

async function attackOnce(t: TestApp, world: World, attack: Attack, tally: Tally): Promise<void> {
  const token = attack.isVisitors ? world.visitorToken : world.owner.token
  const startedAt = performance.now()
  const answer = await Promise.race([
    t.app.http.fastify.inject({
      method: attack.method as 'POST',
      url: `/api/v1${attack.url}`,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(attack.body?.contentType ? { 'content-type': attack.body.contentType } : {}),
      },
      ...(attack.body ? { payload: attack.body.bytes } : {}),
    }),
    sleep(slowestMs * 4).then(() => null),
  ])
  const ms = performance.now() - startedAt
  tally.add('requests')
  tally.most('slowest_ms', ms)
  const route = attack.name.split(':')[0]!.split(' ').slice(0, 2).join(' ')
  if (!answer) return tally.fail(`${attack.name}: no answer`, `hangs of ${route}`)
  tally.add(`answers_${Math.floor(answer.statusCode / 100)}xx`)
  if (answer.statusCode >= 500) tally.fail(`${attack.name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`, `5xx of ${route}`)
  if (ms > slowestMs && !asksOthers.test(attack.url)) tally.fail(`${attack.name}: ${Math.round(ms)} ms`, `slow ${route}`)
  if (answer.statusCode >= 400 && tellsTooMuch.test(answer.body))
    tally.fail(`${attack.name}: tells ${tellsTooMuch.exec(answer.body)![0].trim()}`, `${route} tells too much`)
  if (answer.statusCode >= 400 && !isProblem(answer.body))
    tally.fail(`${attack.name}: ${answer.statusCode} is no problem document: ${answer.body.slice(0, 80)}`, `${route}: no problem document`)
}

function isProblem(body: string): boolean {
  try {
    const { status, code } = JSON.parse(body) as { status?: unknown; code?: unknown }
    return typeof status === 'number' && typeof code === 'string'
  } catch {
    return false
  }
}

/** Every field that an answer shows but a request may not set is set: it must not come back. */
async function massAssignment(t: TestApp, world: World, tally: Tally): Promise<void> {
  for (const route of t.app.http.served) {
    if (!route.body || rarely.test(route.path)) continue
    const mark = 'f0f0f0f0-0000-4000-8000-00000000d00d'
    const shown = Object.keys((z.toJSONSchema(route.reply, { unrepresentable: 'any' }) as { properties?: object }).properties ?? {})
    const asked = Object.keys(shapesOf(route).body?.properties ?? {})
    const extra = Object.fromEntries(
      [...shown, 'workspace_id', 'workspaceId', 'agent_id', 'is_demo', 'created_at', 'password_hash']
        .filter((name) => !asked.includes(name))
        .map((name) => [name, mark]),
    )
    const own = (field: string) => ownIdFor(world, route.path, field)
    const params = (shapesOf(route).path ? sampleOf(shapesOf(route).path!, own) : {}) as Record<string, unknown>
    const body = { ...(sampleOf(shapesOf(route).body!, own) as object), ...extra }
    const answer = await t.call(route.method, urlOf(route, { ...params, ...('mode' in params ? { mode: 'reply' } : {}) }, {}), {
      token: (route.access === 'visitor' && world.visitorToken) || world.owner.token,
      body,
    })
    tally.add('mass_assignments')
    if (JSON.stringify(answer.body ?? null).includes(mark)) tally.fail(`${nameOf(route)}: a field that nobody may set came back`)
  }
}

function addControls(t: TestApp): void {
  t.app.http.fastify.post('/api/v1/control/crash', async () => {
    throw new Error('control')
  })
  t.app.http.fastify.post('/api/v1/control/hang', () => sleep(slowestMs + 300).then(() => ({ ok: true })))
  t.app.http.fastify.post('/api/v1/control/tell', (_request, reply) => reply.code(400).send(new Error('control').stack))
}

async function control(t: TestApp, world: World, tally: Tally): Promise<void> {
  const seen = new Tally('control', 0)
  for (const name of ['crash', 'hang', 'tell'])
    await attackWith(
      t,
      world,
      {
        name: `POST /control/${name}`,
        method: 'POST',
        url: `/control/${name}`,
        isVisitors: false,
        body: { name: 'JSON', bytes: Buffer.from('{}'), contentType: 'application/json' },
      },
      seen,
    )
  tally.figures.control_found = seen.failures.length
  for (const sign of ['500', 'ms', 'tells'])
    if (!seen.failures.some((failure) => failure.includes(sign))) tally.fail(`control: no failure with "${sign}" was seen, so the gate is blind`)
}

await runAsProgram(import.meta.url, run)
