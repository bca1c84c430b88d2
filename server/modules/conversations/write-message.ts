import type { Channel, TimelineItem } from '../../../contract/conversation.ts'
import type { AgentId } from '../../../contract/ids.ts'
import type { AgentActor, Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { previewOf } from './conversation.ts'

export interface NewMessage {
  kind: 'message' | 'note'
  channel: Channel | null
  inboxId: string | null
  identityId: string | null
  subject: string | null
  text: string
  html: string | null
  deliveryState: TimelineItem['delivery']['state']
  sendsAt: Date | null
  recipients: TimelineItem['recipients']
  mentions: AgentId[]
  clientKey: string | null
  files: string[]
}

/** The acting agent; automations and scripts write through their own paths. */
export function actingAgent(ctx: Context): AgentActor {
  if (ctx.actor.kind !== 'agent') throw new AppError('forbidden', 'auth.agents_only', 'Only an agent can do this.')
  return ctx.actor
}

/** Stores what an agent wrote and brings the list fields along. The writer has seen it. Files must be uploaded by the same agent and unused. */
export async function writeMessage(ctx: Context, conversationId: string, message: NewMessage): Promise<string> {
  const agent = actingAgent(ctx)
  const id = newId(ctx.now.getTime())
  const isReply = message.kind === 'message'
  await ctx.sql.run(
    `insert into messages (workspace_id, id, conversation_id, kind, direction, channel, inbox_id, identity_id, author_kind, author_id, author_name, subject, text, html, delivery_state, sends_at, recipients, mentions, client_key, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'agent', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      ctx.workspaceId,
      id,
      conversationId,
      message.kind,
      isReply ? 'out' : 'internal',
      message.channel,
      message.inboxId,
      message.identityId,
      agent.id,
      agent.name,
      message.subject,
      message.text,
      message.html,
      message.deliveryState,
      message.sendsAt,
      JSON.stringify(message.recipients),
      message.mentions,
      message.clientKey,
      ctx.now,
    ],
  )
  await attachFiles(ctx, agent, conversationId, id, message.files)
  // A note does not answer the customer: it moves the list's newest line, not the waiting.
  await ctx.sql.run(
    `update conversations set last_message_id = $3, last_message_at = $4, last_direction = $5, last_channel = coalesce($6, last_channel), last_preview = $7, last_author_name = $8, last_author_id = $9, last_language = null,
       message_count = message_count + 1, waiting_since = case when $10 then null else waiting_since end,
       channels = case when $6 is null or $6 = any(channels) then channels else channels || $6::text end
     where workspace_id = $1 and id = $2`,
    [
      ctx.workspaceId,
      conversationId,
      id,
      ctx.now,
      isReply ? 'out' : 'internal',
      message.channel,
      previewOf(message.text),
      agent.name,
      agent.id,
      isReply,
    ],
  )
  await markSeenUpTo(ctx, conversationId, agent.id, id)
  return id
}

async function attachFiles(ctx: Context, agent: AgentActor, conversationId: string, messageId: string, files: string[]): Promise<void> {
  if (files.length === 0) return
  const taken = await ctx.sql.run(
    `update files f set message_id = $3, conversation_id = $4, position = given.position
     from unnest($2::uuid[]) with ordinality as given (id, position)
     where f.workspace_id = $1 and f.id = given.id and f.message_id is null and f.uploaded_by = $5`,
    [ctx.workspaceId, files, messageId, conversationId, `agent:${agent.id}`],
  )
  if (taken !== new Set(files).size) throw new AppError('invalid', 'attachment.not_found', 'One of the files is not there any more. Attach it again.')
}

export async function markSeenUpTo(ctx: Context, conversationId: string, agentId: string, messageId: string | null): Promise<void> {
  await ctx.sql.run(
    `insert into seen (workspace_id, agent_id, conversation_id, message_id, at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, agent_id, conversation_id) do update set message_id = excluded.message_id, at = excluded.at`,
    [ctx.workspaceId, agentId, conversationId, messageId, ctx.now],
  )
}

/** The message an earlier request with the same key has written. */
export async function findByClientKey(ctx: Context, conversationId: string, clientKey: string | undefined): Promise<string | null> {
  if (!clientKey) return null
  const row = await ctx.sql.one<{ id: string }>(`select id from messages where workspace_id = $1 and conversation_id = $2 and client_key = $3`, [
    ctx.workspaceId,
    conversationId,
    clientKey,
  ])
  return row?.id ?? null
}
