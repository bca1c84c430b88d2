import type { Conversation, TimelineItem } from './conversation.ts'
import type { WireEvent } from './realtime.ts'

/** What a screen holds of the workspace: conversations it has loaded, and the timelines it has opened. */
export interface Held {
  conversations: ReadonlyMap<string, Conversation>
  /** Items by conversation, oldest first. Only opened conversations have an entry. */
  timelines: ReadonlyMap<string, readonly TimelineItem[]>
}

/**
 * Old state + event = new state. Pure; the console and the consistency tests run this same function. Records carried by the event replace
 * the held ones; an item is placed by time and id, so late or repeated events change nothing that is already right. `agentId` is the reader.
 */
export function applyEvent(held: Held, event: WireEvent, agentId: string): Held {
  let { conversations, timelines } = held
  if (event.isHidden && 'conversationId' in event.payload) {
    const { conversationId } = event.payload
    if (!conversations.has(conversationId)) return held
    return { conversations: new Map([...conversations].filter(([id]) => id !== conversationId)), timelines: withoutKey(timelines, conversationId) }
  }
  if (event.conversation) {
    const { seenBy, ...conversation } = event.conversation
    conversations = new Map(conversations).set(conversation.id, {
      ...conversation,
      isUnread: conversation.last !== null && !seenBy.includes(agentId),
    })
  }
  if (event.name === 'message.taken_back') timelines = withoutItem(timelines, event.payload.conversationId, event.payload.messageId)
  else if (event.item) timelines = withItem(timelines, event.item)
  if (event.name === 'conversation.split') timelines = withoutKey(withoutKey(timelines, event.payload.conversationId), event.payload.newId)
  if (event.name === 'conversation.merged') timelines = withoutKey(withoutKey(timelines, event.payload.conversationId), event.payload.intoId)
  if (event.name === 'contact.erased' && event.conversation) timelines = withoutKey(timelines, event.conversation.id)
  return conversations === held.conversations && timelines === held.timelines ? held : { conversations, timelines }
}

type Timelines = Held['timelines']

/** A merge or split moves many items: the timeline is dropped here and loaded anew by whoever shows it. */
function withoutKey(timelines: Timelines, conversationId: string): Timelines {
  if (!timelines.has(conversationId)) return timelines
  const next = new Map(timelines)
  next.delete(conversationId)
  return next
}

function withoutItem(timelines: Timelines, conversationId: string, itemId: string): Timelines {
  const items = timelines.get(conversationId)
  return items
    ? new Map(timelines).set(
        conversationId,
        items.filter((item) => item.id !== itemId),
      )
    : timelines
}

function withItem(timelines: Timelines, item: TimelineItem): Timelines {
  const items = timelines.get(item.conversationId)
  if (!items) return timelines
  const others = items.filter((other) => other.id !== item.id)
  const at = others.findLastIndex((other) => comesBefore(other, item)) + 1
  return new Map(timelines).set(item.conversationId, others.toSpliced(at, 0, item))
}

/** The order of a timeline: by time, then by id. */
export function comesBefore(a: Pick<TimelineItem, 'at' | 'id'>, b: Pick<TimelineItem, 'at' | 'id'>): boolean {
  return a.at < b.at || (a.at === b.at && a.id < b.id)
}
