import { useCallback } from 'react'
import { applyEvent, comesBefore, type Held } from '../../../contract/apply-event.ts'
import type { Conversation, TimelineItem } from '../../../contract/conversation.ts'
import type { WireEvent } from '../../../contract/realtime.ts'
import { cell } from './cell.ts'

/** All the console knows of conversations and their timelines. Events change it by the one function shared with the server. */
const held = cell<Held>({ conversations: new Map(), timelines: new Map() })

/** Tells after each change which conversations changed, so that lists can place them. */
const listeners = new Set<(changed: readonly Conversation[]) => void>()
export function onConversations(listener: (changed: readonly Conversation[]) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const tell = (changed: readonly Conversation[]) => listeners.forEach((listener) => listener(changed))

export const conversationOf = (id: string): Conversation | undefined => held.get().conversations.get(id)
export const timelineOf = (id: string): readonly TimelineItem[] | undefined => held.get().timelines.get(id)
export const useConversation = (id: string | null): Conversation | undefined =>
  held.usePart(useCallback((now: Held) => (id ? now.conversations.get(id) : undefined), [id]))
export const useTimeline = (id: string | null): readonly TimelineItem[] | undefined =>
  held.usePart(useCallback((now: Held) => (id ? now.timelines.get(id) : undefined), [id]))

/** Takes records from the server, each replacing the one held. */
export function putConversations(conversations: readonly Conversation[]): void {
  if (conversations.length === 0) return
  held.set((now) => {
    const next = new Map(now.conversations)
    for (const conversation of conversations) next.set(conversation.id, conversation)
    return { ...now, conversations: next }
  })
  tell(conversations)
}

/** Changes a held record before the server has answered; gives what it was, to put back. Null when it is not held. */
export function patchConversation(id: string, patch: Partial<Conversation>): Conversation | null {
  const before = conversationOf(id)
  if (!before) return null
  putConversations([{ ...before, ...patch }])
  return before
}

/** Sets the newest page of a timeline. */
export function putTimeline(id: string, items: readonly TimelineItem[]): void {
  held.set((now) => ({ ...now, timelines: new Map(now.timelines).set(id, items) }))
}

/** Adds a page of older items in front. */
export function putOlder(id: string, older: readonly TimelineItem[]): void {
  held.set((now) => {
    const items = now.timelines.get(id) ?? []
    const ids = new Set(items.map((item) => item.id))
    return { ...now, timelines: new Map(now.timelines).set(id, [...older.filter((item) => !ids.has(item.id)), ...items]) }
  })
}

/** Puts one item in its place, or the newer form of it; only where the timeline is open. */
export function putItem(item: TimelineItem): void {
  held.set((now) => {
    const items = now.timelines.get(item.conversationId)
    if (!items) return now
    const others = items.filter((other) => other.id !== item.id)
    const at = others.findLastIndex((other) => comesBefore(other, item)) + 1
    return { ...now, timelines: new Map(now.timelines).set(item.conversationId, others.toSpliced(at, 0, item)) }
  })
}

/** Takes an item away: it was taken back. */
export function dropItem(conversationId: string, itemId: string): void {
  held.set((now) => {
    const items = now.timelines.get(conversationId)
    return items
      ? {
          ...now,
          timelines: new Map(now.timelines).set(
            conversationId,
            items.filter((item) => item.id !== itemId),
          ),
        }
      : now
  })
}

/** Forgets timelines that nobody shows; the next opening loads them afresh. */
export function keepTimelines(ids: readonly string[]): void {
  held.set((now) => ({ ...now, timelines: new Map([...now.timelines].filter(([id]) => ids.includes(id))) }))
}

/** Applies a batch of the stream in one step, so that screens draw once. */
export function applyEvents(events: readonly WireEvent[], agentId: string): void {
  let next = held.get()
  for (const event of events) next = applyEvent(next, event, agentId)
  held.set(next)
  const ids = new Set(events.flatMap((event) => event.conversation?.id ?? []))
  const changed = [...ids].flatMap((id) => next.conversations.get(id) ?? [])
  if (changed.length > 0) tell(changed)
}
