import type { Channel } from '../../../contract/conversation.ts'
import type { ReplyRoute } from '../../../contract/contact.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { visibleConversationRow } from './queries.ts'
import type { ConversationRow } from './rows.ts'

interface RouteRow {
  inboxId: string
  inboxName: string
  channel: Channel
  isEnabled: boolean
  identityId: string
  address: string
  lastInboundAt: Date | null
  optedOutAt: Date | null
  bounceClass: string | null
}

/** A chat visitor heard from within this time is taken to be there. */
const onlineMs = 60_000

/** Every way to answer, best first: the one the contact used last, then what was used most recently, then what merely exists. */
export async function listReplyRoutes(ctx: Context, conversationId: string): Promise<ReplyRoute[]> {
  const conversation = await visibleConversationRow(ctx, conversationId)
  return replyRoutesOf(ctx, conversation)
}

async function replyRoutesOf(ctx: Context, conversation: ConversationRow): Promise<ReplyRoute[]> {
  const rows = await ctx.sql.many<RouteRow>(
    `select b.id as "inboxId", b.name as "inboxName", b.channel, b.is_enabled as "isEnabled", i.id as "identityId", i.address,
       r.last_inbound_at as "lastInboundAt", r.opted_out_at as "optedOutAt", r.bounce_class as "bounceClass"
     from identities i join inboxes b on b.workspace_id = i.workspace_id and b.removed_at is null
       and i.kind = case b.channel when 'email' then 'email' when 'chat' then 'visitor' else 'external' end
     left join reachability r on r.workspace_id = i.workspace_id and r.contact_id = i.contact_id and r.inbox_id = b.id and r.identity_id = i.id
     where i.workspace_id = $1 and i.contact_id = $2 and (b.channel = 'email' or r.last_inbound_at is not null)
     limit 100`,
    [ctx.workspaceId, conversation.contactId],
  )
  const rank = (row: RouteRow) =>
    row.inboxId === conversation.replyInboxId && row.identityId === conversation.replyIdentityId ? Infinity : (row.lastInboundAt?.getTime() ?? 0)
  return rows.sort((a, b) => rank(b) - rank(a)).map((row) => toRoute(row, ctx.now))
}

function toRoute(row: RouteRow, now: Date): ReplyRoute {
  const [isReachable, reason] = !row.isEnabled
    ? [false, 'reach.inbox_off']
    : row.optedOutAt
      ? [false, 'reach.opted_out']
      : row.bounceClass === 'hard'
        ? [false, 'reach.bounced']
        : row.channel === 'chat'
          ? [true, row.lastInboundAt && now.getTime() - row.lastInboundAt.getTime() < onlineMs ? 'reach.online' : 'reach.away']
          : [true, 'reach.ok']
  return {
    inboxId: row.inboxId,
    channel: row.channel,
    inboxName: row.inboxName,
    identityId: row.identityId,
    address: row.channel === 'chat' ? '' : row.address,
    isReachable,
    reason,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
  } as unknown as ReplyRoute
}

/**
 * The way a reply takes: what the agent chose, else how the contact last wrote, else the best that reaches them.
 * Errors: `reply.unreachable` with the reason, `reply.no_route`.
 */
export async function chooseRoute(
  ctx: Context,
  conversation: ConversationRow,
  wanted: { inboxId?: string | undefined; identityId?: string | undefined },
): Promise<ReplyRoute> {
  const routes = await replyRoutesOf(ctx, conversation)
  const fits = routes.filter(
    (route) => (!wanted.inboxId || route.inboxId === wanted.inboxId) && (!wanted.identityId || route.identityId === wanted.identityId),
  )
  const isChosen = wanted.inboxId !== undefined || wanted.identityId !== undefined
  const route = isChosen
    ? fits[0]
    : (fits.find((one) => one.inboxId === conversation.replyInboxId && one.identityId === conversation.replyIdentityId) ??
      fits.find((one) => one.isReachable) ??
      fits[0])
  if (!route) throw new AppError('conflict', 'reply.no_route', 'There is no address to answer to on this channel.')
  if (!route.isReachable)
    throw new AppError('conflict', 'reply.unreachable', 'This address cannot be reached. Choose another channel.', { reason: route.reason })
  return route
}
