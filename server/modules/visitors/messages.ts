import type { routes } from '../../../contract/api/index.ts'
import type { VisitorMessage } from '../../../contract/realtime.ts'
import type { Input, Reply } from '../../../contract/route.ts'
import type { Context } from '../../platform/context.ts'
import { lastEventNumber } from '../../platform/events/read.ts'
import { packCursor, readCursor, type FileLinks } from '../conversations/index.ts'
import { changedSince, filesOf, messagesBefore, messagesSeenBy, type SeenMessage } from './queries.ts'
import { actingVisitor, type Visitor } from './visitor.ts'

const stateOf = (row: SeenMessage): VisitorMessage['state'] => {
  if (row.direction === 'in') return row.isSeen ? 'read' : 'sent'
  return row.deliveryState === 'delivered' || row.deliveryState === 'read' ? row.deliveryState : 'sent'
}

/** Rows as visitors get them, with links to files that work for this visitor alone. `ctx` may be the system's; `viewerOf` says who each row is for. */
export async function toVisitorMessages(
  ctx: Context,
  rows: SeenMessage[],
  links: FileLinks,
  viewerOf: (row: SeenMessage) => Visitor,
): Promise<VisitorMessage[]> {
  const files = Map.groupBy(
    await filesOf(
      ctx,
      rows.map((row) => row.id),
    ),
    (file) => file.messageId,
  )
  return rows.map((row) => ({
    id: row.id,
    clientKey: row.clientKey,
    direction: row.direction,
    channel: row.channel,
    authorName: row.authorName,
    text: row.text,
    at: row.at.toISOString(),
    state: stateOf(row),
    attachments: (files.get(row.id) ?? []).map(({ id, name, sizeBytes, contentType }) => ({
      name,
      sizeBytes,
      contentType,
      url: links.urlOf({ ...ctx, actor: viewerOf(row) }, { id, isInline: false } as never),
    })),
  }))
}

/** A page of what was said, oldest first within it, and how far the log went before it was read. Nothing was said yet: an empty page. */
export async function listMessages(
  ctx: Context,
  query: Input<typeof routes.listVisitorMessages>['query'],
  links: FileLinks,
): Promise<Reply<typeof routes.listVisitorMessages>> {
  const visitor = actingVisitor(ctx)
  const number = await lastEventNumber(ctx)
  if (!visitor.identityId) return { messages: [], next: null, number }
  const found = await messagesBefore(
    ctx,
    { identityId: visitor.identityId, isProven: visitor.isProven },
    query.before ? readCursor(query.before) : null,
    query.limit + 1,
  )
  const page = found.slice(0, query.limit)
  const oldest = page.at(-1)
  const next = found.length > page.length && oldest ? packCursor({ at: oldest.at, id: oldest.id }) : null
  return { messages: await toVisitorMessages(ctx, page.reverse(), links, () => visitor), next, number }
}

/** Beyond this a fresh load is cheaper than going through what was missed. */
const mostMissed = 200

/** What changed for a visitor after a number, or 'resync' when it is too much. */
export async function missedSince(
  ctx: Context,
  visitor: Visitor,
  after: number,
  links: FileLinks,
): Promise<{ messages: VisitorMessage[]; gone: string[] } | 'resync'> {
  if (!visitor.identityId) return { messages: [], gone: [] }
  const ids = await changedSince(ctx, visitor.identityId, after, mostMissed)
  if (ids.length >= mostMissed) return 'resync'
  const rows = await messagesSeenBy(ctx, [{ identityId: visitor.identityId, isProven: visitor.isProven }], ids)
  const shown = new Set(rows.map((row) => row.id))
  return { messages: await toVisitorMessages(ctx, rows, links, () => visitor), gone: ids.filter((id) => !shown.has(id)) }
}
