import type { AgentId, WorkspaceId } from '../../../contract/ids.ts'
import type { Scope } from '../../../contract/people.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { audit } from '../audit/index.ts'
import { createWorkspace } from '../workspaces/index.ts'
import { addAgent, hashPassword, isPasswordRight, normaliseEmail } from './agents.ts'
import { makeToken } from './credentials.ts'
import { checkPassword } from './rules.ts'
import { cleanName } from './words.ts'

export interface OwnerInput {
  email: string
  name: string
  password: string
  workspace: string
  locale?: string | undefined
  isDemo?: boolean
}

const system = { kind: 'system', name: 'set-up' } as const

/**
 * A workspace with its owner, in one transaction. `first` runs first in it and may refuse by throwing. Errors: `agent.weak_password`, `agent.bad_email`,
 * those of `first`.
 */
export async function makeOwner(
  database: Database,
  input: OwnerInput,
  first: (ctx: Context) => Promise<void> = async () => {},
): Promise<{ workspaceId: WorkspaceId; userId: AgentId }> {
  checkPassword(input.password, input.email)
  if (!/^[^\s@]+@[^\s@]+$/.test(input.email.trim())) throw new AppError('invalid', 'agent.bad_email', 'This is not an e-mail address.')
  const passwordHash = await hashPassword(input.password)
  const workspaceId = newId<WorkspaceId>()
  const userId = await database.transaction(workspaceId, system, async (ctx) => {
    await first(ctx)
    await createWorkspace(ctx, { name: cleanName(input.workspace), isDemo: input.isDemo ?? false })
    const id = await addAgent(ctx, {
      email: input.email,
      name: cleanName(input.name),
      role: 'owner',
      passwordHash,
      settings: input.locale ? { locale: input.locale } : {},
      isDemo: input.isDemo ?? false,
    })
    await audit(ctx, 'workspace.created', { ownerId: id })
    return id
  })
  return { workspaceId, userId }
}

/** For the command line: an owner with an API token of all scopes, ready to use. */
export async function createOwner(database: Database, input: OwnerInput): Promise<{ workspaceId: WorkspaceId; userId: AgentId; token: string }> {
  const { workspaceId, userId } = await makeOwner(database, input)
  const { token } = await database.transaction(workspaceId, system, (ctx) => makeToken(ctx, userId, 'command line', ['admin']))
  return { workspaceId, userId, token }
}

/** For the command line: another API token for somebody who proves the password. Errors: `auth.wrong_password`. */
export async function createTokenFor(
  database: Database,
  candidates: { workspaceId: WorkspaceId; subjectId: string }[],
  input: { email: string; password: string | null; name: string; scopes: Scope[] },
): Promise<{ workspaceId: WorkspaceId; token: string }> {
  for (const { workspaceId, subjectId } of candidates) {
    const agent = await database.read(workspaceId, system, (ctx) =>
      ctx.sql.one<{ id: AgentId; email: string; passwordHash: string | null }>(
        `select id, email, password_hash as "passwordHash" from agents where workspace_id = $1 and id = $2 and deactivated_at is null`,
        [workspaceId, subjectId],
      ),
    )
    if (!agent || agent.email !== normaliseEmail(input.email)) continue
    // Whoever runs the command already holds the data folder; a password is asked only where one is given.
    if (input.password !== null && !(await isPasswordRight(agent.passwordHash, input.password))) continue
    const { token } = await database.transaction(workspaceId, system, (ctx) => makeToken(ctx, agent.id, input.name, input.scopes))
    return { workspaceId, token }
  }
  throw new AppError('unauthenticated', 'auth.wrong_password', 'There is nobody with this address, or the password is wrong.')
}
