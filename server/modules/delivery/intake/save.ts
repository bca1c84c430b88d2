import type { DeliveryState } from '../../../../contract/conversation.ts'
import { nextConversationNumber } from '../../conversations/index.ts'
import { insertRows, rowsOf } from '../../../platform/database/insert-rows.ts'
import type { Context } from '../../../platform/context.ts'
import { together } from '../../../platform/database/sql.ts'
import { failpoint } from '../../../platform/failpoint.ts'
import { climb } from '../ladder.ts'
import type { Plan } from './plan.ts'
import { insertConversations, updateConversations } from './save-conversations.ts'

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

const outcomeColumns = {
  id: 'uuid',
  state: 'text',
  reason: 'text',
  classification: 'text',
  bounce: 'jsonb',
  conversation_id: 'uuid',
  message_id: 'uuid',
}

async function saveOutcomes(ctx: Context, { outcomes }: Plan): Promise<void> {
  const given = rowsOf(
    outcomeColumns,
    outcomes.map(({ conversationId, messageId, ...rest }) => ({ ...rest, conversation_id: conversationId, message_id: messageId })),
    3,
  )
  await ctx.sql.run(
    `update inbound_events e set state = r.state, reason = r.reason, classification = r.classification, bounce = r.bounce, conversation_id = r.conversation_id, message_id = r.message_id, attempts = attempts + 1, done_at = $2
     from ${given.text} r where e.workspace_id = $1 and e.id = r.id`,
    [ctx.workspaceId, ctx.now, ...given.values],
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
