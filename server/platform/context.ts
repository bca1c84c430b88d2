import type { AgentId, ContactId, IdentityId, InboxId, TeamId, WorkspaceId } from '../../contract/ids.ts'
import type { EventName, Events } from '../../contract/events.ts'
import type { Role } from '../../contract/permissions.ts'
import type { Scope } from '../../contract/people.ts'
import type { Sql } from './database/sql.ts'
import type { JobName, Jobs } from './jobs/catalogue.ts'

export interface AgentActor {
  kind: 'agent'
  id: AgentId
  name: string
  role: Role
  teamIds: TeamId[]
  /** The scopes of an API token; null for a person's own session. */
  scopes: Scope[] | null
  sessionId: string | null
  tokenId: string | null
}
export interface VisitorActor {
  kind: 'contact'
  /** The random id in the visitor's token; the address of an identity of kind `visitor`. */
  visitorId: string
  inboxId: InboxId
  /** Known once something was said, or the host page has signed who this is. */
  identityId: IdentityId | null
  id: ContactId | null
  name: string
}
export interface SystemActor {
  kind: 'system'
  name: string
}
export type Actor = AgentActor | VisitorActor | SystemActor

export interface EnqueueOptions {
  runAt?: Date
  /** A second job of the same key replaces the first while it waits. */
  key?: string
  /** Jobs of one queue run one after the other. */
  queue?: string
  maxAttempts?: number
}

/** All that a use case may touch; one per transaction. */
export interface Context {
  readonly workspaceId: WorkspaceId
  readonly actor: Actor
  readonly now: Date
  readonly sql: Sql
  /** Records a fact; it is numbered and written as the transaction's last statement. `at`: when it was, if not now. */
  emit<Name extends EventName>(name: Name, payload: Events[Name], at?: Date): void
  /** Leaves a piece of work for after the commit; it is kept with the transaction or not at all. */
  enqueue<Name extends JobName>(name: Name, payload: Jobs[Name], options?: EnqueueOptions): void
  /** Runs once the transaction is committed; for what needs no guarantee (waking a loop). */
  afterCommit(run: () => void): void
}
