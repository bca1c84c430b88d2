import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { VisitorClientFrame, VisitorFrame } from '../../../contract/realtime.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import { lastEventNumber } from '../../platform/events/read.ts'
import { gather } from '../../platform/gather.ts'
import type { Log } from '../../platform/log.ts'
import type { Feed } from '../../platform/realtime/feed.ts'
import { createHeartbeat } from '../../platform/realtime/heartbeat.ts'
import type { Presence } from '../../platform/realtime/presence.ts'
import type { FileLinks } from '../conversations/index.ts'
import type { VisitorCaller } from './authenticate.ts'
import { missedSince } from './messages.ts'
import { conversationsOf, currentConversation } from './queries.ts'
import { markDelivered, markPresent, markRead } from './receipts.ts'
import { createSwitchboard, type Listener } from './switchboard.ts'
import { readFrame } from './frames.ts'
import type { Visitor } from './visitor.ts'

export interface VisitorSocketsOptions {
  database: Database
  feed: Feed
  presence: Presence
  links: FileLinks
  log: Log
  authenticate(token: string): Promise<VisitorCaller | null>
  isOnline(workspaceId: WorkspaceId): Promise<boolean>
}

export interface VisitorSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly size: number
  close(): void
}

interface Client extends Listener {
  socket: WebSocket
  token: string
  leave(): void
  presentAt: number
  typedAt: number
}

const helloWithinMs = 10_000
const presentEveryMs = 30_000
const pingEveryMs = 30_000
const mostFramesAMinute = 240
const mostBuffered = 1024 * 1024
const system = { kind: 'system', name: 'chat' } as const

/** The visitors' end of the log: one socket per open chat. Closes with 4401 when the token is not good (any more). */
export function createVisitorSockets(options: VisitorSocketsOptions): VisitorSockets {
  const { database, feed, presence, links, log } = options
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 16 * 1024 })
  const clients = new Set<Client>()
  const heartbeat = createHeartbeat(pingEveryMs)
  const switchboard = createSwitchboard({ database, feed, links, log })

  // After a restart everybody comes back at once.
  const conversationsOfOne = gather((workspaceId, ids: string[]) => database.read(workspaceId, system, (ctx) => conversationsOf(ctx, ids)))
  const present = gather(async (workspaceId, visitors: Visitor[]) => {
    await database.transaction(workspaceId, system, (ctx) => markPresent(ctx, visitors))
    return visitors
  })

  const send = (client: Client, frame: VisitorFrame) => {
    if (client.socket.readyState !== client.socket.OPEN) return
    if (client.socket.bufferedAmount > mostBuffered) return client.socket.terminate()
    client.socket.send(JSON.stringify(frame))
    const arrived =
      frame.type === 'messages' ? frame.messages.filter((one) => one.direction === 'out' && one.channel === 'chat' && one.state === 'sent') : []
    if (arrived.length > 0) quietly(database.transaction(client.caller.workspaceId, client.caller.actor, (ctx) => markDelivered(ctx, client.caller.actor, arrived.map((one) => one.id)))) // oxfmt-ignore
  }
  const quietly = (work: Promise<unknown>) => void work.catch((error: Error) => log.warn({ error: error.message }, 'visitor socket'))

  async function refresh(client: Client): Promise<void> {
    const caller = await options.authenticate(client.token)
    if (!caller) return client.socket.close(4401, 'token')
    const { identityId } = caller.actor
    client.caller = caller
    client.conversationIds = new Set(identityId ? await conversationsOfOne(caller.workspaceId, identityId) : [])
  }

  function bePresent(client: Client): void {
    const { workspaceId, actor } = client.caller
    if (!actor.identityId || Date.now() - client.presentAt < presentEveryMs) return
    client.presentAt = Date.now()
    quietly(present(workspaceId, actor))
  }

  async function hello(socket: WebSocket, token: string, after: number | null): Promise<Client | null> {
    const caller = await options.authenticate(token)
    if (!caller) return (socket.close(4401, 'token'), null)
    const client: Client = { socket, token, caller, conversationIds: new Set(), presentAt: 0, typedAt: 0, leave() {}, send: (frame) => send(client, frame), refresh: () => refresh(client), turnAway: () => socket.close(4401, 'token') } // oxfmt-ignore
    clients.add(client)
    // First listen, then look back: what falls in between comes twice, which a client bears.
    client.leave = await switchboard.join(client)
    await refresh(client)
    bePresent(client)
    const { number, missed } = await database.read(caller.workspaceId, system, async (ctx) => ({
      number: await lastEventNumber(ctx),
      missed: after === null ? null : await missedSince(ctx, client.caller.actor, after, links),
    }))
    send(client, { type: 'ready', number, isOnline: await options.isOnline(caller.workspaceId) })
    if (missed === 'resync') send(client, { type: 'resync', number })
    else if (missed && missed.messages.length + missed.gone.length > 0) send(client, { type: 'messages', ...missed, number })
    if (socket.readyState !== socket.OPEN) forget(client)
    return client
  }

  function forget(client: Client): void {
    clients.delete(client)
    client.leave()
  }

  async function typing(client: Client, isTyping: boolean): Promise<void> {
    const { workspaceId, actor } = client.caller
    if (!actor.identityId || !actor.id || (isTyping && Date.now() - client.typedAt < 1_000)) return
    client.typedAt = Date.now()
    const conversation = await database.read(workspaceId, system, (ctx) => currentConversation(ctx, actor.identityId!))
    if (conversation) presence.contactTypes(workspaceId, { id: actor.id, name: actor.name }, conversation.id, isTyping)
  }

  function take(client: Client, frame: VisitorClientFrame): void {
    const { workspaceId, actor } = client.caller
    if (frame.type === 'ping') {
      send(client, { type: 'pong' })
      bePresent(client)
    } else if (frame.type === 'typing') quietly(typing(client, frame.isTyping))
    else if (frame.type === 'seen' && actor.identityId)
      quietly(database.transaction(workspaceId, actor, (ctx) => markRead(ctx, actor, frame.messageId)))
  }

  function open(socket: WebSocket): void {
    let client: Promise<Client | null> | null = null
    let frames = 0
    const minute = setInterval(() => (frames = 0), 60_000)
    const patience = setTimeout(() => socket.close(4408, 'hello'), helloWithinMs)
    heartbeat.watch(socket)
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearTimeout(patience)
      clearInterval(minute)
      void client?.then((one) => one && forget(one)).catch(() => {})
    })
    socket.on('message', (text) => {
      const frame = readFrame(String(text))
      if (!frame || ++frames > mostFramesAMinute) return socket.close(1008, 'not like this')
      if (!client) {
        if (frame.type !== 'hello') return socket.close(1008, 'hello first')
        clearTimeout(patience)
        client = hello(socket, frame.token, frame.after)
        client.catch((error: Error) => (log.warn({ error: error.message }, 'visitor cannot join'), socket.close(1013, 'try again')))
      } else if (frame.type !== 'hello') void client.then((one) => one && take(one, frame)).catch(() => {})
    })
  }

  const stopTyping = presence.onFrame((workspaceId, frame) => {
    if (frame.type !== 'typing' || frame.who.kind !== 'agent') return
    for (const client of clients)
      if (client.caller.workspaceId === workspaceId && client.conversationIds.has(frame.conversationId))
        send(client, { type: 'typing', name: frame.who.name, isTyping: frame.isTyping })
  })

  return {
    get size() {
      return clients.size
    },
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, open),
    close() {
      heartbeat.stop()
      stopTyping()
      for (const client of clients) client.socket.close(1012, 'restarting')
      switchboard.close()
      server.close()
    },
  }
}
