import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Problem } from '../../../contract/problem.ts'
import type { Input, Reply, Route } from '../../../contract/route.ts'
import type { Actor, Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import { AppError, asAppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Log } from '../log.ts'
import type { InstanceKeys } from '../secrets/instance-keys.ts'
import { checkAccess } from './access.ts'
import { actorKey, hashBody, keepReply, openReply, readKey, sealReply, takeKey, type StoredReply } from './idempotency.ts'
import { isFromForeignPage } from './origin.ts'
import { makeStorable } from './storable-input.ts'

/** Who is calling, found from the cookie or the bearer token. */
export interface Caller {
  workspaceId: WorkspaceId
  actor: Actor
}
/** A request outside a transaction, for the few routes that manage their own. */
export interface HttpCall<R extends Route = Route> {
  input: Input<R>
  caller: Caller | null
  request: FastifyRequest
  reply: FastifyReply
}
export interface HttpOptions {
  database: Database
  log: Log
  /** Seal the answers that hold a secret while they are kept for a repeated request. */
  keys: InstanceKeys
  authenticate(request: FastifyRequest): Promise<Caller | null>
  /** Throws `rate_limited` when a caller asks too often. */
  limit(route: Route, caller: Caller | null, request: FastifyRequest, reply: FastifyReply): void
  /** How many proxies in front may be believed about the client's address and protocol; `true` believes whatever a client claims. */
  trustProxy: boolean | number
  /** True while the disk has no room for more. */
  isDiskLow?: () => boolean
}

export interface Http {
  fastify: FastifyInstance
  /** Serves a route inside one transaction (a reading one for GET) as the caller. */
  serve<R extends Route>(route: R, handle: (ctx: Context, input: Input<R>) => Promise<Reply<R>>): void
  /** Serves a route that opens its own transactions, because it has none to open yet (sign-in) or must not hold one (a live test). */
  serveOutside<R extends Route>(route: R, handle: (call: HttpCall<R>) => Promise<Reply<R>>): void
  /** Every route served so far, for the OpenAPI page and the completeness check. */
  readonly served: Route[]
}

export const apiPrefix = '/api/v1'

export function createHttp({ database, log, keys, authenticate, limit, trustProxy, isDiskLow }: HttpOptions): Http {
  const fastify = Fastify({
    loggerInstance: undefined,
    logger: false,
    // Counted from our end: what stands before that in X-Forwarded-For, the client may have written itself.
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    bodyLimit: 2 * 1024 * 1024,
    genReqId: () => newId(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
    // What the router itself refuses (an address that cannot be decoded, or too long) is answered like everything else.
    frameworkErrors: (error, request, reply) => void answerProblem(asHttpError(error), request, reply, log),
  })
  const served: Route[] = []

  fastify.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        id: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    )
    done()
  })
  fastify.setErrorHandler((error, request, reply) => answerProblem(asHttpError(error), request, reply, log))
  fastify.setNotFoundHandler((request, reply) =>
    answerProblem(new AppError('not_found', 'route.not_found', 'There is nothing here.'), request, reply, log),
  )
  // A body that is not JSON is the caller's mistake, also where the route takes none.
  fastify.addContentTypeParser('application/problem+json', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  function register<R extends Route>(route: R, run: (call: HttpCall<R>) => Promise<{ status: number; reply: unknown } | undefined>): void {
    served.push(route)
    const url = apiPrefix + route.path
    const add = (instance: FastifyInstance) =>
      instance.route({
        method: route.method,
        url,
        bodyLimit: route.rawBody?.maxBytes ?? (route.body ? 4 * 1024 * 1024 : 64 * 1024),
        handler: async (request, reply) => {
          const caller = route.access === 'public' ? null : await authenticate(request)
          // First, so that guessing at tokens is limited too.
          limit(route, caller, request, reply)
          checkOrigin(request, caller)
          checkAccess(route, caller?.actor ?? null)
          // Refused before anything is half done; reading and signing in go on.
          if (route.method !== 'GET' && route.access !== 'public' && isDiskLow?.())
            throw new AppError('unavailable', 'server.disk_full', 'The disk of the server is full. Nothing new is taken in until there is room.')
          const input = readInput(route, request)
          const answer = await run({ input, caller, request, reply })
          if (!answer) return reply
          reply.code(answer.status).header('cache-control', 'no-store')
          return answer.status === 204 ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.reply))
        },
      })
    if (!route.rawBody) return void add(fastify)
    const { contentTypes, maxBytes } = route.rawBody
    void fastify.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(contentTypes, { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) => done(null, body))
      add(scope)
    })
  }

  return {
    fastify,
    served,
    serve(route, handle) {
      const status = route.status ?? 200
      register(route, async ({ input, caller, request }) => {
        const { workspaceId, actor } = caller!
        if (route.method === 'GET') return { status, reply: checkReply(route, await database.read(workspaceId, actor, (ctx) => handle(ctx, input))) }
        const key = route.method === 'POST' && route.idempotency !== 'none' ? readKey(request.headers['idempotency-key']) : null
        const name = `${route.method} ${route.path}`
        return database.transaction(workspaceId, actor, async (ctx): Promise<StoredReply> => {
          const known = key && (await takeKey(ctx, key, name, hashBody(request.url, request.body)))
          if (known) return { ...known, reply: openReply(route, ctx, key!, known.reply, keys) }
          const answer = { status, reply: checkReply(route, await handle(ctx, input)) }
          if (key) await keepReply(ctx, key, { status, reply: sealReply(route, ctx, key, answer.reply, keys) })
          return answer
        })
      })
    },
    serveOutside(route, handle) {
      const status = route.status ?? 200
      register(route, async (call) => {
        const key = call.caller && route.method === 'POST' && route.idempotency !== 'none' ? readKey(call.request.headers['idempotency-key']) : null
        if (!key) return finish(call.reply, status, checkReply(route, await handle(call)))
        const { workspaceId, actor } = call.caller!
        const name = `${route.method} ${route.path}`
        const known = await claimOutside(database, workspaceId, actor, key, name, hashBody(call.request.url, call.request.body))
        if (known) return { ...known, reply: openReply(route, call.caller!, key, known.reply, keys) }
        try {
          const answer = { status, reply: checkReply(route, await handle(call)) }
          await database.transaction(workspaceId, actor, (ctx) =>
            keepReply(ctx, key, { status, reply: sealReply(route, ctx, key, answer.reply, keys) }),
          )
          return answer
        } catch (error) {
          await database.transaction(workspaceId, actor, (ctx) =>
            ctx.sql.run(`delete from idempotency_keys where workspace_id = $1 and actor = $2 and key = $3 and status is null`, [
              workspaceId,
              actorKey(actor),
              key,
            ]),
          )
          throw error
        }
      })
    },
  }
}

const finish = (reply: FastifyReply, status: number, value: unknown) => (reply.sent ? undefined : { status, reply: value })

/** For work that spans transactions: the key is claimed first; a claim whose holder died may be taken over after a minute. */
async function claimOutside(
  database: Database,
  workspaceId: WorkspaceId,
  actor: Actor,
  key: string,
  name: string,
  bodyHash: string,
): Promise<StoredReply | null> {
  return database.transaction(workspaceId, actor, async (ctx) => {
    const claimed = await ctx.sql.run(
      `insert into idempotency_keys (workspace_id, actor, key, route, body_hash, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (workspace_id, actor, key) do update set created_at = excluded.created_at
       where idempotency_keys.status is null and idempotency_keys.created_at < excluded.created_at - interval '1 minute' and idempotency_keys.body_hash = excluded.body_hash`,
      [workspaceId, actorKey(actor), key, name, bodyHash, ctx.now],
    )
    if (claimed === 1) return null
    const known = await ctx.sql.one<{ route: string; bodyHash: string; status: number | null; reply: unknown }>(
      `select route, body_hash as "bodyHash", status, reply from idempotency_keys where workspace_id = $1 and actor = $2 and key = $3`,
      [workspaceId, actorKey(actor), key],
    )
    if (known && (known.route !== name || known.bodyHash !== bodyHash))
      throw new AppError('invalid', 'idempotency.other_payload', 'This key was used with another request.')
    if (!known || known.status === null) throw new AppError('conflict', 'idempotency.in_progress', 'A request with this key is still running.')
    return { status: known.status, reply: known.reply }
  })
}

/** Browsers name the page that sends a changing request: with a cookie it must be ours (cross-site request forgery). Tokens need no such check. */
function checkOrigin(request: FastifyRequest, caller: Caller | null): void {
  if (request.method === 'GET' || request.headers.authorization || caller?.actor.kind === 'contact') return
  if (isFromForeignPage(request.headers, [request.host]))
    throw new AppError('forbidden', 'auth.foreign_origin', 'This request came from another site.')
}

function readInput<R extends Route>(route: R, request: FastifyRequest): Input<R> {
  const read = (schema: z.ZodType | undefined, value: unknown, where: string) => {
    if (!schema) return undefined
    const result = schema.safeParse(makeStorable(value))
    if (result.success) return result.data
    const issues = result.error.issues.slice(0, 20).map((issue) => ({ path: [where, ...issue.path.map(String)].join('.'), message: issue.message }))
    throw new AppError('invalid', 'request.invalid', 'Something in the request is not as it should be.', { issues })
  }
  let body: unknown
  if (route.rawBody) {
    if (!(request.body instanceof Uint8Array) || request.body.length === 0) throw new AppError('invalid', 'request.empty', 'The body is empty.')
    body = request.body
  } else if (route.body) body = read(route.body, request.body ?? {}, 'body')
  return { params: read(route.params, request.params, 'path'), query: read(route.query, request.query, 'query'), body } as Input<R>
}

/** What is not in the reply's schema never leaves; a reply that does not fit is our bug, not the caller's. */
function checkReply(route: Route, value: unknown): unknown {
  const result = route.reply.safeParse(value)
  if (result.success) return result.data
  throw new Error(`the reply of ${route.method} ${route.path} does not fit its schema: ${z.prettifyError(result.error).slice(0, 600)}`)
}

/** Fastify's own refusals (bad JSON, too large, wrong type) become ours. */
function asHttpError(error: unknown): AppError {
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string }
  if (error instanceof AppError || !code?.startsWith('FST_')) {
    if (statusCode === 400 && !(error instanceof AppError))
      return new AppError('invalid', 'request.malformed', 'The request cannot be read.', { status: 400 })
    return asAppError(error)
  }
  if (statusCode === 413) return new AppError('invalid', 'request.too_large', 'The request is too large.', { status: 413 })
  if (statusCode === 415) return new AppError('invalid', 'request.content_type', 'This content type is not accepted here.', { status: 415 })
  if (statusCode && statusCode < 500)
    return new AppError('invalid', 'request.malformed', message ?? 'The request cannot be read.', { status: statusCode })
  return asAppError(error)
}

function answerProblem(error: AppError, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const { cause, status: _status, retryAfterSeconds, ...extra } = error.extra
  if (error.kind === 'bug' || error.kind === 'unavailable') {
    const { message, stack } = (cause ?? error) as Error
    log.error({ id: request.id, error: message, stack: error.kind === 'bug' ? stack : undefined }, 'request failed')
  }
  if (error.kind === 'unavailable') reply.header('retry-after', '1')
  // RFC 9110 §11.6.1: a 401 names the way to sign in. A browser shows no dialogue of its own for Bearer.
  if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="samvad"')
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
  const problem: Problem = {
    type: `/api/docs#${error.code}`,
    title: error.message,
    status: error.status,
    code: error.code,
    requestId: request.id,
    ...extra,
  }
  return reply.code(error.status).type('application/problem+json').header('cache-control', 'no-store').send(JSON.stringify(problem))
}
