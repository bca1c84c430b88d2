import type { Scope } from '../../../contract/people.ts'
import { roleMay, roles, type Role } from '../../../contract/permissions.ts'
import { AppError } from '../../platform/errors.ts'
import { commonPasswords } from './common-passwords.ts'

const rank = (role: Role) => roles.indexOf(role)

/** Nobody gives a role above their own. Pure. Errors: 403 `agent.role_above_own`. */
export function checkRoleGiven(own: Role, given: Role): void {
  if (rank(given) > rank(own)) throw new AppError('forbidden', 'agent.role_above_own', 'You cannot give a role above your own.')
}

export interface AgentState {
  role: Role
  isDeactivated: boolean
}
export interface AgentChange {
  role?: Role | undefined
  isDeactivated?: boolean | undefined
}

/**
 * May somebody of this role change that agent so? `activeOwners` counts the people who are owners now. Pure.
 * Errors: 403 `agent.only_owners`, 403 `agent.role_above_own`, 409 `agent.last_owner`.
 */
export function checkAgentChange(own: Role, target: AgentState, change: AgentChange, activeOwners: number): void {
  if (target.role === 'owner' && own !== 'owner') throw new AppError('forbidden', 'agent.only_owners', 'Only an owner can change an owner.')
  if (change.role && change.role !== target.role) checkRoleGiven(own, change.role)
  const isOwner = target.role === 'owner' && !target.isDeactivated
  const staysOwner = (change.role ?? target.role) === 'owner' && !(change.isDeactivated ?? target.isDeactivated)
  if (isOwner && !staysOwner && activeOwners <= 1)
    throw new AppError('conflict', 'agent.last_owner', 'This is the last owner. Make somebody else an owner first.')
}

/** What the scope opens at most must be open to the role. Pure. Errors: 403 `token.scope_above_role`. */
export function checkScopes(own: Role, scopes: readonly Scope[]): void {
  for (const scope of scopes) {
    const isAllowed = scope === 'admin' ? roleMay(own, 'workspace.change') : scope === 'ingest' ? roleMay(own, 'inbox.ingest') : true
    if (!isAllowed) throw new AppError('forbidden', 'token.scope_above_role', `Your role does not allow the scope "${scope}".`)
  }
}

export const shortestPassword = 10

/**
 * Refuses what is guessed first: short ones, the most common ones and the person's own address. No rules about digits and signs.
 * Pure. Errors: 422 `agent.weak_password`. Source: NIST SP 800-63B-4 § 3.1.1.2 (length and a blocklist instead of composition rules).
 */
export function checkPassword(password: string, email: string): void {
  const weak = (text: string) => new AppError('invalid', 'agent.weak_password', text)
  if ([...password].length < shortestPassword) throw weak(`A password has at least ${shortestPassword} characters.`)
  const plain = password.toLowerCase()
  if (commonPasswords.has(plain) || new Set(plain).size < 3) throw weak('This password is one of the first that are tried. Choose another.')
  if (plain === email.trim().toLowerCase()) throw weak('Choose a password that is not your address.')
}
