import type { Route } from '../../../contract/route.ts'
import { newId } from '../../../server/platform/ids.ts'
import type { TestApp } from '../../../server/testing/app.ts'
import { holdsId, leavesOf, putAt, sampleOf, shapesOf, urlOf, type Leaf, type Place } from '../rig/api-shape.ts'
import { sleep, type Tally } from '../rig/gate.ts'
import { ownIdFor, type World } from './world.ts'

export interface Stage {
  t: TestApp
  isShort: boolean
  /** Who asks, and whose records are asked for. */
  mine: World
  theirs: World
  tally: Tally
  /** What was seen that should not be: told to `tally` unless this is the control. */
  leaks: string[]
  /** Whether a 5xx is a failure: with a wall down, a broken statement is no answer that tells anything. */
  isWhole: boolean
  /** Ids of theirs that we wrote into records of our own (a draft keeps whatever it is given): seeing them again tells nothing. */
  planted: Set<string>
}

interface Answer {
  status: number
  body: unknown
}
interface Sent {
  isVisitors: boolean
  method: string
  url: string
  body?: unknown
  raw?: Uint8Array
  contentType?: string
}

const order = ['GET', 'PUT', 'PATCH', 'POST', 'DELETE']
export const inOrder = (routes: readonly Route[]) => [...routes].sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method))
export const nameOf = (route: Route) => `${route.method} ${route.path}`

/** Every field of the route that holds an id, with ids of theirs and with one that does not exist: the two answers must be alike. Returns how many fields were probed. */
export async function probeRoute(stage: Stage, route: Route): Promise<number> {
  const fields = leavesOf(route).filter(holdsId)
  for (const leaf of fields) {
    const absent = await ask(stage, requestFor(stage, route, leaf, newId()))
    for (const id of foreignIds(stage, route, leaf)) {
      const answer = await ask(stage, requestFor(stage, route, leaf, id))
      stage.tally.add('probes')
      const what = `${nameOf(route)} ${leaf.place}.${leaf.path.join('.')}`
      if (answer.status >= 500 && stage.isWhole) stage.tally.fail(`${what}: ${answer.status}`, `5xx of ${what}`)
      const [one, other] = [blank(answer, id), blank(absent, null)]
      if (one !== other) stage.leaks.push(`${what}: a foreign id answers ${one.slice(0, 160)}, an absent one ${other.slice(0, 160)}`)
      if (answer.status < 300 && leaf.place === 'body') stage.planted.add(id)
      scan(stage, what, answer, id)
    }
  }
  return fields.length
}

/** Ids of theirs to try in a field. The short form tries those of the kind that belongs there, and of the others a few, each time other ones. */
function foreignIds({ isShort, mine, theirs }: Stage, route: Route, leaf: Leaf): string[] {
  const kinds = Object.keys(theirs.ids).filter((kind) => kind !== 'number')
  const field = String(leaf.path.findLast((part) => typeof part === 'string'))
  const own = ownIdFor(mine, route.path, field)
  const fitting = kinds.filter((kind) => mine.ids[kind] === own)
  const others = kinds.filter((kind) => !fitting.includes(kind))
  const some = isShort ? Array.from({ length: 4 }, () => others[turn++ % others.length]!) : others
  return [...new Set([...fitting, ...some].map((kind) => theirs.ids[kind]!))]
}
let turn = 0

/** A plain call of the route with nothing foreign in it; whatever comes back must be ours. */
export async function callPlainly(stage: Stage, route: Route): Promise<void> {
  const answer = await ask(stage, requestFor(stage, route, null, ''))
  stage.tally.add('plain_calls')
  if (answer.status >= 500) stage.tally.fail(`${nameOf(route)}: ${answer.status}`)
  scan(stage, nameOf(route), answer, '')
}

/** The other workspace named in body, query and headers, under every name that an API ever gave it. */
export async function callNamingThem(stage: Stage, route: Route): Promise<void> {
  const id = stage.theirs.owner.workspaceId
  const names = Object.fromEntries(['workspaceId', 'workspace_id', 'accountId', 'account_id', 'tenant', 'tenantId'].map((name) => [name, id]))
  const sent = requestFor(stage, route, null, '')
  const headers = { 'x-workspace-id': id, 'x-account-id': id, 'x-tenant': id, 'x-on-behalf-of': stage.theirs.owner.userId, 'x-samvad-workspace': id }
  const url = `${sent.url}${sent.url.includes('?') ? '&' : '?'}${new URLSearchParams(names)}`
  const answer = await ask(stage, { ...sent, url, ...(sent.body === undefined ? {} : { body: { ...(sent.body as object), ...names } }) }, headers)
  stage.tally.add('probes')
  if (answer.status >= 500) stage.tally.fail(`${nameOf(route)} naming another workspace: ${answer.status}`)
  scan(stage, `${nameOf(route)} naming another workspace`, answer, id)
}

function requestFor({ mine }: Stage, route: Route, leaf: Leaf | null, id: string): Sent {
  const shapes = shapesOf(route)
  const own = (field: string) => (route.path.includes(':number') && field === 'number' ? mine.ids.number! : ownIdFor(mine, route.path, field))
  const build = (place: Place) => {
    const shape = shapes[place]
    if (!shape) return undefined
    const isHere = leaf?.place === place
    const value = sampleOf(shape, own, '', isHere ? leaf.path : [])
    return isHere ? putAt(value, leaf.path, id) : value
  }
  const params = { ...(build('path') as Record<string, unknown> | undefined) }
  if ('number' in params) params.number = mine.ids.number
  if ('mode' in params) params.mode = 'reply'
  const isVisitors = route.access === 'visitor'
  const url = urlOf(route, params, (build('query') as Record<string, unknown> | undefined) ?? {})
  if (route.rawBody)
    return { isVisitors, method: route.method, url, raw: Buffer.from('Subject: probe\r\n\r\nprobe\r\n'), contentType: route.rawBody.contentTypes[0]! }
  return { isVisitors, method: route.method, url, ...(shapes.body ? { body: build('body') } : {}) }
}

async function ask({ t, mine }: Stage, sent: Sent, headers: Record<string, string> = {}): Promise<Answer> {
  const token = (sent.isVisitors && mine.visitorToken) || mine.owner.token
  for (let tries = 0; ; tries++) {
    const { status, body, headers: got } = await t.call(sent.method, sent.url, { token, ...sent, headers })
    const waitSeconds = Number(got['retry-after'] ?? 1)
    if (status !== 429 || waitSeconds > 2 || tries === 5) return { status, body }
    await sleep(waitSeconds * 1_000)
  }
}

/** An answer without what differs from call to call: the id that was asked for, and in a success all ids, times and numbers. */
function blank({ status, body }: Answer, id: string | null): string {
  const text = JSON.stringify(body ?? null).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')
  const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  const own = id ? text.replaceAll(id, '<id>') : text.replaceAll(anyId, '<id>')
  return `${status} ${status < 300 ? own.replaceAll(anyId, '<id>').replaceAll(/\d+/g, '0') : own}`
}

/** Nothing of theirs may stand in an answer to us, except the id that we sent ourselves. */
function scan({ theirs, leaks, planted }: Stage, what: string, { body }: Answer, sent: string): void {
  const text = JSON.stringify(body ?? null)
  if (text.includes(theirs.canary)) leaks.push(`${what}: a text of theirs came back`)
  for (const [kind, id] of Object.entries(theirs.ids))
    if (kind !== 'number' && id !== sent && !planted.has(id) && text.includes(id))
      leaks.push(`${what}: the id of their ${kind} came back: ${text.slice(Math.max(0, text.indexOf(id) - 120), text.indexOf(id) + 60)}`)
}
