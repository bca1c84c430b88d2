import type { AgentId, WorkspaceId } from '../../../contract/ids.ts'
import type { Me } from '../../../contract/people.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import { lookUp } from '../workspaces/index.ts'
import { isPasswordRight, normaliseEmail } from './agents.ts'
import { openSession } from './credentials.ts'
import { readMe } from './queries.ts'

/** Where a browser calls from, for the list of sessions. */
export interface Origin {
  userAgent: string
  address: string
}

const system = { kind: 'system', name: 'sign-in' } as const

/** Asked in place of an address that nobody has, so that the answer takes as long. */
const nobody = { workspaceId: '00000000-0000-0000-0000-000000000000' as WorkspaceId, subjectId: '00000000-0000-0000-0000-000000000000' }
/** One person works for at most this many workspaces of one installation under one address. */
const mostWorkspaces = 20

interface Candidate {
  workspaceId: WorkspaceId
  agentId: AgentId
  passwordHash: string
}

/** Opens a session in the first workspace that has this address with this password. Errors: 401 `auth.wrong_password`, the same for unknown addresses. */
export async function signIn(database: Database, input: { email: string; password: string }, from: Origin): Promise<{ me: Me; token: string }> {
  const email = normaliseEmail(input.email)
  const entries = (await lookUp(database, 'agent_email', email)).slice(0, mostWorkspaces)
  const candidates = await Promise.all((entries.length > 0 ? entries : [nobody]).map((entry) => readCandidate(database, entry, email)))
  const answers = await Promise.all(candidates.map((candidate) => isPasswordRight(candidate?.passwordHash ?? null, input.password)))
  const found = candidates.find((_, at) => answers[at])
  if (!found) throw wrongPassword()
  return database.transaction(found.workspaceId, system, async (ctx) => {
    // Locked against a change of the password, which ends every session that is there by then.
    const isStillRight = await ctx.sql.one(
      `select from agents where workspace_id = $1 and id = $2 and password_hash = $3 and deactivated_at is null for share`,
      [ctx.workspaceId, found.agentId, found.passwordHash],
    )
    if (!isStillRight) throw wrongPassword()
    const { token } = await openSession(ctx, found.agentId, from)
    return { me: await readMe(ctx, found.agentId), token }
  })
}

const wrongPassword = () => new AppError('unauthenticated', 'auth.wrong_password', 'There is nobody with this address, or the password is wrong.')

async function readCandidate(database: Database, { workspaceId, subjectId }: typeof nobody, email: string): Promise<Candidate | null> {
  const row = await database.read(workspaceId, system, (ctx) =>
    ctx.sql.one<{ id: AgentId; passwordHash: string | null }>(
      `select id, password_hash as "passwordHash" from agents where workspace_id = $1 and id = $2 and email = $3 and deactivated_at is null`,
      [workspaceId, subjectId, email],
    ),
  )
  return row?.passwordHash ? { workspaceId, agentId: row.id, passwordHash: row.passwordHash } : null
}
