import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'

/** What the routes need from outside. */
export interface PeopleDeps {
  database: Database
  log: Log
  /** The address people reach us at, without a trailing slash, for links in mails. */
  publicUrl(): string
  /** Whether this installation shows demo data. */
  isDemo: boolean
  /** Called after the first owner signed up, to put demo data into their workspace; nobody waits for it and a failure is logged. */
  onFirstOwner?(workspaceId: WorkspaceId): Promise<void>
}
