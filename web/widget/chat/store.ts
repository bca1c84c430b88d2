import { batch, computed, signal } from '@preact/signals'
import type { VisitorMessage } from '../../../contract/realtime.ts'
import { boot } from './boot.ts'
import { kept } from './storage.ts'

/** What waits to be sent; the same shape lies in the browser's own database. */
export interface Outgoing {
  clientKey: string
  text: string
  files: { name: string; type: string; content: Blob; id?: string }[]
  writtenAt: string
  wantsPerson: boolean
  /** Taken by the server; it stays in view until the message itself comes back. */
  isSent?: boolean
  problem?: string
}

export const locale = signal(boot.locale)
export const words = signal(boot.words)
export const messages = signal<VisitorMessage[]>([])
export const outgoing = signal<Outgoing[]>([])
export const older = signal<string | null>(null)
export const name = signal(boot.name)
export const greeting = signal(boot.greeting)
export const isOnline = signal(boot.isOnline)
export const knownEmail = signal<string | null>(null)
/** starting; live by socket; polling where sockets are blocked; broken off; gone for good. */
export const link = signal<'starting' | 'live' | 'polling' | 'broken' | 'gone'>('starting')
/** Failures in a row; from the second on the other ways to reach us are shown. */
export const failures = signal(0)
export const hasNetwork = signal(navigator.onLine)
export const typist = signal<string | null>(null)
export const isShown = signal(boot.page === 'talk')
export const isMailOpen = signal(false)
/** A person was asked for: shown until the next words, and said with them while it is nowhere noted. */
export const hasAsked = signal(false)
export const isWishOpen = signal(false)
export const notice = signal<string | null>(null)
export const progress = signal<number | null>(null)
export const card = signal<typeof boot.card>(JSON.parse(kept.get('card') ?? 'null') ?? boot.card)

export const t = (id: string, values: Record<string, string | number> = {}): string =>
  (words.value[id] ?? id).replace(/\{(\w+)\}/g, (_, value: string) => String(values[value] ?? ''))

/** Outgoing words of which the message has not come back yet. */
export const unanswered = computed(() => {
  const arrived = new Set(messages.value.map((message) => message.clientKey))
  return outgoing.value.filter((one) => !arrived.has(one.clientKey))
})

const order = (a: VisitorMessage, b: VisitorMessage) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)

/** Puts messages in, each replacing the one of the same id. */
export function take(fresh: VisitorMessage[], gone: string[] = []): void {
  if (fresh.length + gone.length === 0) return
  const byId = new Map(messages.value.map((message) => [message.id, message]))
  for (const message of fresh) byId.set(message.id, message)
  for (const id of gone) byId.delete(id)
  batch(() => {
    messages.value = [...byId.values()].sort(order)
    if (fresh.some((message) => message.direction === 'out')) typist.value = null
    const arrived = new Set(messages.value.map((message) => message.clientKey))
    outgoing.value = outgoing.value.filter((one) => !(one.isSent && arrived.has(one.clientKey)))
  })
}

/** An agent has seen everything up to here; an answer proves it as well. */
export const seenUpTo = signal('')
export const isSeen = (message: VisitorMessage): boolean =>
  message.state === 'read' || message.id <= seenUpTo.value || messages.value.some((other) => other.direction === 'out' && other.at > message.at)

/** The newest answer that the visitor has looked at. */
export const lookedAt = signal(kept.get('seen') ?? '')
export const unread = computed(() => messages.value.filter((message) => message.direction === 'out' && message.id > lookedAt.value).length)
