import { createHash } from 'node:crypto'
import type { Route } from '../../../contract/route.ts'
import type { Actor, Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { isOff } from '../failpoint.ts'
import type { InstanceKeys } from '../secrets/instance-keys.ts'
import { openSecret, sealSecret } from '../secrets/seal.ts'

/** A stored answer, given again for the same key. */
export interface StoredReply {
  status: number
  reply: unknown
}

/** How long an answer is kept at least. */
export const keptHours = 48

/** An Idempotency-Key header as the draft has it: 1 to 255 visible characters. Errors: `idempotency.bad_key`. */
export function readKey(header: unknown): string | null {
  if (header === undefined || isOff('idempotency')) return null
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header))
    throw new AppError('invalid', 'idempotency.bad_key', 'An Idempotency-Key has 1 to 255 visible ASCII characters.', { status: 400 })
  return header
}

export const actorKey = (actor: Actor | null): string =>
  actor?.kind === 'agent' ? `agent:${actor.tokenId ?? actor.id}` : actor?.kind === 'contact' ? `visitor:${actor.visitorId}` : 'system'

export const hashBody = (path: string, body: unknown): string =>
  createHash('sha256')
    .update(path)
    .update('\0')
    .update(body instanceof Uint8Array ? body : JSON.stringify(body ?? null))
    .digest('base64url')

/**
 * Takes the key inside the transaction that does the work, so that effect and answer are kept together or not at all. Returns the stored answer when
 * the work was already done. Errors (IETF draft idempotency-key-header): 409 `idempotency.in_progress`, 422 `idempotency.other_payload`.
 */
export async function takeKey(ctx: Context, key: string, route: string, bodyHash: string): Promise<StoredReply | null> {
  const actor = actorKey(ctx.actor)
  const lock = await ctx.sql.one<{ taken: boolean }>(`select pg_try_advisory_xact_lock(hashtextextended($1, 7)) as taken`, [
    `${ctx.workspaceId}:${actor}:${key}`,
  ])
  if (!lock?.taken) throw new AppError('conflict', 'idempotency.in_progress', 'A request with this key is still running.')
  const fresh = await ctx.sql.run(
    `insert into idempotency_keys (workspace_id, actor, key, route, body_hash) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [ctx.workspaceId, actor, key, route, bodyHash],
  )
  if (fresh === 1) return null
  const known = await ctx.sql.one<{ route: string; bodyHash: string; status: number | null; reply: unknown }>(
    `select route, body_hash as "bodyHash", status, reply from idempotency_keys where workspace_id = $1 and actor = $2 and key = $3`,
    [ctx.workspaceId, actor, key],
  )
  if (!known || known.status === null) return null
  if (known.route !== route || known.bodyHash !== bodyHash)
    throw new AppError('invalid', 'idempotency.other_payload', 'This key was used with another request.')
  return { status: known.status, reply: known.reply }
}

type Keeper = Pick<Context, 'workspaceId' | 'actor'>
const placeOf = (ctx: Keeper, key: string) => `idempotency:${ctx.workspaceId}:${actorKey(ctx.actor)}:${key}`

/** What is stored of an answer: itself, or sealed when it holds a secret. */
export const sealReply = (route: Route, ctx: Keeper, key: string, reply: unknown, keys: InstanceKeys): unknown =>
  route.idempotency === 'sealed' ? sealSecret(JSON.stringify(reply), keys, placeOf(ctx, key)) : reply

/** The answer of what `sealReply` gave. Errors: `SecretUnreadable`. */
export const openReply = (route: Route, ctx: Keeper, key: string, stored: unknown, keys: InstanceKeys): unknown =>
  route.idempotency === 'sealed' ? JSON.parse(openSecret(String(stored), keys, placeOf(ctx, key))) : stored

export async function keepReply(ctx: Context, key: string, stored: StoredReply): Promise<void> {
  await ctx.sql.run(`update idempotency_keys set status = $4, reply = $5 where workspace_id = $1 and actor = $2 and key = $3`, [
    ctx.workspaceId,
    actorKey(ctx.actor),
    key,
    stored.status,
    JSON.stringify(stored.reply),
  ])
}

/** Forgets old answers, a bounded number at a time. */
export async function forgetOldKeys(ctx: Context): Promise<void> {
  await ctx.sql.run(
    `delete from idempotency_keys where workspace_id = $1 and (actor, key) in (select actor, key from idempotency_keys where workspace_id = $1 and created_at < $2 order by created_at limit 5000)`,
    [ctx.workspaceId, new Date(ctx.now.getTime() - keptHours * 3_600_000)],
  )
}
