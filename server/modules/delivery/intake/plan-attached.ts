import { newId } from '../../../platform/ids.ts'
import type { Known } from './known.ts'
import type { Plan } from './plan.ts'
import type { ReadyMessage, StoredFile } from './translate.ts'

export function planFiles(
  plan: Plan,
  files: StoredFile[],
  workspaceId: string,
  conversationId: string,
  messageId: string,
  now: Date,
  uploader: string,
): void {
  files.forEach((file, position) => {
    if (file.fileId) plan.claimedFiles.push({ fileId: file.fileId, messageId, conversationId, position, uploadedBy: `visitor:${uploader}` })
    else
      plan.files.push({
        workspace_id: workspaceId,
        id: newId(now.getTime()),
        sha256: file.sha256,
        name: file.name,
        content_type: file.contentType,
        size_bytes: file.sizeBytes,
        message_id: messageId,
        conversation_id: conversationId,
        content_id: file.contentId,
        is_inline: file.isInline,
        position,
        created_at: now,
      })
  })
}

export function planReferences(
  plan: Plan,
  known: Known,
  item: ReadyMessage,
  workspaceId: string,
  conversationId: string,
  messageId: string,
  now: Date,
): void {
  const add = (reference: string, kind: 'own' | 'named' | 'thread') => {
    const held = known.references.get(reference) ?? []
    if (held.some((one) => one.conversationId === conversationId && (one.kind === kind || one.kind === 'own'))) return
    known.references.set(reference, [...held, { conversationId, messageId: kind === 'own' ? messageId : null, kind }])
    plan.references.push({
      workspace_id: workspaceId,
      reference,
      conversation_id: conversationId,
      message_id: kind === 'own' ? messageId : null,
      kind,
      created_at: now,
    })
  }
  for (const id of item.references.own) add(id, 'own')
  for (const id of item.references.named.slice(-50)) add(id, 'named')
  if (item.references.threadRoot) add(`thread:${item.references.threadRoot}`, 'thread')
}
