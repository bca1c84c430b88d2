import type { DeliveryState } from '../../../../contract/conversation.ts'
import { nextConversationNumber } from '../../conversations/index.ts'
import { insertRows } from '../../../platform/database/insert-rows.ts'
import type { Context } from '../../../platform/context.ts'
import { together } from '../../../platform/database/sql.ts'
import { failpoint } from '../../../platform/failpoint.ts'
import { climb } from '../ladder.ts'
import type { Plan, Touched } from './plan.ts'

/**
 * Writes a plan: some dozen statements whatever the size of the batch, sent one behind the other without waiting for each answer; the first that fails fails
 * the transaction, and with it those behind it.
 */
export async function savePlan(ctx: Context, plan: Plan): Promise<void> {
  const { sql } = ctx
  const touched = [...plan.touched.values()].filter((one) => one.isNew || one.added > 0)
  const opened = touched.filter((one) => one.isNew)
  const [firstNumber] = await together([
    opened.length > 0 ? nextConversationNumber(ctx, opened.length) : 0,
    insertRows(sql, 'contacts', plan.contacts),
    insertRows(sql, 'identities', plan.identities),
  ])
  failpoint('I6')
  await together([
    insertConversations(ctx, opened, firstNumber),
    insertRows(sql, 'messages', plan.messages).then(() => failpoint('I7')),
    insertRows(
      sql,
      'mail_references',
      plan.references,
      `on conflict (workspace_id, reference, conversation_id) do update set kind = 'own', message_id = excluded.message_id where excluded.kind = 'own' and mail_references.kind <> 'own'`,
    ),
    insertRows(sql, 'files', plan.files),
    claimFiles(ctx, plan),
    insertRows(sql, 'participants', plan.participants, 'on conflict do nothing'),
    updateConversations(
      ctx,
      touched.filter((one) => !one.isNew),
    ),
    insertRows(
      sql,
      'reachability',
      [...plan.reachability.values()],
      'on conflict (workspace_id, contact_id, inbox_id, identity_id) do update set last_inbound_at = greatest(reachability.last_inbound_at, excluded.last_inbound_at), bounced_at = null, bounce_class = null',
    ),
    saveCurrent(ctx, plan),
    saveVerified(ctx, plan),
    saveSettled(ctx, plan),
    saveHints(ctx, plan),
    saveOutcomes(ctx, plan),
  ])
  for (const receipt of plan.receipts) await saveReceipt(ctx, receipt)
  for (const { name, payload, at } of plan.events) ctx.emit(name, payload as never, at)
}

/** A busy chat changes its contact's row no more often than this: "last seen" is read in minutes. */
const seenAgain = '30 seconds'

async function saveCurrent(ctx: Context, { current }: Plan): Promise<void> {
  if (current.size === 0) return
  await ctx.sql.run(
    `update contacts c set current_conversation_id = given.conversation_id, last_seen_at = $4 from unnest($2::uuid[], $3::uuid[]) as given (id, conversation_id)
     where c.workspace_id = $1 and c.id = given.id
       and (c.current_conversation_id is distinct from given.conversation_id or c.last_seen_at is null or c.last_seen_at < $4::timestamptz - interval '${seenAgain}')`,
    [ctx.workspaceId, [...current.keys()], [...current.values()], ctx.now],
  )
}

async function saveOutcomes(ctx: Context, { outcomes }: Plan): Promise<void> {
  await ctx.sql.run(
    `update inbound_events e set state = r.state, reason = r.reason, classification = r.classification, bounce = r.bounce, conversation_id = r.conversation_id, message_id = r.message_id, attempts = attempts + 1, done_at = $3
     from json_to_recordset($2::json) as r (id uuid, state text, reason text, classification text, bounce jsonb, conversation_id uuid, message_id uuid) where e.workspace_id = $1 and e.id = r.id`,
    [
      ctx.workspaceId,
      JSON.stringify(outcomes.map(({ conversationId, messageId, ...rest }) => ({ ...rest, conversation_id: conversationId, message_id: messageId }))),
      ctx.now,
    ],
  )
}

async function insertConversations(ctx: Context, opened: Touched[], firstNumber: number): Promise<void> {
  await insertRows(
    ctx.sql,
    'conversations',
    opened.map((one, at) => ({
      workspace_id: ctx.workspaceId,
      id: one.conversation.id,
      number: firstNumber + at,
      contact_id: one.conversation.contactId,
      subject: one.conversation.subject,
      status: one.conversation.status,
      team_id: one.teamId,
      priority: 'normal',
      tags: [],
      channels: one.conversation.channels,
      waiting_since: one.conversation.waitingSince,
      resolved_at: one.conversation.resolvedAt,
      created_at: one.createdAt,
      is_demo: one.isDemo,
      last_message_id: one.last!.messageId,
      last_message_at: one.last!.at,
      last_direction: 'in',
      last_channel: one.last!.channel,
      last_preview: one.last!.preview,
      last_author_name: one.last!.authorName,
      last_author_id: one.last!.authorId,
      last_language: one.last!.language,
      reply_inbox_id: one.reply?.inboxId ?? null,
      reply_identity_id: one.reply?.identityId ?? null,
      message_count: one.added,
    })),
  )
}

async function updateConversations(ctx: Context, touched: Touched[]): Promise<void> {
  if (touched.length === 0) return
  const rows = touched.map(({ conversation, last, added, reply }) => ({
    id: conversation.id,
    status: conversation.status,
    waiting_since: conversation.waitingSince,
    resolved_at: conversation.resolvedAt,
    channels: conversation.channels,
    added,
    message_id: last!.messageId,
    at: last!.at,
    channel: last!.channel,
    preview: last!.preview,
    author_name: last!.authorName,
    author_id: last!.authorId,
    language: last!.language,
    reply_inbox_id: reply?.inboxId ?? null,
    reply_identity_id: reply?.identityId ?? null,
  }))
  await ctx.sql.run(
    `update conversations c set status = r.status, waiting_since = r.waiting_since, resolved_at = r.resolved_at, snoozed_until = case when r.status = 'snoozed' then c.snoozed_until end, channels = r.channels, message_count = c.message_count + r.added,
       last_message_id = r.message_id, last_message_at = greatest(c.last_message_at, r.at), last_direction = 'in', last_channel = r.channel, last_preview = r.preview, last_author_name = r.author_name, last_author_id = r.author_id, last_language = r.language,
       reply_inbox_id = coalesce(r.reply_inbox_id, c.reply_inbox_id), reply_identity_id = coalesce(r.reply_identity_id, c.reply_identity_id)
     from json_to_recordset($2::json) as r (id uuid, status text, waiting_since timestamptz, resolved_at timestamptz, channels text[], added int, message_id uuid, at timestamptz, channel text, preview text, author_name text, author_id uuid, language text, reply_inbox_id uuid, reply_identity_id uuid)
     where c.workspace_id = $1 and c.id = r.id`,
    [ctx.workspaceId, JSON.stringify(rows)],
  )
}

/** Files uploaded beforehand (chat) join their message; only their uploader's, and only once. */
async function claimFiles(ctx: Context, plan: Plan): Promise<void> {
  if (plan.claimedFiles.length === 0) return
  await ctx.sql.run(
    `update files f set message_id = r."messageId", conversation_id = r."conversationId", position = r.position
     from json_to_recordset($2::json) as r ("fileId" uuid, "messageId" uuid, "conversationId" uuid, position int, "uploadedBy" text)
     where f.workspace_id = $1 and f.id = r."fileId" and f.message_id is null and f.uploaded_by = r."uploadedBy"`,
    [ctx.workspaceId, JSON.stringify(plan.claimedFiles)],
  )
}

async function saveVerified(ctx: Context, plan: Plan): Promise<void> {
  if (plan.verified.length === 0) return
  const identities = ctx.sql.run(`update identities set verified_at = $3 where workspace_id = $1 and id = any($2::uuid[]) and verified_at is null`, [
    ctx.workspaceId,
    plan.verified.map((one) => one.identityId),
    ctx.now,
  ])
  const contacts = ctx.sql.run(`update contacts set is_verified = true where workspace_id = $1 and id = any($2::uuid[])`, [
    ctx.workspaceId,
    plan.verified.map((one) => one.contactId),
  ])
  await together([identities, contacts])
}

/** Of one who was not meant only the new evidence stands; their address is not the other contact's any more. */
async function saveSettled(ctx: Context, { settled }: Plan): Promise<void> {
  if (settled.length === 0) return
  await ctx.sql.run(
    `update identities i set contact_id = r."contactId", evidence = case when r."isMeant" then i.evidence else '[]' end || r.evidence
     from json_to_recordset($2::json) as r ("identityId" uuid, "contactId" uuid, evidence jsonb, "isMeant" boolean) where i.workspace_id = $1 and i.id = r."identityId"`,
    [ctx.workspaceId, JSON.stringify(settled)],
  )
}

async function saveHints(ctx: Context, { hints }: Plan): Promise<void> {
  if (hints.length === 0) return
  await ctx.sql.run(
    `update contacts c set fields = c.fields || r.fields
     from (select "contactId" as id, jsonb_object_agg(field, address) as fields from json_to_recordset($2::json) as given ("contactId" uuid, field text, address text) group by 1) r
     where c.workspace_id = $1 and c.id = r.id`,
    [ctx.workspaceId, JSON.stringify(hints)],
  )
}

async function saveReceipt(
  ctx: Context,
  { messageId, conversationId, receipt, inboxId, identityId, before }: Plan['receipts'][number],
): Promise<void> {
  if (receipt.classification === 'complaint') {
    await ctx.sql.run(`update reachability set opted_out_at = $4 where workspace_id = $1 and inbox_id = $2 and identity_id = $3`, [
      ctx.workspaceId,
      inboxId,
      identityId,
      ctx.now,
    ])
  }
  if (receipt.bounce) {
    await ctx.sql.run(`update reachability set bounced_at = $4, bounce_class = $5 where workspace_id = $1 and inbox_id = $2 and identity_id = $3`, [
      ctx.workspaceId,
      inboxId,
      identityId,
      ctx.now,
      receipt.bounce.class,
    ])
  }
  const state = receipt.isTemporary ? (before as DeliveryState) : climb(before as DeliveryState, receipt.state)
  if (state === before && receipt.reason === null) return
  await ctx.sql.run(`update messages set delivery_state = $3, delivery_reason = coalesce($4, delivery_reason) where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    messageId,
    state,
    receipt.reason,
  ])
  // What did not arrive is ours to answer again.
  if (state === 'failed')
    await ctx.sql.run(
      `update conversations set status = 'open', resolved_at = null, snoozed_until = null where workspace_id = $1 and id = $2 and status <> 'open'`,
      [ctx.workspaceId, conversationId],
    )
  ctx.emit('message.delivery_changed', { conversationId: conversationId as never, messageId: messageId as never, state, reason: receipt.reason })
}
