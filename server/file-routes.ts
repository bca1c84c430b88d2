import type { FastifyRequest } from 'fastify'
import { routes } from '../contract/api/index.ts'
import type { WorkspaceId } from '../contract/ids.ts'
import type { FileLinks } from './modules/conversations/index.ts'
import { readItem, visibleConversation } from './modules/conversations/index.ts'
import { findAgentActor } from './modules/people/index.ts'
import { allowRemoteImages, mailFrameDocument } from './platform/html/index.ts'
import { isShownInline } from './platform/files/content-type.ts'
import type { Clock } from './platform/clock.ts'
import type { Actor, Context } from './platform/context.ts'
import type { Database } from './platform/database/database.ts'
import { AppError } from './platform/errors.ts'
import type { FileStore } from './platform/files/file-store.ts'
import { safeFileName } from './platform/files/file-name.ts'
import { readFileUrl, signFileUrl } from './platform/files/file-url.ts'
import { fileResponseHeaders, readRange } from './platform/files/response.ts'
import { storableText } from './platform/database/insert-rows.ts'
import type { Caller, Http } from './platform/http/http.ts'
import { newId } from './platform/ids.ts'
import type { InstanceKeys } from './platform/secrets/instance-keys.ts'

/** Whom a link was made for. */
const actorName = (actor: Actor): string =>
  actor.kind === 'agent' ? `agent:${actor.id}` : actor.kind === 'contact' ? `visitor:${actor.visitorId}` : 'system'

/** Links are rounded to the minute, so that the same page asked for again has the same links and the browser's cache helps. */
const lifeMs = 4 * 60_000

export function createFileLinks(keys: InstanceKeys): FileLinks {
  return {
    urlOf(ctx, file) {
      const minute = Math.floor(ctx.now.getTime() / 60_000) * 60_000
      return signFileUrl(
        { workspaceId: ctx.workspaceId, fileId: file.id, actor: actorName(ctx.actor) },
        keys,
        new Date(minute + lifeMs),
        new Date(minute),
      )
    },
    withInlineImages: (html, urls) => html.replaceAll(/"\/cid\/([^"<>]+)"/g, (_whole, id: string) => `"${urls.get(decodeURIComponent(id)) ?? ''}"`),
  }
}

/** Stands in stored HTML where an image of the mail itself belongs; a link that works for a few minutes is put there when it is shown. */
export const cidPlaceholder = (contentId: string): string => `/cid/${encodeURIComponent(contentId)}`

export interface FileRoutes {
  database: Database
  files: FileStore
  keys: InstanceKeys
  clock: Clock
  authenticate(request: FastifyRequest): Promise<Caller | null>
}

/** Uploads of agents, and the download of any file by its link. */
export function serveFiles(http: Http, { database, files, keys, clock, authenticate }: FileRoutes): void {
  http.serveOutside(routes.uploadAttachment, async ({ input, caller, request }) => {
    const { workspaceId, actor } = caller!
    return storeUpload(database, files, workspaceId, actor, readFileName(request), input.body).then(
      (stored) =>
        ({
          ...stored,
          url: signFileUrl({ workspaceId, fileId: stored.id, actor: actorName(actor) }, keys, new Date(clock.now().getTime() + lifeMs), clock.now()),
        }) as never,
    )
  })

  http.fastify.get('/files/:link', async (request, reply) => {
    const ref = readFileUrl((request.params as { link: string }).link, keys, clock.now())
    const isInline = (request.query as { show?: string }).show === 'inline'
    const file = ref && (await readableFile(database, ref, await authenticate(request)))
    if (!file) throw new AppError('not_found', 'file.not_found', 'This file is not here, or the link has run out.')
    const range = readRange(request.headers.range, file.sizeBytes)
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
    const { stream } = await files.open(ref.workspaceId, file.sha256, range ?? undefined)
    const headers = fileResponseHeaders(
      { ...file, sizeBytes: range ? range.end - range.start + 1 : file.sizeBytes },
      { inline: isInline || file.isInline, resourcePolicy: 'cross-origin' },
    )
    if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`)
    return reply.headers({ ...headers, 'accept-ranges': 'bytes' }).send(stream)
  })
}

/** The name travels percent-encoded in X-File-Name. */
export function readFileName(request: FastifyRequest): string {
  const given = request.headers['x-file-name']
  try {
    return safeFileName(decodeURIComponent(typeof given === 'string' ? given : ''))
  } catch {
    return safeFileName('')
  }
}

/** Keeps a file that belongs to no message yet; only its uploader can attach it. */
export async function storeUpload(database: Database, files: FileStore, workspaceId: WorkspaceId, actor: Actor, name: string, body: Uint8Array) {
  const stored = await files.put(workspaceId, body, { name })
  const id = newId()
  await database.transaction(workspaceId, actor, (ctx) =>
    ctx.sql.run(
      `insert into files (workspace_id, id, sha256, name, content_type, size_bytes, uploaded_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [workspaceId, id, stored.sha256, storableText(name), stored.contentType, stored.sizeBytes, actorName(actor), ctx.now],
    ),
  )
  return { id, name, sizeBytes: stored.sizeBytes, contentType: stored.contentType, sha256: stored.sha256, isInline: false }
}

interface FileRow {
  sha256: string
  name: string
  contentType: string
  sizeBytes: number
  isInline: boolean
  conversationId: string | null
  uploadedBy: string | null
}

/**
 * A link proves that we made it; whether its holder may still see the file is asked at every download. An agent's link needs the agent's session, except for
 * a picture inside a mail: the sandboxed frame around it has no cookies, so there the agent is taken as they stand now.
 */
async function readableFile(
  database: Database,
  ref: { workspaceId: string; fileId: string; actor: string },
  caller: Caller | null,
): Promise<FileRow | null> {
  const workspaceId = ref.workspaceId as WorkspaceId
  const file = await database.read(workspaceId, { kind: 'system', name: 'files' }, (ctx) =>
    ctx.sql.one<FileRow>(
      `select sha256, name, content_type as "contentType", size_bytes as "sizeBytes", is_inline as "isInline", conversation_id as "conversationId", uploaded_by as "uploadedBy" from files where workspace_id = $1 and id = $2`,
      [workspaceId, ref.fileId],
    ),
  )
  if (!file) return null
  if (ref.actor.startsWith('visitor:')) return file.conversationId || file.uploadedBy === ref.actor ? file : null
  const actor = await agentBehind(database, ref, caller, file)
  if (!actor) return null
  if (!file.conversationId) return file.uploadedBy === actorName(actor) ? file : null
  const isVisible = await database
    .read(workspaceId, actor, (ctx: Context) => visibleConversation(ctx, file.conversationId!))
    .then(
      () => true,
      () => false,
    )
  return isVisible ? file : null
}

async function agentBehind(
  database: Database,
  ref: { workspaceId: string; actor: string },
  caller: Caller | null,
  file: FileRow,
): Promise<Actor | null> {
  if (caller?.actor.kind === 'agent' && caller.workspaceId === ref.workspaceId)
    return ref.actor === 'system' || ref.actor === actorName(caller.actor) ? caller.actor : null
  const isPicture = file.isInline && isShownInline(file.contentType)
  return isPicture && ref.actor.startsWith('agent:')
    ? findAgentActor(database, ref.workspaceId as WorkspaceId, ref.actor.slice('agent:'.length))
    : null
}

/** A mail's HTML as a document of its own for a sandboxed frame: it has its own policy there, which a `srcdoc` would share with the console's. */
export function serveMailFrames(
  http: Http,
  { database, authenticate, links }: Pick<FileRoutes, 'database' | 'authenticate'> & { links: FileLinks },
): void {
  http.fastify.get('/mail/:id', async (request, reply) => {
    const caller = await authenticate(request)
    const { id } = request.params as { id: string }
    if (caller?.actor.kind !== 'agent' || !/^[0-9a-f-]{36}$/.test(id))
      throw new AppError('not_found', 'message.not_found', 'There is no such message.')
    const item = await database.read(caller.workspaceId, caller.actor, async (ctx) => {
      const found = await readItem(ctx, id, links)
      if (found) await visibleConversation(ctx, found.conversationId)
      return found
    })
    if (!item?.html) throw new AppError('not_found', 'message.not_found', 'There is no such message.')
    const isAsked = (request.query as { images?: string }).images === 'yes'
    const origin = `${request.protocol}://${request.host}`
    const images = ['data:', `${origin}/files/`, ...(isAsked ? ['https:', 'http:'] : [])].join(' ')
    const document = mailFrameDocument(isAsked ? allowRemoteImages(item.html) : item.html, { fileUrls: [`${origin}/files/`], remoteImages: isAsked })
    return reply
      .headers({
        'content-security-policy': `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src ${images}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'private, no-store',
      })
      .type('text/html; charset=utf-8')
      .send(document)
  })
}
