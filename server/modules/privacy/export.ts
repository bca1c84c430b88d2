import type { ContactId } from '../../../contract/ids.ts'
import { findContact } from '../contacts/index.ts'
import type { Context } from '../../platform/context.ts'

/** Past this the files are named with their hashes only, so that one answer stays within reason. */
const mostFileBytes = 100 * 1024 * 1024

/** All that is stored about one contact, as one document. Emits `contact.exported`. */
export async function exportContact(ctx: Context, id: string, readFile: (workspaceId: string, sha256: string) => Promise<Uint8Array>) {
  const contact = await findContact(ctx, id)
  const of = <Row extends object>(text: string) => ctx.sql.many<Row>(text, [ctx.workspaceId, id])
  const conversations = await of<{ id: string }>(
    `select to_jsonb(c) - 'workspace_id' as row, c.id from conversations c where workspace_id = $1 and contact_id = $2 order by created_at`,
  )
  const messages = await of(
    `select to_jsonb(m) - 'workspace_id' as row from messages m where m.workspace_id = $1 and m.kind = 'message' and m.conversation_id in (select id from conversations where workspace_id = $1 and contact_id = $2) order by m.created_at`,
  )
  const files = await of<{ name: string; contentType: string; sha256: string; sizeBytes: number }>(
    `select name, content_type as "contentType", sha256, size_bytes as "sizeBytes" from files f where f.workspace_id = $1 and f.conversation_id in (select id from conversations where workspace_id = $1 and contact_id = $2)`,
  )
  let room = mostFileBytes
  const contents: object[] = []
  for (const file of files) {
    room -= file.sizeBytes
    contents.push(room >= 0 ? { ...file, base64: Buffer.from(await readFile(ctx.workspaceId, file.sha256)).toString('base64') } : file)
  }
  const raw = await of(
    `select e.id, e.headers, encode(e.body, 'base64') as body, e.received_at from inbound_events e where e.workspace_id = $1 and e.conversation_id in (select id from conversations where workspace_id = $1 and contact_id = $2) limit 5000`,
  )
  return {
    exportedAt: ctx.now.toISOString(),
    contact,
    conversations: conversations.map((row) => (row as unknown as { row: object }).row),
    messages: messages.map((row) => (row as { row: object }).row),
    files: contents,
    raw,
  }
}

export async function noteExport(ctx: Context, id: string): Promise<void> {
  ctx.emit('contact.exported', { contactId: id as ContactId })
}
