import type { Contact } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { pageOfContacts } from './queries.ts'

/** Finds contacts by what somebody typed: their ids, or null when it says nothing yet. The search module knows how. */
export type MatchContacts = (ctx: Context, text: string, most: number) => Promise<string[] | null>

/** Whoever gets more than this types another letter. */
const mostMatches = 1000

/** A page of contacts, last seen first. */
export async function listContacts(
  ctx: Context,
  query: { q?: string | undefined; after?: string | undefined; limit: number },
  match: MatchContacts,
): Promise<{ items: Contact[]; next: string | null }> {
  const ids = query.q?.trim() ? await match(ctx, query.q, mostMatches) : null
  const rows = await pageOfContacts(ctx, ids, query.after ? readPosition(query.after) : null, query.limit + 1)
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
