import type { routes } from '../../../contract/api/index.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Input, Reply } from '../../../contract/route.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { storableText } from '../../platform/database/insert-rows.ts'
import { AppError } from '../../platform/errors.ts'
import type { RawWriter } from '../delivery/index.ts'
import { visitorOf, type VisitorCaller } from './authenticate.ts'
import { unusedFiles } from './queries.ts'
import { joinAsSigned } from './start-visit.ts'
import type { Visitor } from './visitor.ts'

export interface SendOptions {
  database: Database
  writer: RawWriter
  clock: Clock
}

/**
 * Takes a visitor's words: kept in their raw form, and acknowledged once that is committed; intake makes the message of them. The same `clientKey` again is the
 * same arrival. A signed visitor's first words make the contact of the signed address theirs beforehand, so that they land in that contact's conversation.
 * Errors: `chat.empty`, `attachment.not_found`.
 */
export async function sendWords(
  { database, writer, clock }: SendOptions,
  { workspaceId, actor }: VisitorCaller,
  body: Input<typeof routes.sendVisitorMessage>['body'],
): Promise<Reply<typeof routes.sendVisitorMessage>> {
  const text = storableText(body.text).trim()
  if (text === '' && body.attachments.length === 0) throw new AppError('invalid', 'chat.empty', 'Write something first, or attach a file.')
  const visitor = await withSignature(database, workspaceId, actor)
  const files = await filesFor(database, workspaceId, visitor, [...new Set(body.attachments)])
  const now = clock.now()
  // The form that connectors/web-chat reads.
  const words = {
    clientKey: body.clientKey,
    visitorId: visitor.visitorId,
    name: visitor.name,
    signed: visitor.signed,
    language: null,
    text,
    files,
    writtenAt: body.writtenAt && new Date(body.writtenAt) < now ? body.writtenAt : now.toISOString(),
    page: body.page ?? null,
    wantsPerson: body.wantsPerson ?? false,
    isUnproven: visitor.contactIsVerified && !visitor.isProven,
  }
  const stored = await writer.store({
    workspaceId,
    inboxId: visitor.inboxId,
    externalKey: `${visitor.visitorId}:${body.clientKey}`,
    source: 'chat',
    headers: {},
    body: Buffer.from(JSON.stringify(words)),
    receivedAt: now,
  })
  return { id: stored.id, clientKey: body.clientKey }
}

async function withSignature(database: Database, workspaceId: WorkspaceId, actor: Visitor): Promise<Visitor> {
  if (!actor.signed || actor.identityId) return actor
  const { visitorId, inboxId, signed, name, locale } = actor
  const ticket = await joinAsSigned(database, { workspaceId, visitorId, inboxId, signed, name, locale })
  return (await visitorOf(database, ticket))?.actor ?? actor
}

async function filesFor(database: Database, workspaceId: WorkspaceId, visitor: Visitor, ids: string[]) {
  if (ids.length === 0) return []
  const found = await database.read(workspaceId, visitor, (ctx) => unusedFiles(ctx, visitor.visitorId, ids))
  const known = new Map(found.map((file) => [file.id, file]))
  return ids.map((id) => {
    const file = known.get(id)
    if (!file) throw new AppError('invalid', 'attachment.not_found', 'One of the files is not there any more. Attach it again.')
    return file
  })
}
