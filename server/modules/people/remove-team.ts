import type { TeamId, WorkspaceId } from '../../../contract/ids.ts'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { TeamWork } from './deps.ts'
import { findTeam, lockTeam } from './queries.ts'
import { removeTeam } from './teams.ts'

/** So many conversations change hands in one transaction: nobody else's changes wait long for it. */
const batch = 500

/**
 * Removes a team after its conversations and inboxes went to `moveTo`, or to none. Emits what that emits, then `team.changed`. Interrupted, it leaves a team with
 * less work, and can be asked again. Errors: 404 `team.not_found`, 409 `team.same_team`, 409 `team.has_work` (with `conversations` and `inboxes`) for a restricted team without
 * `moveTo`: to let go of them would show them to everybody.
 */
export async function removeTeamAndMoveWork(
  { database, teamWork }: { database: Database; teamWork: TeamWork },
  { workspaceId, actor }: { workspaceId: WorkspaceId; actor: Actor },
  id: TeamId,
  moveTo: TeamId | null,
): Promise<void> {
  const within = <T>(run: (ctx: Context) => Promise<T>) => database.transaction(workspaceId, actor, run)
  const check = async (ctx: Context) => {
    const team = await findTeam(ctx, id)
    if (moveTo === id) throw new AppError('conflict', 'team.same_team', 'Choose another team.')
    if (moveTo) await findTeam(ctx, moveTo)
    if (moveTo || !team.isRestricted) return
    const held = await teamWork.count(ctx, id)
    if (held.conversations + held.inboxes > 0)
      throw new AppError(
        'conflict',
        'team.has_work',
        'This team is restricted and still has conversations or inboxes. Choose the team that takes them over.',
        held,
      )
  }
  for (let moved = batch; moved === batch;)
    moved = await within(async (ctx) => {
      await check(ctx)
      return teamWork.move(ctx, id, moveTo, batch)
    })
  await within(async (ctx) => {
    // From here on nobody gives it anything more: whoever tries waits for this row, and then finds it gone.
    await lockTeam(ctx, id)
    await check(ctx)
    await teamWork.move(ctx, id, moveTo, Number.MAX_SAFE_INTEGER)
    await removeTeam(ctx, id)
  })
}
