import type { SavedReply } from '../../../contract/api/tools.ts'
import type { Context } from '../../platform/context.ts'
import { storableText } from '../../platform/database/insert-rows.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'

/** The list is read whole by every composer. */
const mostSavedReplies = 1000

const columns = `id, title, shortcut, text, language, use_count as "useCount"`

export interface SavedReplyInput {
  title: string
  shortcut: string
  text: string
  language: string | null
}

const notFound = () => new AppError('not_found', 'saved_reply.not_found', 'There is no such saved reply.')

/** Most used first. */
export async function listSavedReplies(ctx: Context): Promise<SavedReply[]> {
  return ctx.sql.many(
    `select ${columns} from saved_replies where workspace_id = $1 order by use_count desc, lower(title), id limit ${mostSavedReplies}`,
    [ctx.workspaceId],
  )
}

/** Emits `saved_reply.changed`. Errors: 409 `saved_reply.too_many`. */
export async function createSavedReply(ctx: Context, input: SavedReplyInput): Promise<SavedReply> {
  const { count } = (await ctx.sql.one<{ count: number }>(`select count(*)::int as count from saved_replies where workspace_id = $1`, [
    ctx.workspaceId,
  ]))!
  if (count >= mostSavedReplies)
    throw new AppError('conflict', 'saved_reply.too_many', `There are ${mostSavedReplies} saved replies. Remove some first.`)
  const id = newId(ctx.now.getTime())
  const row = await ctx.sql.one<SavedReply>(
    `insert into saved_replies (workspace_id, id, title, shortcut, text, language, created_at) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [ctx.workspaceId, id, storableText(input.title), storableText(input.shortcut), storableText(input.text), input.language, ctx.now],
  )
  ctx.emit('saved_reply.changed', { savedReplyId: id })
  return row!
}

/** Changes what is named. Emits `saved_reply.changed`. Errors: `saved_reply.not_found`. */
export async function changeSavedReply(
  ctx: Context,
  id: string,
  change: { [Name in keyof SavedReplyInput]?: SavedReplyInput[Name] | undefined },
): Promise<SavedReply> {
  const stored = (text: string | undefined) => (text === undefined ? null : storableText(text))
  const row = await ctx.sql.one<SavedReply>(
    `update saved_replies set title = coalesce($3, title), shortcut = coalesce($4, shortcut), text = coalesce($5, text), language = case when $6 then $7 else language end
     where workspace_id = $1 and id = $2 returning ${columns}`,
    [ctx.workspaceId, id, stored(change.title), stored(change.shortcut), stored(change.text), change.language !== undefined, change.language ?? null],
  )
  if (!row) throw notFound()
  ctx.emit('saved_reply.changed', { savedReplyId: id })
  return row
}

/** Emits `saved_reply.changed`. Errors: `saved_reply.not_found`. */
export async function removeSavedReply(ctx: Context, id: string): Promise<void> {
  if ((await ctx.sql.run(`delete from saved_replies where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])) === 0) throw notFound()
  ctx.emit('saved_reply.changed', { savedReplyId: id })
}

/** Counts one use, for the order of the list; nobody is told, it changes nothing for anybody just now. Errors: `saved_reply.not_found`. */
export async function countUse(ctx: Context, id: string): Promise<void> {
  if ((await ctx.sql.run(`update saved_replies set use_count = use_count + 1 where workspace_id = $1 and id = $2`, [ctx.workspaceId, id])) === 0)
    throw notFound()
}
