import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createHttp } from '../../../platform/http/http.ts'
import { startSubscribers } from '../../../platform/events/subscribers.ts'
import { createLog } from '../../../platform/log.ts'
import { createPresence, type Presence } from '../../../platform/realtime/presence.ts'
import { packageRoot } from '../../../platform/settings.ts'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { storeUpload } from '../../../file-routes.ts'
import { allWorkspaces } from '../../workspaces/index.ts'
import {
  authenticateVisitor,
  createChat,
  createVisitorSockets,
  flagWantsPerson,
  followByEmail,
  joinRepliers,
  serveChatPages,
  serveDemoShop,
  serveVisitors,
  serveWidget,
  type Chat,
} from '../index.ts'

type Answer = Awaited<ReturnType<TestApp['call']>>

export interface ChatApp extends TestApp {
  chat: Chat
  http: ReturnType<typeof createHttp>
  presence: Presence
  /** Listens on a port of 127.0.0.1 and returns the address: API, pages, program and sockets. */
  serve(port?: number): Promise<string>
  /** A chat inbox and its public key. */
  makeChat(settings?: Record<string, unknown>, token?: string): Promise<{ id: string; key: string }>
  visit(key: string, body?: Record<string, unknown>): Promise<Answer>
  asVisitor(token: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Says something and waits until it is in its conversation. */
  say(token: string, text: string, more?: Record<string, unknown>): Promise<{ conversationId: string; messageId: string }>
  settle(): Promise<void>
}

/** The whole server with the chat's routes on an HTTP server of their own, and the chat's subscribers running. */
export async function startChatApp(): Promise<ChatApp> {
  const t = await startTestApp()
  const { app, clock } = t
  const log = createLog('silent')
  const chat = createChat({
    database: app.database,
    inboxes: app.inboxes,
    writer: app.writer,
    keys: app.keys,
    clock,
    links: app.links,
    storeUpload: (workspaceId, actor, name, body) => storeUpload(app.database, app.files, workspaceId, actor, name, body),
  })
  const authenticate = async (request: { headers: { authorization?: string | undefined } }) => {
    const token = /^Bearer (v1\.\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    return token ? authenticateVisitor({ database: app.database, keys: app.keys, clock }, token) : null
  }
  const http = createHttp({ database: app.database, keys: app.keys, log, authenticate, limit: () => {}, trustProxy: false })
  serveVisitors(http, chat)
  const distDir = join(packageRoot, 'dist/web/widget')
  serveChatPages(http.fastify, chat, { distDir })
  serveDemoShop(http.fastify)
  serveWidget(http.fastify, { distDir })
  const presence = createPresence(app.bus, async () => ({ audience: null }))
  const sockets = createVisitorSockets({
    database: app.database,
    feed: app.feed,
    presence,
    links: app.links,
    log,
    authenticate: (token) => authenticateVisitor({ database: app.database, keys: app.keys, clock }, token),
    isOnline: chat.isOnline,
  })
  http.fastify.server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  http.fastify.get('/files/:link', async (request, reply) => {
    const answer = await app.http.fastify.inject({ method: 'GET', url: request.url })
    return reply.code(answer.statusCode).headers(answer.headers).send(answer.rawPayload)
  })
  const loop = startSubscribers(app.database, app.bus, [flagWantsPerson, followByEmail, joinRepliers], () => allWorkspaces(app.database), log)
  const inject = async (method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> => {
    const isRaw = body instanceof Uint8Array
    const answer = await http.fastify.inject({
      method: method as 'POST',
      url: `/api/v1${path}`,
      headers: { ...headers, ...(isRaw ? { 'content-type': 'application/octet-stream' } : {}) },
      ...(body === undefined ? {} : { payload: isRaw ? Buffer.from(body) : (body as object) }),
    })
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
  }
  const settle = async () => {
    await app.settle()
    await loop.idle()
    await app.settle()
  }
  return {
    ...t,
    chat,
    http,
    presence,
    settle,
    async serve(port = 0) {
      await http.fastify.listen({ port, host: '127.0.0.1' })
      return `http://127.0.0.1:${(http.fastify.server.address() as AddressInfo).port}`
    },
    async makeChat(settings = {}, token = t.owner.token) {
      const { body } = await t.call('POST', '/inboxes', { token, body: { name: 'Shop chat', connector: 'web-chat', settings } })
      return { id: body.id, key: body.publicKey }
    },
    visit: (key, body = {}) => inject('POST', `/chat/${key}/visit`, body, {}),
    asVisitor: (token, method, path, body, headers = {}) => inject(method, path, body, { ...headers, authorization: `Bearer ${token}` }),
    async say(token, text, more = {}) {
      const clientKey = crypto.randomUUID()
      const answer = await inject('POST', '/chat/messages', { clientKey, text, ...more }, { authorization: `Bearer ${token}` })
      if (answer.status !== 202) throw new Error(`not taken: ${JSON.stringify(answer.body)}`)
      await settle()
      const event = (await t.call('GET', `/inbound-events/${answer.body.id}`)).body
      return { conversationId: event.conversationId, messageId: event.messageId }
    },
    async close() {
      sockets.close()
      presence.close()
      await loop.stop()
      await http.fastify.close()
      await t.close()
    },
  }
}
