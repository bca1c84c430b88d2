import type { AgentSettings, Me } from '../../../contract/people.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { AppError } from '../../platform/errors.ts'
import { hashPassword, isPasswordRight } from './agents.ts'
import { findAgent, readMe, saveAgent } from './queries.ts'
import { endResets } from './reset.ts'
import { checkPassword } from './rules.ts'
import { revokeSessions } from './sessions.ts'
import { cleanName, cleanSettings } from './words.ts'

export interface MyChange {
  name?: string | undefined
  settings?: AgentSettings | undefined
  availability?: 'available' | 'away' | undefined
  password?: { current: string; next: string } | undefined
}

/**
 * Changes what is mine. Settings are laid over the old ones, key by key. Another password needs the current one and ends my other sessions.
 * Emits `agent.changed`, `session.revoked`. Errors: 403 `auth.wrong_password`, 422 `agent.weak_password`, 422 `agent.settings_too_large`.
 */
export async function changeMe(database: Database, workspaceId: WorkspaceId, actor: AgentActor, change: MyChange): Promise<Me> {
  // Hashing takes some 30 ms; no connection is held meanwhile.
  const hashes = change.password && (await provePassword(database, workspaceId, actor, change.password))
  return database.transaction(workspaceId, actor, async (ctx) => {
    if (change.name !== undefined || change.availability) {
      const agent = await findAgent(ctx, actor.id)
      await saveAgent(ctx, {
        ...agent,
        name: change.name === undefined ? agent.name : cleanName(change.name),
        availability: change.availability ?? agent.availability,
      })
      ctx.emit('agent.changed', { agentId: actor.id })
    }
    if (change.settings) await mergeSettings(ctx, actor, change.settings)
    if (hashes) await changePassword(ctx, actor, hashes)
    return readMe(ctx, actor.id)
  })
}

const wrongPassword = () => new AppError('forbidden', 'auth.wrong_password', 'The current password is wrong.')

async function provePassword(database: Database, workspaceId: WorkspaceId, actor: AgentActor, { current, next }: { current: string; next: string }) {
  const held = await database.read(workspaceId, actor, (ctx) =>
    ctx.sql.one<{ email: string; passwordHash: string | null }>(
      `select email, password_hash as "passwordHash" from agents where workspace_id = $1 and id = $2`,
      [workspaceId, actor.id],
    ),
  )
  if (!held?.passwordHash || !(await isPasswordRight(held.passwordHash, current))) throw wrongPassword()
  checkPassword(next, held.email)
  return { old: held.passwordHash, next: await hashPassword(next) }
}

async function changePassword(ctx: Context, actor: AgentActor, { old, next }: { old: string; next: string }): Promise<void> {
  // Somebody else may have changed it since it was proved.
  const changed = await ctx.sql.run(`update agents set password_hash = $4 where workspace_id = $1 and id = $2 and password_hash = $3`, [
    ctx.workspaceId,
    actor.id,
    old,
    next,
  ])
  if (changed === 0) throw wrongPassword()
  await endResets(ctx, actor.id)
  await revokeSessions(ctx, actor.id, actor.sessionId)
}

async function mergeSettings(ctx: Context, actor: AgentActor, added: AgentSettings): Promise<void> {
  const held = await ctx.sql.one<{ settings: object }>(`select settings from agents where workspace_id = $1 and id = $2 for update`, [
    ctx.workspaceId,
    actor.id,
  ])
  await ctx.sql.run(`update agents set settings = $3 where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    actor.id,
    cleanSettings({ ...held?.settings, ...added }),
  ])
}
