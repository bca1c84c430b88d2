import type { Contact } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { pageOfContacts } from './queries.ts'

/** A page of contacts; `keyOf` folds the query as the index has it. */
export async function listContacts(
  ctx: Context,
  query: { q?: string | undefined; after?: string | undefined; limit: number },
  keyOf: (text: string) => string,
): Promise<{ items: Contact[]; next: string | null }> {
  const rows = await pageOfContacts(
    ctx,
    query.q?.trim() ? keyOf(query.q) : undefined,
    query.after ? readPosition(query.after) : null,
    query.limit + 1,
  )
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return { items, next: rows.length > query.limit && last ? Buffer.from(`${last.lastSeenAt ?? ''} ${last.id}`).toString('base64url') : null }
}

function readPosition(cursor: string): { at: Date | null; id: string } {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ')
  const when = at ? new Date(at) : null
  if (!id || !/^[0-9a-f-]{36}$/.test(id) || (when && Number.isNaN(when.getTime())))
    throw new AppError('invalid', 'request.bad_cursor', 'This page marker is not one of ours.')
  return { at: when, id }
}
