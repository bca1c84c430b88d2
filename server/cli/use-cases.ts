import { join } from 'node:path'
import type { InboxId, WorkspaceId } from '../../contract/ids.ts'
import type { Scope } from '../../contract/people.ts'
import { createRawWriter } from '../modules/delivery/index.ts'
import { inboxRows } from '../modules/inboxes/index.ts'
import { createOwner, createTokenFor } from '../modules/people/index.ts'
import { allWorkspaces, lookUp } from '../modules/workspaces/index.ts'
import { systemClock } from '../platform/clock.ts'
import { type Database, createDatabase } from '../platform/database/database.ts'
import { migrate } from '../platform/database/migrate.ts'
import { AppError } from '../platform/errors.ts'
import { createBus } from '../platform/events/bus.ts'
import { createFileStore } from '../platform/files/file-store.ts'
import { createLog } from '../platform/log.ts'

export interface MailInbox {
  workspaceId: WorkspaceId
  inboxId: InboxId
}

/** The product's use cases that the command line offers, on a database that the commands have opened. */
export interface UseCases {
  /** Errors: those of `createOwner`. */
  createOwner(input: {
    email: string
    name: string
    password: string
    workspace: string
  }): Promise<{ workspaceId: string; userId: string; token: string }>
  /** No password is asked: whoever runs the command holds the data folder. Errors: `auth.no_such_agent`. */
  createToken(input: { email: string; name: string; scopes: Scope[]; workspaceId: string | null }): Promise<{ workspaceId: string; token: string }>
  /** An e-mail inbox by id, address or name. Errors: `inbox.not_found`, `inbox.ambiguous`. */
  findInbox(wanted: string): Promise<MailInbox>
  /** Stores a mail in its raw form, as if it had just arrived. Resolves when it is committed; the same mail again is a duplicate. */
  storeMail(inbox: MailInbox, content: Buffer): Promise<{ isDuplicate: boolean }>
  close(): Promise<void>
}

/** Brings the schema up to date first, because a command may come before the first start. */
export async function openUseCases(connectionString: string, dataDir: string, say: (line: string) => void): Promise<UseCases> {
  await migrate(connectionString, say)
  const log = createLog('silent')
  const bus = createBus(log)
  // A running server hears at once that there is something to read.
  bus.connect(connectionString)
  const database = createDatabase({ connectionString, clock: systemClock, bus, log, maxConnections: 2 })
  const files = createFileStore({ dir: join(dataDir, 'files') })
  const writer = createRawWriter(database, bus, { put: (workspaceId, body) => files.put(workspaceId, body, { name: 'raw' }) })
  return {
    createOwner: (input) => createOwner(database, input),
    createToken: (input) => createToken(database, input),
    findInbox: (wanted) => findMailInbox(database, wanted),
    storeMail: ({ workspaceId, inboxId }, content) => writer.store({ workspaceId, inboxId, source: 'import', headers: {}, body: content }),
    async close() {
      await bus.close()
      await database.close()
    },
  }
}

async function createToken(database: Database, { email, name, scopes, workspaceId }: Parameters<UseCases['createToken']>[0]) {
  const candidates = (await lookUp(database, 'agent_email', email)).filter((found) => workspaceId === null || found.workspaceId === workspaceId)
  if (candidates.length === 0) throw new AppError('not_found', 'auth.no_such_agent', `There is no agent with the address ${email}.`)
  return createTokenFor(database, candidates, { email, password: null, name, scopes })
}

async function findMailInbox(database: Database, wanted: string): Promise<MailInbox> {
  const reader = { kind: 'system', name: 'import-mail' } as const
  const word = wanted.trim().toLowerCase()
  const found: (MailInbox & { name: string })[] = []
  for (const workspaceId of await allWorkspaces(database)) {
    for (const row of await database.read(workspaceId, reader, inboxRows)) {
      if (row.connector === 'email' && [row.id, row.address.toLowerCase(), row.name.toLowerCase()].includes(word)) {
        found.push({ workspaceId, inboxId: row.id as InboxId, name: row.name })
      }
    }
  }
  if (found.length === 0) throw new AppError('not_found', 'inbox.not_found', `There is no e-mail inbox "${wanted}".`)
  if (found.length > 1)
    throw new AppError(
      'conflict',
      'inbox.ambiguous',
      `Several inboxes are called "${wanted}"; name one by its id: ${found.map(({ inboxId }) => inboxId).join(', ')}`,
    )
  return found[0]!
}
