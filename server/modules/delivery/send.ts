import type { DeliveryState } from '../../../contract/conversation.ts'
import type { ConversationId, MessageId, WorkspaceId } from '../../../contract/ids.ts'
import { SendError, type Host, type OutboundMessage } from '../../connectors/connector.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { failpoint } from '../../platform/failpoint.ts'
import { newId } from '../../platform/ids.ts'
import type { Inboxes, OpenInbox } from '../inboxes/index.ts'
import { climb } from './ladder.ts'
import { enqueueSend } from './enqueue-send.ts'
import { loadOutbound } from './outbound.ts'

export interface SendOptions {
  database: Database
  inboxes: Inboxes
  hostOf(workspaceId: WorkspaceId, inbox: OpenInbox): Host
  readFile(workspaceId: string, sha256: string): Promise<Uint8Array>
  secretFor: Host['secretFor']
}

const system = { kind: 'system', name: 'delivery' } as const
const signInFailed = 'health.sign_in_failed'
/** After the last of these the message is shown as failed and waits for an agent. */
const mostAttempts = 12

interface Prepared {
  message: OutboundMessage
  inbox: OpenInbox
  attemptId: string
}

/** Asks the job queue for another try. */
export class TryAgain extends Error {}

/**
 * Sends one message: takes it (fixing its provider id and noting the attempt), gives it to the connector outside any transaction, records the outcome. A process
 * that dies in between leaves an attempt without an end: on a channel that cannot tell repeats apart the message is then `unknown`, never sent blindly again.
 */
export async function sendMessage(options: SendOptions, workspaceId: WorkspaceId, messageId: MessageId, attempt: number): Promise<void> {
  const prepared = await options.database.transaction(workspaceId, system, (ctx) => prepare(ctx, options, messageId))
  if (!prepared) return
  failpoint('O1')
  const { inbox, message } = prepared
  try {
    const sent = await inbox.connector.send!(message, inbox.settings, options.hostOf(workspaceId, inbox))
    failpoint('O4')
    await finish(options, workspaceId, messageId, prepared, { state: 'sent', reason: null, externalId: sent.externalId, detail: sent.detail })
  } catch (error) {
    const failure = error instanceof SendError ? error : new SendError('later', 'server', null, (error as Error).message)
    const isRetried = failure.retry === 'later' || (failure.retry === 'unknown' && inbox.connector.capabilities.isIdempotent)
    const state: DeliveryState = isRetried && attempt < mostAttempts ? 'queued' : failure.retry === 'unknown' ? 'unknown' : 'failed'
    await finish(options, workspaceId, messageId, prepared, {
      state,
      reason: `${failure.fault}: ${failure.message}`.slice(0, 500),
      externalId: null,
      detail: failure.code,
    })
    await noteFailure(options, workspaceId, inbox, failure)
    if (state === 'queued') throw new TryAgain(failure.message)
  }
}

/** What an admin can mend is said of the inbox too. */
async function noteFailure(
  { database, inboxes }: SendOptions,
  workspaceId: WorkspaceId,
  { row, connector, settings }: OpenInbox,
  { fault }: SendError,
) {
  if (fault !== 'credentials' && fault !== 'set_up') return
  const reason = fault === 'credentials' ? signInFailed : (connector.readiness?.(settings).lacks ?? 'health.not_set_up')
  await database.transaction(workspaceId, system, (ctx) => inboxes.saveHealth(ctx, row.id, 'needs_attention', reason))
}

/**
 * Writes a message down as gone out at `ctx.now`, in the caller's transaction, with the id under which it is answered: for what went out elsewhere (the demo's
 * history). Emits `message.delivery_changed`.
 */
export async function recordSent(
  ctx: Context,
  { inbox, secretFor }: { inbox: OpenInbox; secretFor: Host['secretFor'] },
  { conversationId, messageId }: { conversationId: string; messageId: string },
  state: 'sent' | 'delivered' | 'read',
): Promise<{ externalId: string | null }> {
  const externalId = fixExternalId(ctx, secretFor, inbox, conversationId, messageId)
  if (externalId) await rememberExternalId(ctx, messageId, conversationId, externalId)
  await setState(ctx, messageId, conversationId, 'queued', state, null)
  return { externalId }
}

/** Takes a message that is due. Null: nothing to send (taken back, sent already, or its fate is unknown). */
async function prepare(ctx: Context, { inboxes, readFile, secretFor }: SendOptions, messageId: MessageId): Promise<Prepared | null> {
  const row = await ctx.sql.one<{ state: DeliveryState; sendsAt: Date | null; conversationId: string; inboxId: string; externalId: string | null }>(
    `select delivery_state as state, sends_at as "sendsAt", conversation_id as "conversationId", inbox_id as "inboxId", external_id as "externalId" from messages where workspace_id = $1 and id = $2 and direction = 'out' for update`,
    [ctx.workspaceId, messageId],
  )
  if (!row || (row.state !== 'held' && row.state !== 'queued')) return null
  // Whoever is before it in the conversation sends for it when its own end is known.
  if (await isBehindAnother(ctx, messageId, row)) return null
  const inbox = await inboxes.open(ctx, row.inboxId)
  const fail = async (state: DeliveryState, reason: string) => {
    await setState(ctx, messageId, row.conversationId, row.state, state, reason)
    await sendNext(ctx, row)
    return null
  }
  if (!inbox || !inbox.row.isEnabled) return fail('failed', 'inbox_off')
  if (!inbox.connector.send) {
    await setState(ctx, messageId, row.conversationId, row.state, 'sent', null)
    await sendNext(ctx, row)
    return null
  }
  const open = await ctx.sql.run(
    `update delivery_attempts set ended_at = $3, outcome = 'lost' where workspace_id = $1 and message_id = $2 and ended_at is null`,
    [ctx.workspaceId, messageId, ctx.now],
  )
  if (open > 0 && !inbox.connector.capabilities.isIdempotent) return fail('unknown', 'interrupted')
  const externalId = row.externalId ?? fixExternalId(ctx, secretFor, inbox, row.conversationId, messageId)
  if (externalId !== row.externalId) await rememberExternalId(ctx, messageId, row.conversationId, externalId)
  const attemptId = newId(ctx.now.getTime())
  await ctx.sql.run(`insert into delivery_attempts (workspace_id, id, message_id, started_at) values ($1, $2, $3, $4)`, [
    ctx.workspaceId,
    attemptId,
    messageId,
    ctx.now,
  ])
  if (row.state === 'held') await setState(ctx, messageId, row.conversationId, row.state, 'queued', null)
  return { message: await loadOutbound(ctx, messageId, readFile), inbox, attemptId }
}

function fixExternalId(ctx: Context, secretFor: Host['secretFor'], inbox: OpenInbox, conversationId: string, messageId: string): string | null {
  const { connector } = inbox
  return (
    connector.externalIdFor?.(
      { conversationId, messageId },
      { inbox: { workspaceId: ctx.workspaceId, inboxId: inbox.row.id, name: inbox.row.name, address: inbox.row.address }, secretFor },
    ) ?? null
  )
}

async function rememberExternalId(ctx: Context, messageId: string, conversationId: string, externalId: string | null): Promise<void> {
  await ctx.sql.run(`update messages set external_id = $3 where workspace_id = $1 and id = $2`, [ctx.workspaceId, messageId, externalId])
  if (externalId)
    await ctx.sql.run(
      `insert into mail_references (workspace_id, reference, conversation_id, message_id, kind, created_at) values ($1, $2, $3, $4, 'own', $5) on conflict do nothing`,
      [ctx.workspaceId, externalId, conversationId, messageId, ctx.now],
    )
}

interface Outcome {
  state: DeliveryState
  reason: string | null
  externalId: string | null
  detail: string | null
}

async function finish(
  { database, inboxes }: SendOptions,
  workspaceId: WorkspaceId,
  messageId: MessageId,
  { attemptId, message, inbox }: Prepared,
  outcome: Outcome,
): Promise<void> {
  await database.transaction(workspaceId, system, async (ctx) => {
    await ctx.sql.run(`update delivery_attempts set ended_at = $3, outcome = $4, detail = $5 where workspace_id = $1 and id = $2`, [
      workspaceId,
      attemptId,
      ctx.now,
      outcome.state,
      outcome.reason ?? outcome.detail,
    ])
    const row = await ctx.sql.one<{ state: DeliveryState; conversationId: string }>(
      `select delivery_state as state, conversation_id as "conversationId" from messages where workspace_id = $1 and id = $2 for update`,
      [workspaceId, messageId],
    )
    if (!row) return
    if (outcome.state === 'sent') {
      await ctx.sql.run(`update inboxes set last_out_at = $3 where workspace_id = $1 and id = $2`, [workspaceId, inbox.row.id, ctx.now])
      if (inbox.row.health.reason === signInFailed)
        await inboxes.saveHealth(ctx, inbox.row.id, 'ok', inbox.connector.readiness?.(inbox.settings).lacks ?? null)
      // Some relays write an id of their own over ours; answers name that one.
      if (outcome.externalId && outcome.externalId !== message.externalId)
        await ctx.sql.run(
          `insert into mail_references (workspace_id, reference, conversation_id, message_id, kind, created_at) values ($1, $2, $3, $4, 'own', $5) on conflict do nothing`,
          [workspaceId, outcome.externalId, row.conversationId, messageId, ctx.now],
        )
    }
    await setState(ctx, messageId, row.conversationId, row.state, outcome.state, outcome.reason)
    if (outcome.state !== 'queued') await sendNext(ctx, { conversationId: row.conversationId, inboxId: inbox.row.id })
  })
}

/**
 * Whether an earlier message to the same conversation by the same inbox waits for another try: people must not read an answer before the one it follows. One whose job
 * is gone holds up nobody.
 */
async function isBehindAnother(ctx: Context, messageId: string, { conversationId, inboxId }: { conversationId: string; inboxId: string }) {
  const earlier = await ctx.sql.one(
    `select from messages own join messages m on m.workspace_id = own.workspace_id and m.conversation_id = $3 and m.inbox_id = $4 and m.direction = 'out'
       and m.delivery_state = 'queued' and (m.created_at, m.id) < (own.created_at, own.id)
     where own.workspace_id = $1 and own.id = $2
       and exists (select from graphile_worker._private_jobs j where j.key = $5 || m.id and j.attempts < j.max_attempts) limit 1`,
    [ctx.workspaceId, messageId, conversationId, inboxId, `${ctx.workspaceId}:send:`],
  )
  return earlier !== undefined
}

/** Sends what waited behind a message whose end is known. */
async function sendNext(ctx: Context, { conversationId, inboxId }: { conversationId: string; inboxId: string }): Promise<void> {
  const next = await ctx.sql.one<{ id: MessageId }>(
    `select id from messages where workspace_id = $1 and conversation_id = $2 and inbox_id = $3 and direction = 'out' and delivery_state in ('held', 'queued') and sends_at <= $4
     order by created_at, id limit 1`,
    [ctx.workspaceId, conversationId, inboxId, ctx.now],
  )
  if (next) enqueueSend(ctx, next.id, conversationId, null)
}

/** Moves a message along the ladder and says so. A reason also shows while it is tried again. A failed one opens its conversation: somebody must look. */
async function setState(
  ctx: Context,
  messageId: string,
  conversationId: string,
  before: DeliveryState,
  reported: DeliveryState,
  reason: string | null,
): Promise<void> {
  const state = reported === 'queued' || reported === 'unknown' ? reported : climb(before, reported)
  const changed = await ctx.sql.run(
    `update messages set delivery_state = $3, delivery_reason = $4 where workspace_id = $1 and id = $2 and (delivery_state, delivery_reason) is distinct from ($3, $4)`,
    [ctx.workspaceId, messageId, state, reason],
  )
  if (changed === 0) return
  if (state === 'failed' || state === 'unknown')
    await ctx.sql.run(
      `update conversations set status = 'open', resolved_at = null, snoozed_until = null where workspace_id = $1 and id = $2 and status <> 'open'`,
      [ctx.workspaceId, conversationId],
    )
  ctx.emit('message.delivery_changed', { conversationId: conversationId as ConversationId, messageId: messageId as MessageId, state, reason })
}
