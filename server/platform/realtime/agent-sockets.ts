import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ClientFrame, ServerFrame } from '../../../contract/realtime.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { AgentActor } from '../context.ts'
import { hostsAskedFor, isFromForeignPage } from '../http/origin.ts'
import type { Log } from '../log.ts'
import { mayBeTold, type Feed, type Hydrated } from './feed.ts'
import { createHeartbeat } from './heartbeat.ts'
import { maySense, type Presence } from './presence.ts'

export interface AgentCaller {
  workspaceId: WorkspaceId
  actor: AgentActor
}
export interface AgentSocketsOptions {
  feed: Feed
  presence: Presence
  log: Log
  version: string
  /** Who opens the socket; asked again, past every cache, when something about the agent changed. */
  authenticate(request: IncomingMessage, fresh: boolean): Promise<AgentCaller | null>
}

export interface AgentSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly size: number
  close(): void
}

interface Client {
  socket: WebSocket
  request: IncomingMessage
  caller: AgentCaller
  leave: (() => void) | null
  watching: string | null
}

/** A client that reads this slowly is cut off; it comes back and asks for what it missed. */
const mostBuffered = 4 * 1024 * 1024
/** A socket is pinged and its right looked at again this often. */
const checkEveryMs = 30_000

/** Frames are built once per batch and audience and shared by everybody who may see the same. */
const frames = new WeakMap<Hydrated[], Map<string, Buffer>>()

function frameFor(batch: Hydrated[], number: number, actor: AgentActor): Buffer {
  const held = frames.get(batch) ?? new Map<string, Buffer>()
  frames.set(batch, held)
  const isOwn = batch.some((one) => one.onlyAgentId === actor.id)
  const isRestricted = batch.some((one) => one.audience?.teamId)
  const key = isOwn || (isRestricted && actor.role === 'agent') ? actor.id : 'all'
  const known = held.get(key)
  if (known) return known
  const events = batch.filter((one) => (key === 'all' ? !one.onlyAgentId && !one.hiddenFrom : mayBeTold(actor, one))).map((one) => one.wire)
  const frame = Buffer.from(JSON.stringify({ type: 'events', events, number } satisfies ServerFrame))
  held.set(key, frame)
  return frame
}

const cutting = new Set(['session.revoked', 'token.revoked', 'agent.changed', 'agent.deactivated', 'team.changed'])

export function createAgentSockets({ feed, presence, log, version, authenticate }: AgentSocketsOptions): AgentSockets {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 })
  const clients = new Set<Client>()
  const heartbeat = createHeartbeat(checkEveryMs)
  const send = (client: Client, frame: ServerFrame) => client.socket.send(JSON.stringify(frame))

  async function checkAgain(client: Client): Promise<void> {
    const caller = await authenticate(client.request, true).catch(() => undefined)
    if (caller === undefined) return
    if (!caller || caller.workspaceId !== client.caller.workspaceId || caller.actor.id !== client.caller.actor.id) {
      send(client, { type: 'signed_out' })
      client.socket.close(4401, 'signed out')
    } else client.caller = caller
  }

  function deliver(client: Client, batch: Hydrated[], number: number): void {
    if (client.socket.bufferedAmount > mostBuffered) return client.socket.terminate()
    client.socket.send(frameFor(batch, number, client.caller.actor), { binary: false })
    if (
      batch.some(
        ({ wire }) =>
          cutting.has(wire.name) && (wire.name === 'team.changed' || (wire.payload as { agentId?: string }).agentId === client.caller.actor.id),
      )
    )
      void checkAgain(client)
  }

  async function hello(client: Client, after: number | null): Promise<void> {
    client.leave?.()
    client.leave = null
    const joined = await feed.join(client.caller.workspaceId, after, (batch, number) => deliver(client, batch, number))
    if (joined === 'resync') return send(client, { type: 'resync', number: await feed.lastNumber(client.caller.workspaceId) })
    if (client.socket.readyState !== client.socket.OPEN) return joined.leave()
    client.leave = joined.leave
    send(client, { type: 'ready', number: joined.number, version })
    for (const { frame, audience } of presence.now(client.caller.workspaceId)) if (maySense(client.caller.actor, audience)) send(client, frame)
  }

  function handle(client: Client, frame: ClientFrame): void {
    const { workspaceId, actor } = client.caller
    if (frame.type === 'ping') return send(client, { type: 'pong' })
    if (frame.type === 'hello')
      return void hello(client, frame.after).catch(
        (error: Error) => (log.warn({ error: error.message }, 'socket cannot join'), client.socket.close(1013, 'try again')),
      )
    if (frame.type === 'watch') {
      if (client.watching && client.watching !== frame.conversationId) presence.leave(workspaceId, actor, client.watching)
      client.watching = frame.conversationId
      if (frame.conversationId) presence.enter(workspaceId, actor, frame.conversationId, frame.state)
    } else if (frame.type === 'typing') presence.agentTypes(workspaceId, actor, frame.conversationId, frame.isTyping)
  }

  const stopPresence = presence.onFrame((workspaceId, frame, audience) => {
    for (const client of clients) if (client.caller.workspaceId === workspaceId && maySense(client.caller.actor, audience)) send(client, frame)
  })

  async function open(request: IncomingMessage, socket: WebSocket): Promise<void> {
    // What a client says before we know who it is waits here.
    const early: ClientFrame[] = []
    let client: Client | null = null
    socket.on('message', (data) => {
      const frame = readFrame(String(data))
      if (!frame) return socket.close(1007, 'not a frame')
      if (client) handle(client, frame)
      else if (early.length < 20) early.push(frame)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (!client) return
      clients.delete(client)
      client.leave?.()
      if (client.watching) presence.leave(client.caller.workspaceId, client.caller.actor, client.watching)
    })
    const caller = await authenticate(request, false)
    if (!caller) return socket.close(4401, 'sign in')
    client = { socket, request, caller, leave: null, watching: null }
    if (socket.readyState !== socket.OPEN) return
    const joined = client
    clients.add(joined)
    heartbeat.watch(socket, () => void checkAgain(joined))
    for (const frame of early) handle(joined, frame)
  }

  return {
    get size() {
      return clients.size
    },
    upgrade(request, socket, head) {
      // The cookie comes along whichever page opens the socket; a token does not.
      if (!request.headers.authorization && isFromForeignPage(request.headers, hostsAskedFor(request.headers)))
        return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      server.handleUpgrade(
        request,
        socket,
        head,
        (ws) => void open(request, ws).catch((error: Error) => (log.warn({ error: error.message }, 'socket failed'), ws.close(1013, 'try again'))),
      )
    },
    close() {
      heartbeat.stop()
      stopPresence()
      for (const client of clients) client.socket.close(1012, 'restarting')
      server.close()
    },
  }
}

function readFrame(text: string): ClientFrame | null {
  try {
    const frame = JSON.parse(text) as ClientFrame
    if (frame.type === 'hello') return frame.after === null || Number.isSafeInteger(frame.after) ? frame : null
    if (frame.type === 'watch') return frame.conversationId === null || isId(frame.conversationId) ? frame : null
    if (frame.type === 'typing') return isId(frame.conversationId) ? { ...frame, isTyping: frame.isTyping === true } : null
    return frame.type === 'ping' ? frame : null
  } catch {
    return null
  }
}
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
