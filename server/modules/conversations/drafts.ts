import type { Attachment } from '../../../contract/conversation.ts'
import type { Context } from '../../platform/context.ts'
import { visibleConversationRow } from './queries.ts'
import { actingAgent } from './write-message.ts'

export interface DraftInput {
  text: string
  inboxId: string | null
  attachments: Attachment[]
  /** The writer's clock; an older save that comes late does not overwrite a newer one. */
  savedAt: string
}

/** A clock that is further ahead is wrong: what it saved must not outlast every later save. */
const mostAheadMs = 5 * 60_000

/** Keeps what an agent is writing, one per mode; an empty one is removed. */
export async function saveDraft(ctx: Context, id: string, mode: 'reply' | 'note', draft: DraftInput): Promise<void> {
  const agent = actingAgent(ctx)
  await visibleConversationRow(ctx, id)
  const savedAt = new Date(Math.min(Date.parse(draft.savedAt), ctx.now.getTime() + mostAheadMs))
  if (draft.text === '' && draft.attachments.length === 0) {
    await ctx.sql.run(`delete from drafts where workspace_id = $1 and conversation_id = $2 and agent_id = $3 and mode = $4 and saved_at <= $5`, [
      ctx.workspaceId,
      id,
      agent.id,
      mode,
      savedAt,
    ])
    return
  }
  await ctx.sql.run(
    `insert into drafts (workspace_id, conversation_id, agent_id, mode, text, inbox_id, attachments, saved_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (workspace_id, conversation_id, agent_id, mode) do update set text = excluded.text, inbox_id = excluded.inbox_id, attachments = excluded.attachments, saved_at = excluded.saved_at
     where drafts.saved_at <= excluded.saved_at`,
    [ctx.workspaceId, id, agent.id, mode, draft.text, draft.inboxId, JSON.stringify(draft.attachments), savedAt],
  )
}

/** What the team is writing in a conversation, oldest save first. */
export async function listDrafts(ctx: Context, id: string) {
  await visibleConversationRow(ctx, id)
  const rows = await ctx.sql.many<{
    mode: 'reply' | 'note'
    agentId: string
    agentName: string
    text: string
    inboxId: string | null
    attachments: Attachment[]
    savedAt: Date
  }>(
    `select d.mode, d.agent_id as "agentId", a.name as "agentName", d.text, d.inbox_id as "inboxId", d.attachments, d.saved_at as "savedAt"
     from drafts d join agents a on a.workspace_id = d.workspace_id and a.id = d.agent_id where d.workspace_id = $1 and d.conversation_id = $2 order by d.saved_at limit 50`,
    [ctx.workspaceId, id],
  )
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }))
}
