import type { Inbox } from '../../../contract/api/inboxes.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

export interface InboxRow {
  id: string
  name: string
  connector: Inbox['connector']
  channel: Inbox['channel']
  address: string
  settings: Record<string, unknown>
  secrets: Record<string, string>
  publicKey: string | null
  isEnabled: boolean
  teamId: string | null
  health: { state: Inbox['health']['state']; reason: string | null }
  lastInAt: Date | null
  lastOutAt: Date | null
  pollCursor: unknown
  removedAt: Date | null
  createdAt: Date
}

const columns = `id, name, connector, channel, address, settings, secrets, public_key as "publicKey", is_enabled as "isEnabled", team_id as "teamId", health, last_in_at as "lastInAt", last_out_at as "lastOutAt", poll_cursor as "pollCursor", removed_at as "removedAt", created_at as "createdAt"`

export const inboxNotFound = () => new AppError('not_found', 'inbox.not_found', 'There is no such inbox.')

/** An inbox, also one that is switched off; null when there is none or it was removed. */
export async function findInbox(ctx: Context, id: string): Promise<InboxRow | null> {
  return (
    (await ctx.sql.one<InboxRow>(`select ${columns} from inboxes where workspace_id = $1 and id = $2 and removed_at is null`, [
      ctx.workspaceId,
      id,
    ])) ?? null
  )
}

export async function inboxRows(ctx: Context): Promise<InboxRow[]> {
  return ctx.sql.many<InboxRow>(`select ${columns} from inboxes where workspace_id = $1 and removed_at is null order by created_at, id limit 500`, [
    ctx.workspaceId,
  ])
}

/** What agents see of an inbox; secrets only as "there is one". */
export function toInbox(row: InboxRow): Inbox {
  return {
    id: row.id,
    name: row.name,
    connector: row.connector,
    channel: row.channel,
    address: row.address,
    isEnabled: row.isEnabled,
    teamId: row.teamId,
    settings: row.settings,
    secrets: Object.fromEntries(Object.keys(row.secrets).map((name) => [name, true])),
    publicKey: row.publicKey,
    health: {
      state: row.isEnabled ? row.health.state : 'off',
      reason: row.health.reason,
      lastInAt: row.lastInAt?.toISOString() ?? null,
      lastOutAt: row.lastOutAt?.toISOString() ?? null,
    },
    createdAt: row.createdAt.toISOString(),
  } as unknown as Inbox
}
