import { useCallback } from 'react'
import type { Presence, ServerFrame } from '../../../contract/realtime.ts'
import { cell } from './cell.ts'

const here = cell<ReadonlyMap<string, readonly Presence[]>>(new Map())
type Typist = Extract<ServerFrame, { type: 'typing' }>['who']
const typing = cell<ReadonlyMap<string, readonly Typist[]>>(new Map())
const nobody: readonly never[] = []

/** Someone who types says so again and again; after this silence they have stopped. */
const typingMs = 8_000
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** Who looks at or writes in a conversation, this agent among them. */
export const usePresence = (conversationId: string): readonly Presence[] =>
  here.usePart(useCallback((map: ReadonlyMap<string, readonly Presence[]>) => map.get(conversationId) ?? nobody, [conversationId]))
/** Who is typing in a conversation: the customer or a colleague. */
export const useTyping = (conversationId: string): readonly Typist[] =>
  typing.usePart(useCallback((map: ReadonlyMap<string, readonly Typist[]>) => map.get(conversationId) ?? nobody, [conversationId]))

export function takePresence(conversationId: string, people: readonly Presence[]): void {
  here.set((before) => replaced(before, conversationId, people))
}

export function takeTyping({ conversationId, who, isTyping }: Extract<ServerFrame, { type: 'typing' }>): void {
  const key = `${conversationId} ${who.id}`
  clearTimeout(timers.get(key))
  timers.delete(key)
  typing.set((before) => {
    const others = (before.get(conversationId) ?? []).filter((one) => one.id !== who.id)
    return replaced(before, conversationId, isTyping ? [...others, who] : others)
  })
  if (isTyping)
    timers.set(
      key,
      setTimeout(() => takeTyping({ type: 'typing', conversationId, who, isTyping: false }), typingMs),
    )
}

function replaced<V>(map: ReadonlyMap<string, readonly V[]>, key: string, values: readonly V[]): ReadonlyMap<string, readonly V[]> {
  const next = new Map(map)
  if (values.length === 0) next.delete(key)
  else next.set(key, values)
  return next
}
