import type { ClientFrame, ServerFrame, WireEvent } from '../../../contract/realtime.ts'
import { backOffMs } from './back-off.ts'
import { cell } from './cell.ts'
import { applyEvents } from './held.ts'
import { canDial, openEvents, openSocket, type Line } from './line.ts'
import { takePresence, takeTyping } from './presence.ts'
import { currentMe, loadSession } from './session.ts'

/** `since` (ms): when it was lost. Screens say something only after a moment, for most losses are short. */
export type Connection = { state: 'connecting' | 'live' | 'lost'; since: number }
export const connection = cell<Connection>({ state: 'connecting', since: Date.now() })
/** The server runs another version than this page was loaded from. */
export const newerVersion = cell(false)

type EventsListener = (events: readonly WireEvent[]) => void
const eventsListeners = new Set<EventsListener>()
const reloadListeners = new Set<() => void>()
const liveListeners = new Set<() => void>()
const add = <L>(listeners: Set<L>, listener: L) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
/** After a batch has been applied. */
export const onEvents = (listener: EventsListener): (() => void) => add(eventsListeners, listener)
/** Too much was missed: whatever is shown must be loaded afresh. */
export const onReload = (listener: () => void): (() => void) => add(reloadListeners, listener)
/** The connection is there again. */
export const onLive = (listener: () => void): (() => void) => add(liveListeners, listener)

let line: Line | null = null
let failures = 0
let retry: ReturnType<typeof setTimeout> | undefined
/** Sockets that ended before the server had said a word, one after the other: a proxy in between does not let them through. */
let deadSockets = 0
const mostDeadSockets = 2
/** While the other way is in use, sockets are tried again, soon (the server may just have been starting) and then now and then (another network). */
const soonMs = 60_000
const nowAndThenMs = 10 * 60_000
let dialling: ReturnType<typeof setTimeout> | undefined
/** The last event applied. Null: nothing loaded yet. */
let reached: number | null = null
let version: string | null = null
let watched: { conversationId: string; state: 'viewing' | 'writing' | 'idle' } | null = null

/** Connects and stays connected until the page closes. Call once. */
export function startStream(): () => void {
  connect()
  const beat = setInterval(keepAlive, 20_000)
  const hurry = () => {
    failures = 0
    deadSockets = 0
    if (!line) connect()
  }
  window.addEventListener('online', hurry)
  return () => {
    clearInterval(beat)
    clearTimeout(retry)
    clearTimeout(dialling)
    window.removeEventListener('online', hurry)
    const open = line
    line = null
    open?.close()
  }
}

/**
 * A load from the server says up to which event it is true. If the stream has gone further meanwhile, what lies between is asked for again: the records of
 * the load may be older than those the events had brought.
 */
export function noteLoaded(number: number): void {
  if (reached === null) reached = number
  else if (number < reached) {
    reached = number
    say({ type: 'hello', after: number })
  }
}

/** Tells colleagues where this agent is; null: nowhere. Repeated every 20 s, for the server forgets after 60. */
export function watch(conversationId: string | null, state: 'viewing' | 'writing' | 'idle' = 'viewing'): void {
  watched = conversationId ? { conversationId, state } : null
  say({ type: 'watch', conversationId, state })
}

export const tellTyping = (conversationId: string, isTyping: boolean): void => say({ type: 'typing', conversationId, isTyping })

const say = (frame: ClientFrame): void => line?.say(frame)

function connect(): void {
  clearTimeout(retry)
  const isSocket = deadSockets < mostDeadSockets
  let isReady = false
  const opened: Line = (isSocket ? openSocket : openEvents)({
    after: reached,
    onFrame(frame) {
      if (line !== opened) return
      if (!isReady) {
        isReady = true
        if (isSocket) deadSockets = 0
        else dialAgain(soonMs)
      }
      take(frame)
    },
    onEnd(isSignedOut) {
      if (line !== opened) return
      line = null
      if (isSignedOut) return void loadSession()
      connection.set((now) => (now.state === 'live' ? { state: 'lost', since: Date.now() } : now))
      if (isReady) deadSockets = 0
      else deadSockets = isSocket ? deadSockets + 1 : 0
      // Where no socket gets through, the other way is tried at once.
      retry = setTimeout(connect, deadSockets === mostDeadSockets ? 0 : backOffMs(failures++, Math.random()))
    },
  })
  line = opened
}

function dialAgain(afterMs: number): void {
  clearTimeout(dialling)
  dialling = setTimeout(async () => {
    if (deadSockets < mostDeadSockets) return
    if (!(await canDial())) return dialAgain(nowAndThenMs)
    deadSockets = 0
    hangUp()
  }, afterMs)
}

/** Leaves the line in use for another, without a word to the screen: what is missed is asked for. */
function hangUp(): void {
  const left = line
  line = null
  left?.close()
  connect()
}

function keepAlive(): void {
  // Two beats without a word: the line is dead though nobody has told us (a laptop that slept, a changed network).
  if (line && Date.now() - line.heardAt() > 45_000) return hangUp()
  say({ type: 'ping' })
  if (watched) say({ type: 'watch', ...watched })
}

function take(frame: ServerFrame): void {
  if (frame.type === 'ready') return ready(frame.number, frame.version)
  if (frame.type === 'events') return takeEvents(frame.events, frame.number)
  if (frame.type === 'presence') return takePresence(frame.conversationId, frame.people)
  if (frame.type === 'typing') return takeTyping(frame)
  if (frame.type === 'signed_out') return void loadSession()
  if (frame.type === 'resync') {
    reached = frame.number
    say({ type: 'hello', after: frame.number })
    reloadListeners.forEach((listener) => listener())
  }
}

function ready(number: number, serverVersion: string): void {
  failures = 0
  reached ??= number
  version ??= serverVersion
  if (version !== serverVersion) newerVersion.set(true)
  connection.set({ state: 'live', since: Date.now() })
  if (watched) say({ type: 'watch', ...watched })
  liveListeners.forEach((listener) => listener())
}

function takeEvents(events: WireEvent[], number: number): void {
  const agentId = currentMe()?.agent.id
  if (!agentId) return
  applyEvents(events, agentId)
  reached = Math.max(reached ?? 0, number)
  eventsListeners.forEach((listener) => listener(events))
}
