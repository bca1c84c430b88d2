import type { TeamId, WorkspaceId } from '../../../contract/ids.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'

/** What belongs to teams and is kept by others. */
export interface TeamWork {
  count(ctx: Context, teamId: TeamId): Promise<{ conversations: number; inboxes: number }>
  /** Gives inboxes, and up to `most` conversations, to another team or to none; returns how many conversations, so that more are asked for. */
  move(ctx: Context, fromId: TeamId, toId: TeamId | null, most: number): Promise<number>
}

/** What the routes need from outside. */
export interface PeopleDeps {
  database: Database
  log: Log
  /** The address people reach us at, without a trailing slash, for links in mails. */
  publicUrl(): string
  /** Whether this installation shows demo data. */
  isDemo: boolean
  teamWork: TeamWork
  /** Called after the first owner signed up, to put demo data into their workspace; nobody waits for it and a failure is logged. */
  onFirstOwner?(workspaceId: WorkspaceId): Promise<void>
}
