import type { FastifyRequest } from 'fastify'
import { routes } from '../contract/api/index.ts'
import type { WorkspaceId } from '../contract/ids.ts'
import type { FileLinks } from './modules/conversations/index.ts'
import { visibleConversation } from './modules/conversations/index.ts'
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
    withInlineImages: (html, urls) =>
      html.replaceAll(/(["'])cid:([^"'<>]+)\1/g, (whole, quote: string, id: string) => (urls.has(id) ? `${quote}${urls.get(id)}${quote}` : whole)),
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
    const file = ref && (await readableFile(database, ref, ref.actor.startsWith('agent:') ? await authenticate(request) : null))
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

/** A link proves that we made it; whether its holder may still see the file is asked at every download. */
async function readableFile(
  database: Database,
  ref: { workspaceId: string; fileId: string; actor: string },
  caller: Caller | null,
): Promise<FileRow | null> {
  if (
    ref.actor.startsWith('agent:') &&
    (caller?.actor.kind !== 'agent' || `agent:${caller.actor.id}` !== ref.actor || caller.workspaceId !== ref.workspaceId)
  )
    return null
  const actor: Actor = caller?.actor ?? { kind: 'system', name: 'files' }
  return database.read(ref.workspaceId as WorkspaceId, actor, async (ctx: Context) => {
    const file = await ctx.sql.one<FileRow>(
      `select sha256, name, content_type as "contentType", size_bytes as "sizeBytes", is_inline as "isInline", conversation_id as "conversationId", uploaded_by as "uploadedBy" from files where workspace_id = $1 and id = $2`,
      [ctx.workspaceId, ref.fileId],
    )
    if (!file) return null
    if (file.conversationId) await visibleConversation(ctx, file.conversationId)
    else if (file.uploadedBy !== ref.actor) return null
    return file
  })
}
