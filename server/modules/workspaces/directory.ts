import { createHash } from 'node:crypto'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Sql } from '../../platform/database/sql.ts'

export type DirectoryKind = 'workspace' | 'agent_email' | 'inbox_address' | 'chat_key'

/** Keys are hashed: the one table that all workspaces share gives away no address. */
export const directoryKey = (key: string) => createHash('sha256').update(key.trim().toLowerCase()).digest('hex')

/** Which workspaces, and which record in each, a key stands for. */
export async function lookUp(database: Database, kind: DirectoryKind, key: string): Promise<{ workspaceId: WorkspaceId; subjectId: string }[]> {
  return database.outside((sql) =>
    sql.many(
      `select workspace_id as "workspaceId", subject_id as "subjectId" from directory_entries where kind = $1 and key = $2 order by workspace_id limit 100`,
      [kind, directoryKey(key)],
    ),
  )
}

/** Within the caller's transaction. */
export async function addEntry(sql: Sql, kind: DirectoryKind, key: string, workspaceId: string, subjectId: string): Promise<void> {
  await sql.run(`insert into directory_entries (kind, key, workspace_id, subject_id) values ($1, $2, $3, $4) on conflict do nothing`, [
    kind,
    directoryKey(key),
    workspaceId,
    subjectId,
  ])
}

/** Removes every entry of a record, so that a changed address can be entered anew. */
export async function removeEntries(sql: Sql, kind: DirectoryKind, workspaceId: string, subjectId: string): Promise<void> {
  await sql.run(`delete from directory_entries where kind = $1 and workspace_id = $2 and subject_id = $3`, [kind, workspaceId, subjectId])
}

/** Every workspace of this installation. */
export async function allWorkspaces(database: Database): Promise<WorkspaceId[]> {
  const rows = await database.outside((sql) =>
    sql.many<{ workspaceId: WorkspaceId }>(
      `select workspace_id as "workspaceId" from directory_entries where kind = 'workspace' order by workspace_id`,
    ),
  )
  return rows.map((row) => row.workspaceId)
}
