import type { Database } from '../../platform/database/database.ts'
import type { FileStore } from '../../platform/files/file-store.ts'
import type { Log } from '../../platform/log.ts'
import type { FileLinks } from '../conversations/index.ts'
import type { RawWriter } from '../delivery/index.ts'
import type { Inboxes } from '../inboxes/index.ts'

/** What the demo needs from outside. */
export interface DemoDeps {
  database: Database
  inboxes: Inboxes
  files: FileStore
  links: FileLinks
  writer: RawWriter
  secretFor(purpose: string): Uint8Array
  log: Log
}
