import { effect } from '@preact/signals'
import type { VisitorClientFrame, VisitorFrame } from '../../../contract/realtime.ts'
import { Refusal, session } from './api.ts'
import { flush } from './sending.ts'
import { position, reload, visit } from './session.ts'
import { kept } from './storage.ts'
import * as s from './store.ts'

const pingEveryMs = 25_000
const pollEveryMs = 5_000
/** A page nobody looks at gives its socket up, so that an answer goes to where the visitor does look. */
const hiddenForMs = 60_000

let socket: WebSocket | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let heart: ReturnType<typeof setInterval> | undefined
let poll: ReturnType<typeof setInterval> | undefined
let hiding: ReturnType<typeof setTimeout> | undefined
let typingOver: ReturnType<typeof setTimeout> | undefined
let tries = 0
let deafSockets = 0
let isStarted = false

export const send = (frame: VisitorClientFrame) => void (socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)))

/** Begins once the chat is opened, and never gives up. */
export function start(): void {
  if (isStarted) return
  isStarted = true
  addEventListener('online', () => ((s.hasNetwork.value = true), hurry()))
  addEventListener('offline', () => (s.hasNetwork.value = false))
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding)
    if (document.hidden) hiding = setTimeout(() => socket?.close(), hiddenForMs)
    else hurry()
  })
  effect(look)
  void connect()
}

function hurry(): void {
  if (socket && socket.readyState <= WebSocket.OPEN) return
  clearTimeout(timer)
  tries = 0
  void connect()
}

/** 0.5 s, doubling to 30 s, with a quarter of chance so that a restarted server is not stormed. */
function later(): void {
  clearTimeout(timer)
  if (s.link.value === 'gone' || document.hidden) return
  const waitMs = Math.min(30_000, 500 * 2 ** Math.min(tries++, 6))
  timer = setTimeout(() => void connect(), waitMs * (0.75 + Math.random() / 2))
}

async function connect(): Promise<void> {
  if (socket && socket.readyState <= WebSocket.OPEN) return
  try {
    if (!session.token) await visit()
  } catch (error) {
    if (error instanceof Refusal && s.link.value === 'starting') s.link.value = 'broken'
    return later()
  }
  void flush()
  listen()
}

function listen(): void {
  const made = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/chat/stream`)
  let heard = Date.now()
  let wasReady = false
  socket = made
  made.addEventListener('open', () => send({ type: 'hello', token: session.token, after: position.number }))
  made.addEventListener('message', ({ data }) => {
    heard = Date.now()
    const frame = JSON.parse(String(data)) as VisitorFrame
    if (frame.type === 'ready') wasReady = true
    take(frame)
  })
  made.addEventListener('close', ({ code }) => {
    clearInterval(heart)
    if (socket !== made) return
    socket = null
    if (code === 4401) session.token = ''
    // Sockets that open nothing, while the server answers: something on the way blocks them.
    if (!wasReady && ++deafSockets >= 2) startPolling()
    if (s.link.value === 'live') s.link.value = 'broken'
    later()
  })
  heart = setInterval(() => {
    if (Date.now() - heard > pingEveryMs * 2) made.close()
    else send({ type: 'ping' })
  }, pingEveryMs)
}

function take(frame: VisitorFrame): void {
  if ('number' in frame) position.number = frame.number
  if (frame.type === 'ready') {
    tries = deafSockets = s.failures.value = 0
    clearInterval(poll)
    poll = undefined
    s.isOnline.value = frame.isOnline
    s.link.value = 'live'
    void flush()
  } else if (frame.type === 'messages') s.take(frame.messages, frame.gone)
  else if (frame.type === 'resync') void reload().catch(later)
  else if (frame.type === 'seen') s.seenUpTo.value = frame.messageId > s.seenUpTo.value ? frame.messageId : s.seenUpTo.value
  else if (frame.type === 'typing') {
    clearTimeout(typingOver)
    s.typist.value = frame.isTyping ? frame.name : null
    typingOver = setTimeout(() => (s.typist.value = null), 6_000)
  }
}

function startPolling(): void {
  poll ??= setInterval(() => {
    if (document.hidden || !session.token) return
    reload().then(
      () => s.link.value !== 'live' && (s.link.value = 'polling'),
      () => s.link.value !== 'live' && (s.link.value = 'broken'),
    )
  }, pollEveryMs)
}

/** Tells what the visitor has before their eyes. */
function look(): void {
  const newest = s.messages.value.findLast((message) => message.direction === 'out')
  if (!newest || !s.isShown.value || document.hidden || newest.id <= s.lookedAt.value) return
  s.lookedAt.value = newest.id
  kept.set('seen', newest.id)
  send({ type: 'seen', messageId: newest.id })
}
document.addEventListener('visibilitychange', look)

let typedAt = 0
let stillTyping: ReturnType<typeof setTimeout> | undefined
/** The agent sees that words are coming; said at most every three seconds. */
export function typing(isTyping: boolean): void {
  clearTimeout(stillTyping)
  if (isTyping) stillTyping = setTimeout(() => typing(false), 5_000)
  if (isTyping && Date.now() - typedAt < 3_000) return
  typedAt = isTyping ? Date.now() : 0
  send({ type: 'typing', isTyping })
}
