import { isDeepStrictEqual } from 'node:util'
import { applyEvent, type Held } from '../../../../contract/apply-event.ts'
import type { Conversation, TimelineItem } from '../../../../contract/conversation.ts'
import { mayBeTold, type Hydrated } from '../../../platform/realtime/feed.ts'
import type { TestApp } from '../../../testing/app.ts'

/** Somebody with a screen: their token, and who they are for the feed. */
export interface Reader {
  name: string
  token: string
  agent: { id: string; role: string; teamIds: string[] }
}
export interface Screen {
  held: Held
  number: number
}

const newestTimelines = 6

/** What a screen holds after a fresh start: every conversation the reader sees, and the timelines of the newest. Loaded again when something happened meanwhile. */
export async function loadScreen(t: TestApp, reader: Reader): Promise<Screen> {
  const get = async (path: string) => {
    const { status, body } = await t.call('GET', path, { token: reader.token })
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }
  for (;;) {
    const list = (await get('/conversations?limit=200')) as { items: Conversation[]; next: string | null; number: number }
    if (list.next) throw new Error('more conversations than this screen loads')
    const timelines = new Map<string, TimelineItem[]>()
    for (const { id } of list.items.slice(0, newestTimelines)) timelines.set(id, (await get(`/conversations/${id}/timeline?limit=200`)).items)
    if ((await t.app.feed.lastNumber(t.owner.workspaceId)) === list.number)
      return { held: { conversations: new Map(list.items.map((one) => [one.id, one])), timelines }, number: list.number }
  }
}

/** The log after one number and up to another, as the feed hands it out. */
export async function eventsBetween(t: TestApp, number: number, last: number): Promise<Hydrated[]> {
  const all: Hydrated[] = []
  let reached = number
  const joined = await t.app.feed.join(t.owner.workspaceId, number, (batch, upTo) => {
    all.push(...batch)
    reached = upTo
  })
  if (joined === 'resync') throw new Error('too many events for one replay')
  while (reached < last) await new Promise((resolve) => setTimeout(resolve, 5))
  joined.leave()
  return all.filter((one) => one.wire.number <= last)
}

/** The screen after those of the events that its reader may be told. */
export const follow = (screen: Screen, reader: Reader, events: Hydrated[]): Held =>
  events.filter((one) => mayBeTold(reader.agent, one)).reduce((held, one) => applyEvent(held, one.wire, reader.agent.id), screen.held)

/** A screen in a form that can be compared: what a merge hides is left out, and links to files, which are new each time. */
export function comparable(held: Held): { conversations: Record<string, unknown>; timelines: Record<string, unknown> } {
  const shown = [...held.conversations.values()].filter((one) => one.mergedIntoId === null)
  const timelines = [...held.timelines].filter(([id]) => shown.some((one) => one.id === id))
  return JSON.parse(
    JSON.stringify({ conversations: Object.fromEntries(shown.map((one) => [one.id, one])), timelines: Object.fromEntries(timelines) }, (key, value) =>
      key === 'url' || key === 'html' ? undefined : value,
    ),
  )
}

/** What differs between a followed and a fresh screen, one line each. Timelines that an event told the screen to load anew are not compared. */
export function differences(followed: Held, fresh: Held): string[] {
  const [mine, theirs] = [comparable(followed), comparable(fresh)]
  const found: string[] = []
  for (const id of new Set([...Object.keys(mine.conversations), ...Object.keys(theirs.conversations)])) {
    const [a, b] = [mine.conversations[id] as Record<string, unknown>, theirs.conversations[id] as Record<string, unknown>]
    if (!a || !b) found.push(`conversation ${a ? 'still held' : 'missing'}`)
    else
      for (const field of new Set([...Object.keys(a), ...Object.keys(b)]))
        if (!isDeepStrictEqual(a[field], b[field])) found.push(`${field}: held ${JSON.stringify(a[field])}, fresh ${JSON.stringify(b[field])}`)
  }
  for (const [id, items] of Object.entries(mine.timelines)) {
    const [a, b] = [items as TimelineItem[], theirs.timelines[id] as TimelineItem[] | undefined]
    if (!b) continue
    const ids = (list: TimelineItem[]) => list.map((item) => `${item.kind}:${item.activity?.name ?? item.text.slice(0, 12)}`).join(', ')
    if (ids(a) !== ids(b)) found.push(`timeline: held [${ids(a)}], fresh [${ids(b)}]`)
    else
      for (const [at, item] of a.entries())
        for (const field of Object.keys(item) as (keyof TimelineItem)[])
          if (!isDeepStrictEqual(item[field], b[at]![field]))
            found.push(`${item.kind} ${field}: held ${JSON.stringify(item[field])}, fresh ${JSON.stringify(b[at]![field])}`)
  }
  return found
}
