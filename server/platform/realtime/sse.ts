import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ServerFrame } from '../../../contract/realtime.ts'
import { AppError } from '../errors.ts'
import { hostsAskedFor, isFromForeignPage } from '../http/origin.ts'
import type { AgentCaller } from './agent-sockets.ts'
import { mayBeTold, type Feed } from './feed.ts'
import { maySense, type Presence } from './presence.ts'

/** Proxies close silent connections, often after a minute. */
const heartbeatMs = 20_000
const recheckMs = 3_000

export interface SseOptions {
  feed: Feed
  presence: Presence
  version: string
  authenticate(request: FastifyRequest, fresh: boolean): Promise<AgentCaller | null>
}

/** What a client without a socket says: where it is (repeated every 20 s; `gone` when it leaves), and that it types. */
const Word = z.union([
  z.object({ type: z.literal('watch'), conversationId: z.uuid(), state: z.enum(['viewing', 'writing', 'idle', 'gone']) }),
  z.object({ type: z.literal('typing'), conversationId: z.uuid(), isTyping: z.boolean() }),
])

/**
 * The event stream over Server-Sent Events (WHATWG HTML §9.2), for where sockets are blocked and for programs. `id:` is the event number: a client that
 * reconnects sends it back in Last-Event-ID, others start with `?after=N`. `event: resync` says that more was missed than is replayed. Presence and typing
 * go down as on the socket (`presence`, `typing`), and up by POST to the same address.
 */
export function serveSse(fastify: FastifyInstance, { feed, presence, version, authenticate }: SseOptions): void {
  const callerOf = async (request: FastifyRequest): Promise<AgentCaller> => {
    const caller = await authenticate(request, false)
    if (!caller) throw new AppError('unauthenticated', 'auth.sign_in', 'Sign in first.')
    return caller
  }

  fastify.post('/api/v1/events', async (request, reply) => {
    const { workspaceId, actor } = await callerOf(request)
    if (!request.headers.authorization && isFromForeignPage(request.headers, hostsAskedFor(request.headers)))
      throw new AppError('forbidden', 'request.foreign_page', 'Another site’s page cannot speak for you.')
    const { success, data: word } = Word.safeParse(request.body)
    if (!success) throw new AppError('invalid', 'request.invalid', 'Say where you are, or that you type.')
    if (word.type === 'typing') presence.agentTypes(workspaceId, actor, word.conversationId, word.isTyping)
    else if (word.state === 'gone') presence.leave(workspaceId, actor, word.conversationId)
    else presence.enter(workspaceId, actor, word.conversationId, word.state)
    return reply.code(204).send()
  })

  fastify.get('/api/v1/events', async (request, reply) => {
    let caller: AgentCaller | null = await callerOf(request)
    const { workspaceId } = caller
    const { after } = request.query as { after?: string }
    const from = request.headers['last-event-id'] ?? after
    if (from !== undefined && !/^\d{1,15}$/.test(String(from)))
      throw new AppError('invalid', 'request.bad_number', 'An event number is a whole number.')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    const write = (event: string, data: unknown, id?: number) =>
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    const joined = await feed.join(workspaceId, from === undefined ? null : Number(from), (batch, number) => {
      const told = batch.filter((one) => caller && mayBeTold(caller.actor, one))
      // A fact that touched several conversations comes once for each: only the last bears the number, or a cut between them would lose the rest.
      for (const [i, { wire }] of told.entries()) write('event', wire, told[i + 1]?.wire.number === wire.number ? undefined : wire.number)
      // A slow reader comes back by its number rather than filling our memory.
      if (raw.writableLength > 4 * 1024 * 1024) raw.destroy()
      else if (batch.length > 0) write('position', { number }, number)
    })
    if (joined === 'resync') {
      const number = await feed.lastNumber(workspaceId)
      write('resync', { type: 'resync', number } satisfies ServerFrame, number)
      return raw.end()
    }
    write('ready', { number: joined.number, version }, joined.number)
    for (const { frame, audience } of presence.now(workspaceId)) if (maySense(caller.actor, audience)) write(frame.type, frame)
    const stopPresence = presence.onFrame((where, frame, audience) => {
      if (where === workspaceId && caller && maySense(caller.actor, audience)) write(frame.type, frame)
    })
    const heartbeat = setInterval(() => write('pong', {}), heartbeatMs)
    const recheck = setInterval(async () => {
      caller = await authenticate(request, true).catch(() => caller)
      if (caller) return
      write('signed_out', {})
      raw.end()
    }, recheckMs)
    raw.on('close', () => {
      clearInterval(heartbeat)
      clearInterval(recheck)
      stopPresence()
      joined.leave()
    })
  })
}
