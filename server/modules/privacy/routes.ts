import { routes } from '../../../contract/api/index.ts'
import { done } from '../../../contract/paging.ts'
import type { Database } from '../../platform/database/database.ts'
import type { FileStore } from '../../platform/files/file-store.ts'
import type { Http } from '../../platform/http/http.ts'
import { eraseContact } from './erase.ts'
import { exportContact, noteExport } from './export.ts'

export interface PrivacyRoutes {
  http: Http
  database: Database
  files: FileStore
  readFile(workspaceId: string, sha256: string): Promise<Uint8Array>
}

export function servePrivacy({ http, database, files, readFile }: PrivacyRoutes): void {
  http.serveOutside(routes.exportContact, async ({ input, caller }) => {
    const { workspaceId, actor } = caller!
    const document = await database.read(workspaceId, actor, (ctx) => exportContact(ctx, input.params.id, readFile))
    await database.transaction(workspaceId, actor, (ctx) => noteExport(ctx, input.params.id))
    return document
  })
  http.serveOutside(routes.eraseContact, async ({ input, caller }) => {
    const { workspaceId, actor } = caller!
    const unused = await database.transaction(workspaceId, actor, (ctx) => eraseContact(ctx, input.params.id, input.body.confirm))
    // After the commit: a crash here leaves bytes that no row names, which the daily sweep removes.
    for (const sha256 of unused) await files.remove(workspaceId, sha256)
    return done
  })
}
