import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import pg from 'pg'
import type { ConversationId, MessageId, WorkspaceId } from '../contract/ids.ts'
import type { Connector, Host } from './connectors/connector.ts'
import { connectors as builtIn } from './connectors/registry.ts'
import { countOfTeam, hydrateEvents, moveOffTeam, serveConversations, visibleConversation, wakeConversation } from './modules/conversations/index.ts'
import {
  canSendMail,
  createRawWriter,
  sendCopyByEmail,
  sendMessage,
  sendSystemMail,
  sendWritten,
  serveDelivery,
  startIntake,
  startPollers,
  type IntakeLoop,
} from './modules/delivery/index.ts'
import { createDemo } from './modules/demo/index.ts'
import { createInboxes, findInbox, serveInboxes, serveInboxSetUp, type OpenInbox } from './modules/inboxes/index.ts'
import { serveContacts } from './modules/contacts/index.ts'
import { servePrivacy } from './modules/privacy/index.ts'
import { createAuthenticator, sendPeopleMail, servePeople } from './modules/people/index.ts'
import { serveSavedReplies } from './modules/automations/index.ts'
import { forgetUnusedWords, indexContacts, indexMessages, matchContacts, serveSearch } from './modules/search/index.ts'
import { serveViews } from './modules/views/index.ts'
import {
  authenticateVisitor,
  continueUnseen,
  createChat,
  createVisitorSockets,
  flagWantsPerson,
  followByEmail,
  joinRepliers,
  sendLinkMail,
  serveChatPages,
  serveDemoShop,
  serveVisitors,
  serveWidget,
} from './modules/visitors/index.ts'
import { deliverWebhook, fanOutWebhooks, serveWebhooks } from './modules/webhooks/index.ts'
import { allWorkspaces } from './modules/workspaces/index.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { createDatabase } from './platform/database/database.ts'
import { createBus } from './platform/events/bus.ts'
import { patient, startSubscribers, type Subscriber, type SubscriberLoop } from './platform/events/subscribers.ts'
import { createFileStore } from './platform/files/file-store.ts'
import { cidPlaceholder, createFileLinks, serveFiles, serveMailFrames, storeUpload } from './file-routes.ts'
import { sanitiseMailHtml } from './platform/html/index.ts'
import { detectLanguage } from './modules/search/text/index.ts'
import { createLimits, readLimitFactor } from './platform/http/limits.ts'
import { startMaintenance } from './maintenance.ts'
import { serveApiDocs } from './platform/http/api-docs.ts'
import { startSmtpIntake } from './smtp-intake.ts'
import { describeApi } from './platform/http/openapi.ts'
import { serveConsole } from './platform/http/console-files.ts'
import { createHttp, type Caller } from './platform/http/http.ts'
import { serveSse } from './platform/realtime/sse.ts'
import { startHeartbeat } from './platform/jobs/heartbeat.ts'
import { startWorker, type JobHandlers, type Worker } from './platform/jobs/worker.ts'
import type { Log } from './platform/log.ts'
import { createGuardedFetch } from './platform/outbound/guarded-fetch.ts'
import { allowsPrivateHosts, resolvePublic } from './platform/outbound/resolve.ts'
import { readOauthClient } from './platform/outbound/oauth-client.ts'
import { createAgentSockets } from './platform/realtime/agent-sockets.ts'
import { createFeed } from './platform/realtime/feed.ts'
import { createPresence } from './platform/realtime/presence.ts'
import { deriveKey, type InstanceKeys } from './platform/secrets/instance-keys.ts'
import { packageRoot, version, type Settings } from './platform/settings.ts'

export interface AppOptions {
  connectionString: string
  settings: Settings
  keys: InstanceKeys
  log: Log
  clock?: Clock
  /** True while the disk has no room for more: reading goes on, taking in stops. */
  isDiskLow?: () => boolean
  /** Those of this repository unless told. */
  connectors?: ReadonlyMap<string, Connector>
}

export type App = Awaited<ReturnType<typeof createApp>>

const system = { kind: 'system', name: 'samvad' } as const

/** The one place that knows every module, connector and language, and ties them together. Nothing runs until `start`. */
export async function createApp({
  connectionString,
  settings,
  keys,
  log,
  clock = systemClock,
  isDiskLow = () => false,
  connectors = builtIn,
}: AppOptions) {
  const bus = createBus(log)
  const database = createDatabase({ connectionString, clock, bus, log })
  const owner = new pg.Pool({ connectionString, max: 20, application_name: 'samvad-jobs' })
  const lostOwner = (error: Error) => log.warn({ error: error.message }, 'jobs lost their connection')
  owner.on('error', lostOwner)
  owner.on('connect', (client) => client.on('error', lostOwner))
  const files = createFileStore({ dir: join(settings.dataDir, 'files') })
  const links = createFileLinks(keys)
  const inboxes = createInboxes(connectors, keys, bus)
  const allowPrivateHosts = allowsPrivateHosts(process.env)
  const guardedFetch = createGuardedFetch({ allowPrivateHosts })
  const fetch = guardedFetch as unknown as typeof globalThis.fetch
  const workspaces = () => allWorkspaces(database)
  const stopping = new AbortController()

  const readFile = async (workspaceId: string, sha256: string): Promise<Uint8Array> =>
    Buffer.concat(await Array.fromAsync((await files.open(workspaceId, sha256)).stream as AsyncIterable<Buffer>))
  const secretFor = (purpose: string) => deriveKey(keys[0], purpose).export()
  const reach = { fetch, resolveHost: (host: string) => resolvePublic(host, { allowPrivateHosts }) }
  let ownUrl = `http://${settings.host}:${settings.port}`
  const publicUrl = () => settings.publicUrl ?? ownUrl
  const hostOf = (workspaceId: WorkspaceId, inbox: OpenInbox): Host => ({
    now: clock.now(),
    inbox: { workspaceId, inboxId: inbox.row.id, name: inbox.row.name, address: inbox.row.address },
    ...reach,
    secretFor,
    saveSecrets: (changed) => database.transaction(workspaceId, system, (ctx) => inboxes.saveSecrets(ctx, inbox.row.id, changed)),
    oauthClient: (provider) => readOauthClient(provider, process.env),
    signal: stopping.signal,
    log: (line, detail) => log.debug({ ...detail, inbox: inbox.row.id }, line),
  })

  const writer = createRawWriter(database, bus, { put: (workspaceId, body) => files.put(workspaceId, body, { name: 'raw' }) })
  const authenticator = createAuthenticator(database)
  /** Visitors' tokens are signed values that start with v1; everything else is an agent's session or key. */
  const authenticate = async (request: FastifyRequest): Promise<Caller | null> => {
    const visitorToken = /^Bearer (v1\.\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    return visitorToken ? authenticateVisitor({ database, keys, clock }, visitorToken) : authenticator.authenticate(request.raw)
  }
  const http = createHttp({
    database,
    keys,
    log,
    authenticate,
    limit: createLimits({ factor: readLimitFactor(process.env) }),
    trustProxy: settings.trustedProxies,
    isDiskLow,
  })

  const sending = { database, inboxes, hostOf, readFile, secretFor }
  const connectorNames = new Map<string, { name: string | null; until: number }>()
  const connectorOf = async (workspaceId: string, inboxId: string) => {
    const key = `${workspaceId} ${inboxId}`
    const held = connectorNames.get(key)
    if (held && held.until > Date.now()) return held.name
    const row = await database.read(workspaceId as WorkspaceId, system, (ctx) => findInbox(ctx, inboxId))
    if (connectorNames.size > 10_000) connectorNames.clear()
    connectorNames.set(key, { name: row?.connector ?? null, until: Date.now() + 2_000 })
    return row?.connector ?? null
  }

  const demo = createDemo({ database, inboxes, files, links, writer, secretFor, log })
  demo.serve(http)
  servePeople(http, {
    database,
    log,
    isDemo: settings.demo,
    publicUrl,
    teamWork: {
      count: async (ctx, teamId) => ({ conversations: await countOfTeam(ctx, teamId), inboxes: await inboxes.countOfTeam(ctx, teamId) }),
      async move(ctx, fromId, toId, most) {
        await inboxes.moveOffTeam(ctx, fromId, toId)
        return moveOffTeam(ctx, fromId, toId, most)
      },
    },
    onFirstOwner: async (workspaceId) => (settings.demo ? demo.load(workspaceId) : undefined),
  })
  serveConversations(http, links, (connector) => connectors.get(connector)?.capabilities)
  serveInboxes(http, inboxes)
  serveInboxSetUp({ http, database, inboxes, connectors, keys, clock, hostOf, reach, publicUrl, authenticate })
  serveContacts(http, matchContacts)
  servePrivacy({ http, database, files, readFile })
  serveSearch(http)
  serveSavedReplies(http)
  serveViews(http)
  serveWebhooks(http, { keys, allowPrivateHosts })
  const chat = createChat({ database, inboxes, writer, keys, clock, links, storeUpload: (...given) => storeUpload(database, files, ...given) })
  serveVisitors(http, chat)
  const widgetFolder = { distDir: join(packageRoot, 'dist/web/widget') }
  serveWidget(http.fastify, widgetFolder)
  serveChatPages(http.fastify, chat, widgetFolder)
  serveDemoShop(http.fastify)
  serveDelivery({ http, bus, writer, inboxes, readBody: readFile, connectorOf })
  serveMailFrames(http, { database, links, authenticate: (request) => authenticator.authenticate(request.raw) })
  serveFiles(http, { database, files, keys, clock, authenticate: (request) => authenticator.authenticate(request.raw) })

  const feed = createFeed(database, bus, (ctx, events) => hydrateEvents(ctx, events, links), log)
  const presence = createPresence(bus, async (workspaceId, agent, conversationId) =>
    database.read(workspaceId, agent ?? system, async (ctx) => {
      const conversation = await visibleConversation(ctx, conversationId)
      const team =
        conversation.teamId &&
        (await ctx.sql.one<{ isRestricted: boolean }>(`select is_restricted as "isRestricted" from teams where workspace_id = $1 and id = $2`, [
          workspaceId,
          conversation.teamId,
        ]))
      return { audience: { teamId: team && team.isRestricted ? conversation.teamId : null, assigneeId: conversation.assigneeId } }
    }),
  )
  const agentSockets = createAgentSockets({
    feed,
    presence,
    log,
    version,
    authenticate: (request, fresh) => authenticator.authenticate(request, fresh),
  })

  const visitorSockets = createVisitorSockets({
    database,
    feed,
    presence,
    links,
    log,
    authenticate: (token) => authenticateVisitor({ database, keys, clock }, token),
    isOnline: chat.isOnline,
  })

  serveSse(http.fastify, { feed, presence, version, authenticate: (request, fresh) => authenticator.authenticate(request.raw, fresh) })
  await serveConsole(http.fastify, join(packageRoot, 'dist/web/console'))

  const subscribers: Subscriber[] = [sendWritten, fanOutWebhooks, followByEmail, flagWantsPerson, joinRepliers, demo.subscriber]
  const jobs: JobHandlers = {
    ...demo.jobs,
    'delivery.send': (workspaceId, payload, run) => sendMessage(sending, workspaceId, payload.messageId as MessageId, run.attempt),
    'people.send_mail': sendPeopleMail({ database, sendSystemMail: (workspaceId, mail) => sendSystemMail(sending, workspaceId, mail) }),
    'delivery.continue_by_email': continueUnseen({ database, sendCopyByEmail: (...given) => sendCopyByEmail(sending, ...given) }),
    'web-chat.send_link': sendLinkMail({
      database,
      keys,
      clock,
      publicUrl,
      sendSystemMail: (workspaceId, { to, subject, text, conversationId }) =>
        sendSystemMail(sending, workspaceId, { to, subject, text, ...(conversationId ? { conversationId: conversationId as ConversationId } : {}) }),
      // Whatever is sent with a conversation carries its signed reply address.
      mailFor: async (workspaceId) => ((await canSendMail(sending, workspaceId)) ? { replyTo: '' } : null),
    }),
    'search.forget_words': async (workspaceId) => void (await forgetUnusedWords(database, workspaceId)),
    'webhooks.deliver': deliverWebhook({ database, keys, fetch: guardedFetch, clock }),
    'conversations.wake': (workspaceId, payload) => database.transaction(workspaceId, system, (ctx) => wakeConversation(ctx, payload.conversationId)),
  }

  http.fastify.get('/livez', async () => ({ ok: true, version }))
  http.fastify.get('/readyz', async (_request, reply) => {
    try {
      await database.outside((sql) => sql.one('select 1 as ok'))
      return { ok: true }
    } catch {
      return reply.code(503).send({ ok: false, reason: 'database' })
    }
  })
  let description: object | null = null
  const describe = () => (description ??= describeApi(http.served, version))
  http.fastify.get('/api/v1/openapi.json', async () => describe())
  serveApiDocs(http.fastify, describe)
  http.fastify.server.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0]
    if (path === '/api/v1/stream') agentSockets.upgrade(request, socket, head)
    else if (path === '/api/v1/chat/stream') visitorSockets.upgrade(request, socket, head)
    else socket.destroy()
  })

  let loops: {
    intake: IntakeLoop
    subscribers: SubscriberLoop
    indexing: SubscriberLoop
    worker: Worker
    pollers: { stop(): Promise<void> }
    smtp: { close(): Promise<void> } | null
    stopMaintenance(): void
    stopHeartbeat(): Promise<void>
  } | null = null
  return {
    http,
    database,
    bus,
    feed,
    files,
    keys,
    links,
    inboxes,
    writer,
    secretFor,
    agentSockets,
    /** Tells the app the address it is reached at, once it is known (links in mails). */
    setUrl(url: string): void {
      ownUrl = url
    },
    /** Begins the background work of the worker role and listens to other processes. */
    async start(): Promise<void> {
      bus.connect(connectionString)
      if (!settings.roles.has('worker')) return
      const intake = startIntake({
        database,
        bus,
        log,
        allWorkspaces: workspaces,
        async inboxOf(ctx, inboxId) {
          const inbox = await inboxes.open(ctx, inboxId)
          return (
            inbox && {
              id: inbox.row.id,
              connector: inbox.connector,
              settings: inbox.settings,
              name: inbox.row.name,
              address: inbox.row.address,
              channel: inbox.row.channel,
              teamId: inbox.row.teamId,
            }
          )
        },
        bodyOf: readFile,
        host: (workspaceId) => ({
          workspaceId,
          now: clock.now(),
          secretFor,
          putFiles: files.putMany,
          sanitiseHtml: (html) => sanitiseMailHtml(html, { resolveCid: (id) => cidPlaceholder(id) }).html,
          detectLanguage: (text) => detectLanguage(text).language,
        }),
      })
      const loop = startSubscribers(database, bus, subscribers, workspaces, log)
      const indexing = startSubscribers(database, bus, [indexMessages, indexContacts], workspaces, log, { pace: patient })
      const worker = await startWorker(owner, jobs, log)
      const stopHeartbeat = startHeartbeat(owner, randomUUID(), [...settings.roles], worker.workerIds, log)
      const pollers = startPollers({ database, connectionString, connectors, bus, log, inboxes, writer, hostOf, allWorkspaces: workspaces })
      const stopMaintenance = startMaintenance({ database, owner, files, allWorkspaces: workspaces, log })
      const smtp = settings.smtpPort === null ? null : await startSmtpIntake({ database, writer, log, host: settings.host, port: settings.smtpPort })
      loops = { intake, subscribers: loop, indexing, worker, pollers, smtp, stopHeartbeat, stopMaintenance }
      await intake.sweep()
      await loop.sweep()
      await indexing.sweep()
    },
    /** Resolves when everything that has come in is taken in and every subscriber is at the end of the log (tests). */
    async settle(): Promise<void> {
      await loops?.intake.idle()
      await loops?.subscribers.idle()
      await loops?.indexing.idle()
    },
    /** Finishes what is under way and closes everything. */
    async stop(): Promise<void> {
      stopping.abort()
      agentSockets.close()
      visitorSockets.close()
      presence.close()
      feed.close()
      await http.fastify.close()
      if (loops) {
        loops.stopMaintenance()
        await loops.pollers.stop()
        await loops.smtp?.close()
        await loops.intake.stop()
        await Promise.all([loops.subscribers.stop(), loops.indexing.stop()])
        await loops.worker.stop()
        await loops.stopHeartbeat()
      }
      await bus.close()
      await database.close()
      await owner.end()
    },
  }
}
