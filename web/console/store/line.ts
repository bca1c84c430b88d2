import type { ClientFrame, ServerFrame, WireEvent } from '../../../contract/realtime.ts'

/** A connection to the stream. It says when it ends, once; then another is opened. */
export interface Line {
  say(frame: ClientFrame): void
  /** The last time the server said anything (ms). */
  heardAt(): number
  close(): void
}
interface Ends {
  /** Where the stream goes on: after this number, or from now on. */
  after: number | null
  onFrame(frame: ServerFrame): void
  /** The server answered nothing, or no longer; `isSignedOut`: because it does not know us. */
  onEnd(isSignedOut: boolean): void
}

/** Some proxies neither let a socket through nor refuse it. */
const handshakeMs = 8_000

function dial(): WebSocket {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/stream`)
  const timer = setTimeout(() => socket.close(), handshakeMs)
  for (const name of ['open', 'close']) socket.addEventListener(name, () => clearTimeout(timer))
  return socket
}

/** Whether sockets get through from here, tried beside the line that is in use. */
export function canDial(): Promise<boolean> {
  const socket = dial()
  return new Promise((resolve) => {
    socket.addEventListener('close', () => resolve(false))
    socket.addEventListener('open', () => {
      resolve(true)
      socket.close()
    })
  })
}

/** By WebSocket: what every network should let through. */
export function openSocket({ after, onFrame, onEnd }: Ends): Line {
  const socket = dial()
  let heardAt = Date.now()
  const say = (frame: ClientFrame) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  socket.addEventListener('open', () => say({ type: 'hello', after }))
  socket.addEventListener('message', ({ data }) => {
    heardAt = Date.now()
    onFrame(JSON.parse(String(data)) as ServerFrame)
  })
  socket.addEventListener('close', ({ code }) => onEnd(code === 4401))
  return { say, heardAt: () => heardAt, close: () => socket.close() }
}

/** By Server-Sent Events, where a proxy lets no socket through: the same frames come down; where we are and that we type goes up by POST. */
export function openEvents({ after, onFrame, onEnd }: Ends): Line {
  let heardAt = Date.now()
  let source: EventSource | null = null
  let watched: string | null = null
  /** Events of one moment, until the position says that it is complete. */
  let batch: WireEvent[] = []

  const end = (isSignedOut: boolean) => {
    if (!source) return
    source.close()
    source = null
    onEnd(isSignedOut)
  }
  const open = (from: number | null) => {
    batch = []
    const opened = new EventSource(`/api/v1/events${from === null ? '' : `?after=${from}`}`)
    source = opened
    const on = (name: string, take: (content: never) => void) =>
      opened.addEventListener(name, (event) => {
        heardAt = Date.now()
        if (source === opened) take(JSON.parse((event as MessageEvent<string>).data) as never)
      })
    on('ready', ({ number, version }: { number: number; version: string }) => onFrame({ type: 'ready', number, version }))
    on('event', (event: WireEvent) => void batch.push(event))
    on('position', ({ number }: { number: number }) => {
      const events = batch
      batch = []
      onFrame({ type: 'events', events, number })
    })
    for (const name of ['resync', 'presence', 'typing']) on(name, onFrame)
    on('pong', () => undefined)
    on('signed_out', () => end(true))
    // The browser would come back by itself, but it does not tell a refusal from a lost line; we do.
    opened.addEventListener('error', () => source === opened && void isRefused().then(end))
  }
  const tell = (body: object) =>
    void fetch('/api/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      keepalive: true,
    }).catch(() => undefined)
  const say = (frame: ClientFrame) => {
    if (frame.type === 'typing') return tell(frame)
    if (frame.type === 'watch') {
      if (watched && watched !== frame.conversationId) tell({ type: 'watch', conversationId: watched, state: 'gone' })
      watched = frame.conversationId
      if (watched) tell(frame)
    } else if (frame.type === 'hello') {
      source?.close()
      open(frame.after)
    }
  }
  open(after)
  return {
    say,
    heardAt: () => heardAt,
    close() {
      if (watched) tell({ type: 'watch', conversationId: watched, state: 'gone' })
      source?.close()
      source = null
    },
  }
}

async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/api/v1/me')).status === 401
  } catch {
    return false
  }
}
