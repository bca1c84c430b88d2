import type { FastifyRequest } from 'fastify'
import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Actor } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { safeFileName } from '../../platform/files/file-name.ts'
import type { Caller, Http } from '../../platform/http/http.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import type { FileLinks } from '../conversations/index.ts'
import type { RawWriter } from '../delivery/index.ts'
import type { Inboxes } from '../inboxes/index.ts'
import { askForPerson } from './ask-person.ts'
import type { VisitorCaller } from './authenticate.ts'
import { continueByEmail, settledVisitor } from './continue-by-email.ts'
import { createLimits, type Limits } from './limits.ts'
import { listMessages } from './messages.ts'
import { createOnline } from './online.ts'
import { sendWords } from './send-message.ts'
import { startVisit } from './start-visit.ts'

export interface VisitorOptions {
  database: Database
  inboxes: Inboxes
  writer: RawWriter
  keys: InstanceKeys
  clock: Clock
  links: FileLinks
  /** Keeps a file that belongs to no message yet, under the actor's name (`visitor:<id>`), so that only they can attach it. */
  storeUpload(
    workspaceId: WorkspaceId,
    actor: Actor,
    name: string,
    body: Uint8Array,
  ): Promise<{ id: string; name: string; sizeBytes: number; contentType: string }>
}

/** What the chat's routes and its pages have in common. */
export interface Chat extends VisitorOptions {
  limits: Limits
  isOnline(workspaceId: WorkspaceId): Promise<boolean>
}

export const createChat = (options: VisitorOptions): Chat => ({ ...options, limits: createLimits(), isOnline: createOnline(options.database) })

const asVisitor = (caller: Caller | null): VisitorCaller => caller as VisitorCaller

/** The chat's API: every route of contract/api/visitor.ts. */
export function serveVisitors(http: Http, chat: Chat): void {
  const { links, limits } = chat
  http.serveOutside(routes.startVisit, ({ input, request }) => {
    limits.visit(request.ip)
    return startVisit(chat, input.params.key, input.body)
  })
  http.serveOutside(routes.sendVisitorMessage, ({ input, caller }) => {
    const visitor = asVisitor(caller)
    limits.words(visitor.actor.visitorId)
    return sendWords(chat, visitor, input.body)
  })
  http.serve(routes.listVisitorMessages, (ctx, { query }) => listMessages(ctx, query, links))
  http.serveOutside(routes.uploadVisitorFile, async ({ input, caller, request }) => {
    const { workspaceId, actor } = asVisitor(caller)
    limits.file(actor.visitorId)
    return (await chat.storeUpload(workspaceId, actor, fileNameOf(request), input.body)) as never
  })
  http.serveOutside(routes.askPerson, async ({ caller }) => {
    const visitor = asVisitor(caller)
    limits.person(visitor.actor.visitorId)
    return { isNoted: await notePerson(chat, visitor), isOnline: await chat.isOnline(visitor.workspaceId) }
  })
  http.serveOutside(routes.continueByEmail, async ({ input, caller, request }) => {
    await leaveEmail(chat, asVisitor(caller), input.body.email, request.ip)
    return done
  })
}

/** Notes the wish for a person on the conversation, once the visitor's first words are taken in; false when there is none. */
export async function notePerson({ database }: Chat, caller: VisitorCaller): Promise<boolean> {
  return database.transaction(caller.workspaceId, await settledVisitor(database, caller), askForPerson)
}

/** Leaves an address, once the visitor's first words are taken in. Errors: `chat.nothing_said`, `chat.link_recently_sent`. */
export async function leaveEmail({ database, limits }: Chat, caller: VisitorCaller, email: string, address: string): Promise<void> {
  const actor = await settledVisitor(database, caller)
  if (actor.identityId) limits.linkMail(email.trim().toLowerCase(), actor.visitorId, address)
  await database.transaction(caller.workspaceId, actor, (ctx) => continueByEmail(ctx, email))
}

/** The name travels percent-encoded in X-File-Name. */
function fileNameOf(request: FastifyRequest): string {
  const given = request.headers['x-file-name']
  try {
    return safeFileName(decodeURIComponent(typeof given === 'string' ? given : ''))
  } catch {
    return safeFileName('')
  }
}
