import type { Actor, Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'

/** Who acted, for people and for filters: `agent:<id>`, followed by the token when it acted by one. */
const nameActor = (actor: Actor): string =>
  actor.kind === 'system'
    ? `system:${actor.name}`
    : actor.kind === 'contact'
      ? `visitor:${actor.visitorId}`
      : `agent:${actor.id}${actor.tokenId ? ` token:${actor.tokenId}` : ''}`

/**
 * Appends an entry in the caller's transaction. `action` is `noun.past_tense`; `detail` holds ids and what changed, never a secret, and text from
 * outside only in storable form.
 */
export async function audit(ctx: Context, action: string, detail: Record<string, unknown> = {}): Promise<void> {
  await ctx.sql.run(`insert into audit_entries (workspace_id, id, at, actor, action, detail) values ($1, $2, $3, $4, $5, $6)`, [
    ctx.workspaceId,
    newId(ctx.now.getTime()),
    ctx.now,
    nameActor(ctx.actor),
    action,
    JSON.stringify(detail),
  ])
}
