import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Locale, Me } from '../../../contract/people.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import { allWorkspaces } from '../workspaces/index.ts'
import { openSession } from './credentials.ts'
import { makeOwner } from './owner.ts'
import { readMe } from './queries.ts'
import type { Origin } from './sign-in.ts'

export interface SignUpInput {
  name: string
  email: string
  password: string
  workspace: string
  locale: Locale
}

export interface SignUp {
  /** Whether nobody owns a workspace here yet, demo people apart. */
  needsOwner(): Promise<boolean>
  /** Makes the first workspace with its owner and opens a session. Errors: 409 `sign_up.closed`, 422 `agent.weak_password`. */
  signUp(input: SignUpInput, from: Origin): Promise<{ me: Me; token: string }>
}

const system = { kind: 'system', name: 'sign-up' } as const
const closed = () => new AppError('conflict', 'sign_up.closed', 'This Samvad has an owner already. Ask them for an invitation.')

/** Of many sign-ups at once, in whatever process, one makes the workspace and the others are refused. */
export function createSignUp(database: Database): SignUp {
  let isOwned = false
  // One at a time waits for the lock, so that the waiting ones do not hold all the connections of this process.
  let turn: Promise<unknown> = Promise.resolve()

  const needsOwner = async () => {
    // Once owned, owned for ever: the last owner can neither leave nor be removed.
    isOwned ||= await hasOwner(database)
    return !isOwned
  }
  const refuseIfOwned = async (ctx: Context) => {
    await ctx.sql.run(`select pg_advisory_xact_lock(7214010)`)
    if (!(await needsOwner())) throw closed()
  }
  return {
    needsOwner,
    async signUp(input, from) {
      if (!(await needsOwner())) throw closed()
      const made = turn.then(() => makeOwner(database, input, refuseIfOwned))
      turn = made.catch(() => {})
      const { workspaceId, userId } = await made
      return database.transaction(workspaceId, system, async (ctx) => {
        const { token } = await openSession(ctx, userId, from)
        return { me: await readMe(ctx, userId), token }
      })
    },
  }
}

async function hasOwner(database: Database): Promise<boolean> {
  for (const workspaceId of await allWorkspaces(database)) if (await isOwnedByPerson(database, workspaceId)) return true
  return false
}

const isOwnedByPerson = (database: Database, workspaceId: WorkspaceId): Promise<boolean> =>
  database.read(workspaceId, system, async (ctx) =>
    Boolean(await ctx.sql.one(`select from agents where workspace_id = $1 and role = 'owner' and not is_demo limit 1`, [workspaceId])),
  )
