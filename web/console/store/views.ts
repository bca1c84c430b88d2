import type { ConversationFilter } from '../../../contract/api/conversations.ts'
import type { Conversation } from '../../../contract/conversation.ts'

/** What a list shows: the filter of the route, as text, so that it fits an address. */
export type Filter = { [Name in keyof ConversationFilter]?: string }
export type Sort = 'activity' | 'waiting'
export interface Reader {
  agentId: string
  teamIds: readonly string[]
}

/** The built-in views with what they hold; each agrees with its count on the server. */
export const builtInViews = {
  mine: { status: 'open', assignee: 'me' },
  unassigned: { status: 'open', assignee: 'none' },
  mentions: { status: 'open,waiting,snoozed', mentions: 'me' },
  waiting: { status: 'waiting' },
  snoozed: { status: 'snoozed' },
  drafts: { drafts: 'me' },
  all: { status: 'open' },
} as const satisfies Record<string, Filter>
export type BuiltInView = keyof typeof builtInViews
export const builtInNames = Object.keys(builtInViews) as BuiltInView[]

/** What an agent may narrow a view by, in the order of the bar. */
export const narrowable = ['status', 'channel', 'tag', 'priority', 'waitingMinutes', 'assignee', 'team'] as const satisfies (keyof Filter)[]
const known = new Set<string>([...narrowable, 'inbox', 'contact', 'mentions', 'drafts'])

/** The filter of a view named in the address: built in, `team-ID`, `channel-NAME`, or saved (`view-ID`). Null for one nobody knows. Pure. */
export function filterOfView(view: string, saved: readonly { id: string; filter: Record<string, string> }[]): Filter | null {
  if (Object.hasOwn(builtInViews, view)) return builtInViews[view as BuiltInView]
  const [kind, ...rest] = view.split('-')
  const id = rest.join('-')
  if (kind === 'team' && id) return { status: 'open', team: id }
  if (kind === 'channel' && id) return { status: 'open', channel: id }
  const found = kind === 'view' ? saved.find((one) => one.id === id) : undefined
  return found ? onlyKnown(found.filter) : null
}

const onlyKnown = (filter: Record<string, string>): Filter => Object.fromEntries(Object.entries(filter).filter(([name]) => known.has(name)))

/** The view's filter narrowed by what stands in the address; `status=any` drops the view's own status. Pure. */
export function narrowed(filter: Filter, query: URLSearchParams): Filter {
  const next: Filter = { ...filter }
  for (const name of narrowable) {
    const value = query.get(name)
    if (name === 'status' && value === 'any') delete next.status
    else if (value) next[name] = value
  }
  return next
}

/**
 * Does a conversation belong to what this filter shows? Null: the record does not tell (who is mentioned, whose draft), ask the server. Pure.
 * `nowMs` decides about waiting. The same rules as the server's list.
 */
export function matchesView(conversation: Conversation, filter: Filter, reader: Reader, nowMs: number): boolean | null {
  if (conversation.mergedIntoId) return false
  if (filter.status && !filter.status.split(',').includes(conversation.status)) return false
  if (filter.assignee && conversation.assigneeId !== whoIs(filter.assignee, reader)) return false
  if (filter.team && !isOfTeam(conversation.teamId, filter.team, reader)) return false
  if (filter.channel && conversation.last?.channel !== filter.channel) return false
  if (filter.tag && !conversation.tags.includes(filter.tag)) return false
  if (filter.priority && conversation.priority !== filter.priority) return false
  if (filter.contact && conversation.contact.id !== filter.contact) return false
  if (filter.waitingMinutes && !waitsFor(conversation, Number(filter.waitingMinutes), nowMs)) return false
  return filter.inbox || filter.mentions || filter.drafts ? null : true
}

const whoIs = (assignee: string, reader: Reader) => (assignee === 'none' ? null : assignee === 'me' ? reader.agentId : assignee)

function isOfTeam(teamId: string | null, wanted: string, reader: Reader): boolean {
  if (wanted === 'none') return teamId === null
  return wanted === 'mine' ? teamId !== null && reader.teamIds.includes(teamId) : teamId === wanted
}

function waitsFor({ status, waitingSince }: Conversation, minutes: number, nowMs: number): boolean {
  return status === 'open' && waitingSince !== null && nowMs - Date.parse(waitingSince) >= minutes * 60_000
}

/** The order of a list: newest activity first, or longest wait first. Negative: a stands before b. Pure. */
export function compareBy(sort: Sort): (a: Conversation, b: Conversation) => number {
  if (sort === 'waiting') return (a, b) => byText(a.waitingSince ?? '9', b.waitingSince ?? '9') || byText(a.id, b.id)
  return (a, b) => byText(b.last?.at ?? b.createdAt, a.last?.at ?? a.createdAt) || byText(b.id, a.id)
}

/** Only what waits can stand in the order of waiting; the server leaves out the rest. Pure. */
export const isInSort = (conversation: Conversation, sort: Sort): boolean =>
  sort === 'activity' || (conversation.waitingSince !== null && conversation.status === 'open')

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
