import { roleMay, type Permission } from '../../../contract/permissions.ts'
import type { Route } from '../../../contract/route.ts'
import type { Scope } from '../../../contract/people.ts'
import type { Actor } from '../context.ts'
import { AppError } from '../errors.ts'

/** The scope an API token needs for a route, on top of its owner's role. */
export function scopeFor(route: Pick<Route, 'method' | 'access'>): Scope {
  if (route.access === 'inbox.ingest') return 'ingest'
  if (route.method === 'GET') return 'read'
  return /^(inbox|people|team|workspace|token|webhook)\./.test(route.access) ? 'admin' : 'write'
}

const scopesGiven: Record<Scope, Scope[]> = {
  read: ['read'],
  write: ['read', 'write'],
  ingest: ['ingest'],
  admin: ['read', 'write', 'ingest', 'admin'],
}

/** May an agent (by session or token) do this at all? Whether they may see the record is decided where it is read. */
export function mayDo(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'system' || (actor.kind === 'agent' && roleMay(actor.role, permission))
}

/** Refuses who may not call the route. Errors: `auth.sign_in`, `auth.not_allowed`, `auth.scope`. */
export function checkAccess(route: Pick<Route, 'method' | 'access'>, actor: Actor | null): void {
  if (route.access === 'public') return
  if (!actor) throw new AppError('unauthenticated', 'auth.sign_in', 'Sign in first.')
  if (route.access === 'visitor') {
    if (actor.kind !== 'contact') throw new AppError('unauthenticated', 'auth.visitor_token', 'This needs a visitor token.')
    return
  }
  if (actor.kind !== 'agent') throw new AppError('unauthenticated', 'auth.sign_in', 'Sign in first.')
  if (route.access !== 'signed_in' && !roleMay(actor.role, route.access))
    throw new AppError('forbidden', 'auth.not_allowed', 'Your role does not allow this.')
  const needed = scopeFor(route)
  if (actor.scopes && !actor.scopes.some((scope) => scopesGiven[scope].includes(needed)))
    throw new AppError('forbidden', 'auth.scope', `This token lacks the scope "${needed}".`)
}
