import { hash, verify } from '@node-rs/argon2'
import type { AgentId } from '../../../contract/ids.ts'
import type { Role } from '../../../contract/permissions.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { addEntry } from '../workspaces/index.ts'

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

let decoy: Promise<string> | null = null
/** Whether the password is right. Without a hash it takes as long and is wrong, so that the duration does not tell which addresses exist. */
export async function isPasswordRight(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await (decoy ??= hashPassword('nobody has this password'))), password)
  return right && passwordHash !== null
}

export const normaliseEmail = (email: string): string => email.trim().toLowerCase()

export interface NewAgent {
  email: string
  name: string
  role: Role
  passwordHash: string | null
  settings?: object
  isDemo?: boolean
}

/** Adds somebody who answers. Errors: 409 `agent.email_taken`. Emits `agent.joined`. */
export async function addAgent(ctx: Context, agent: NewAgent): Promise<AgentId> {
  const id = newId<AgentId>(ctx.now.getTime())
  const email = normaliseEmail(agent.email)
  const added = await ctx.sql.run(
    `insert into agents (workspace_id, id, email, name, role, password_hash, settings, is_demo, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (workspace_id, email) do nothing`,
    [ctx.workspaceId, id, email, agent.name, agent.role, agent.passwordHash, JSON.stringify(agent.settings ?? {}), agent.isDemo ?? false, ctx.now],
  )
  if (added === 0) throw new AppError('conflict', 'agent.email_taken', 'Somebody with this address is already here.')
  await addEntry(ctx.sql, 'agent_email', email, ctx.workspaceId, id)
  ctx.emit('agent.joined', { agentId: id })
  return id
}
