import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerFrame } from '../../../contract/realtime.ts'
import { AppError } from '../errors.ts'
import type { AgentCaller } from './agent-sockets.ts'
import { mayBeTold, type Feed } from './feed.ts'

/** Proxies close silent connections, often after a minute. */
const heartbeatMs = 20_000
const recheckMs = 3_000

/**
 * The event stream over Server-Sent Events (WHATWG HTML §9.2), for where sockets are blocked and for programs. `id:` is the event number: a client that
 * reconnects sends it back in Last-Event-ID, others start with `?after=N`. `event: resync` says that more was missed than is replayed.
 */
export function serveSse(
  fastify: FastifyInstance,
  feed: Feed,
  authenticate: (request: FastifyRequest, fresh: boolean) => Promise<AgentCaller | null>,
): void {
  fastify.get('/api/v1/events', async (request, reply) => {
    let caller = await authenticate(request, false)
    if (!caller) throw new AppError('unauthenticated', 'auth.sign_in', 'Sign in first.')
    const { after } = request.query as { after?: string }
    const from = request.headers['last-event-id'] ?? after
    if (from !== undefined && !/^\d{1,15}$/.test(String(from)))
      throw new AppError('invalid', 'request.bad_number', 'An event number is a whole number.')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    const write = (event: string, data: unknown, id?: number) =>
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    const joined = await feed.join(caller.workspaceId, from === undefined ? null : Number(from), (batch, number) => {
      for (const one of batch) if (caller && mayBeTold(caller.actor, one)) write('event', one.wire, one.wire.number)
      // A slow reader comes back by its number rather than filling our memory.
      if (raw.writableLength > 4 * 1024 * 1024) raw.destroy()
      else if (batch.length > 0) write('position', { number }, number)
    })
    if (joined === 'resync') {
      const number = await feed.lastNumber(caller.workspaceId)
      write('resync', { type: 'resync', number } satisfies ServerFrame, number)
      return raw.end()
    }
    write('ready', { number: joined.number }, joined.number)
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
    const recheck = setInterval(async () => {
      caller = await authenticate(request, true).catch(() => caller)
      if (!caller) raw.end()
    }, recheckMs)
    raw.on('close', () => {
      clearInterval(heartbeat)
      clearInterval(recheck)
      joined.leave()
    })
  })
}
