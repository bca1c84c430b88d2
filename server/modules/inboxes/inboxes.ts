import { randomBytes } from 'node:crypto'
import type { Inbox } from '../../../contract/api/inboxes.ts'
import type { InboxId } from '../../../contract/ids.ts'
import type { Connector } from '../../connectors/connector.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Bus } from '../../platform/events/bus.ts'
import { newId } from '../../platform/ids.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { addEntry, removeEntries } from '../workspaces/index.ts'
import { findInbox, inboxNotFound, inboxRows, toInbox, type InboxRow } from './queries.ts'
import { openSettings, sealSettings } from './settings.ts'

export interface Inboxes {
  list(ctx: Context): Promise<Inbox[]>
  get(ctx: Context, id: string): Promise<Inbox>
  create(
    ctx: Context,
    input: { name: string; connector: Inbox['connector']; address: string; settings: Record<string, unknown>; teamId: string | null },
  ): Promise<Inbox>
  change(
    ctx: Context,
    id: string,
    input: {
      name?: string | undefined
      address?: string | undefined
      isEnabled?: boolean | undefined
      teamId?: string | null | undefined
      settings?: Record<string, unknown> | undefined
    },
  ): Promise<Inbox>
  remove(ctx: Context, id: string): Promise<void>
  countOfTeam(ctx: Context, teamId: string): Promise<number>
  /** What comes in by a team's inboxes goes to another team from now on, or to none. Emits `inbox.changed`. */
  moveOffTeam(ctx: Context, fromId: string, toId: string | null): Promise<void>
  /** For those who work with it: the row, its connector, and its settings with the secrets opened. */
  open(ctx: Context, id: string): Promise<OpenInbox | null>
  /** Keeps changed secrets (a refreshed token). */
  saveSecrets(ctx: Context, id: string, changed: Record<string, string>): Promise<void>
  /** Emits `inbox.health_changed` when the state is another. */
  saveHealth(ctx: Context, id: string, state: Inbox['health']['state'], reason: string | null): Promise<void>
}
export interface OpenInbox {
  row: InboxRow
  connector: Connector
  settings: Record<string, unknown>
}

/** Inboxes over the connectors of this installation. */
export function createInboxes(connectors: ReadonlyMap<string, Connector>, keys: InstanceKeys, bus: Bus): Inboxes {
  const announce = (ctx: Context) => ctx.afterCommit(() => bus.announce('inboxes', ctx.workspaceId, 0))
  const connectorOf = (name: string): Connector => {
    const connector = connectors.get(name)
    if (!connector) throw new AppError('invalid', 'inbox.unknown_connector', 'There is no such connector.')
    return connector
  }
  const idsOf = (ctx: Context, inboxId: string) => ({ workspaceId: ctx.workspaceId, inboxId })
  const save = async (ctx: Context, id: string, parted: { settings: object; secrets: object }) => {
    await ctx.sql.run(`update inboxes set settings = $3, secrets = $4 where workspace_id = $1 and id = $2`, [
      ctx.workspaceId,
      id,
      JSON.stringify(parted.settings),
      JSON.stringify(parted.secrets),
    ])
  }
  const found = async (ctx: Context, id: string): Promise<InboxRow> => {
    const row = await findInbox(ctx, id)
    if (!row) throw inboxNotFound()
    return row
  }
  const announceAddress = async (ctx: Context, id: string, address: string, connector: string) => {
    await removeEntries(ctx.sql, 'inbox_address', ctx.workspaceId, id)
    if (connector === 'email' && address) await addEntry(ctx.sql, 'inbox_address', address, ctx.workspaceId, id)
  }
  return {
    list: async (ctx) => (await inboxRows(ctx)).map(toInbox),
    get: async (ctx, id) => toInbox(await found(ctx, id)),
    async create(ctx, input) {
      const connector = connectorOf(input.connector)
      const id = newId<InboxId>(ctx.now.getTime())
      checkAddress(input.connector, input.address)
      const parted = sealSettings(connector, idsOf(ctx, id), { settings: {}, secrets: {} }, input.settings, keys)
      const publicKey = connector.channel === 'chat' ? randomBytes(12).toString('base64url') : null
      await checkTeam(ctx, input.teamId)
      const inserted = ctx.sql.run(
        `insert into inboxes (workspace_id, id, name, connector, channel, address, settings, secrets, public_key, team_id, health, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          ctx.workspaceId,
          id,
          input.name,
          connector.name,
          connector.channel,
          input.address.trim(),
          JSON.stringify(parted.settings),
          JSON.stringify(parted.secrets),
          publicKey,
          input.teamId,
          JSON.stringify(firstHealth(connector, parted.settings)),
          ctx.now,
        ],
      )
      await orTaken(inserted)
      if (publicKey) await addEntry(ctx.sql, 'chat_key', publicKey, ctx.workspaceId, id)
      await announceAddress(ctx, id, input.address, connector.name)
      announce(ctx)
      ctx.emit('inbox.created', { inboxId: id })
      return toInbox(await found(ctx, id))
    },
    async change(ctx, id, input) {
      const row = await found(ctx, id)
      if (input.settings) {
        const connector = connectorOf(row.connector)
        const parted = sealSettings(connector, idsOf(ctx, id), row, input.settings, keys)
        await save(ctx, id, parted)
        // What was found with the old settings says nothing about the new ones.
        const { state, reason } = firstHealth(connector, parted.settings)
        await saveHealth(ctx, id, state, reason)
      }
      if (input.address !== undefined) {
        checkAddress(row.connector, input.address)
        await announceAddress(ctx, id, input.address, row.connector)
      }
      if (input.teamId !== undefined) await checkTeam(ctx, input.teamId)
      const updated = ctx.sql.run(
        `update inboxes set name = coalesce($3, name), address = coalesce($4, address), is_enabled = coalesce($5, is_enabled), team_id = case when $6 then $7 else team_id end where workspace_id = $1 and id = $2`,
        [
          ctx.workspaceId,
          id,
          input.name ?? null,
          input.address?.trim() ?? null,
          input.isEnabled ?? null,
          input.teamId !== undefined,
          input.teamId ?? null,
        ],
      )
      await orTaken(updated)
      announce(ctx)
      ctx.emit('inbox.changed', { inboxId: id as InboxId })
      return toInbox(await found(ctx, id))
    },
    async remove(ctx, id) {
      await found(ctx, id)
      await ctx.sql.run(`update inboxes set removed_at = $3, is_enabled = false, secrets = '{}' where workspace_id = $1 and id = $2`, [
        ctx.workspaceId,
        id,
        ctx.now,
      ])
      await removeEntries(ctx.sql, 'inbox_address', ctx.workspaceId, id)
      await removeEntries(ctx.sql, 'chat_key', ctx.workspaceId, id)
      announce(ctx)
      ctx.emit('inbox.removed', { inboxId: id as InboxId })
    },
    async countOfTeam(ctx, teamId) {
      const text = `select count(*)::int as count from inboxes where workspace_id = $1 and team_id = $2 and removed_at is null`
      return (await ctx.sql.one<{ count: number }>(text, [ctx.workspaceId, teamId]))!.count
    },
    async moveOffTeam(ctx, fromId, toId) {
      const moved = await ctx.sql.many<{ id: InboxId; isRemoved: boolean }>(
        `update inboxes set team_id = $3 where workspace_id = $1 and team_id = $2 returning id, removed_at is not null as "isRemoved"`,
        [ctx.workspaceId, fromId, toId],
      )
      if (moved.length > 0) announce(ctx)
      for (const { id, isRemoved } of moved) if (!isRemoved) ctx.emit('inbox.changed', { inboxId: id })
    },
    async open(ctx, id) {
      const row = await findInbox(ctx, id)
      if (!row) return null
      const connector = connectorOf(row.connector)
      return { row, connector, settings: openSettings(connector, idsOf(ctx, id), row, keys) }
    },
    async saveSecrets(ctx, id, changed) {
      const row = await found(ctx, id)
      await save(ctx, id, sealSettings(connectorOf(row.connector), idsOf(ctx, id), row, changed, keys))
    },
    saveHealth,
  }
}

/** Until somebody has tried: what is not set up is said at once. */
function firstHealth(connector: Connector, settings: Record<string, unknown>): InboxRow['health'] {
  const { isPolled, lacks } = connector.readiness?.(settings) ?? { isPolled: true, lacks: null }
  return { state: connector.poll && isPolled ? 'starting' : 'ok', reason: lacks }
}

const saveHealth: Inboxes['saveHealth'] = async (ctx, id, state, reason) => {
  const changed = await ctx.sql.run(`update inboxes set health = $3 where workspace_id = $1 and id = $2 and health is distinct from $3`, [
    ctx.workspaceId,
    id,
    JSON.stringify({ state, reason }),
  ])
  if (changed === 1) ctx.emit('inbox.health_changed', { inboxId: id as InboxId, state })
}

async function checkTeam(ctx: Context, teamId: string | null): Promise<void> {
  if (teamId && !(await ctx.sql.one(`select 1 as found from teams where workspace_id = $1 and id = $2`, [ctx.workspaceId, teamId])))
    throw new AppError('not_found', 'team.not_found', 'There is no such team.')
}

/** The index knows: two inboxes made at once cannot both have the address. */
async function orTaken(work: Promise<unknown>): Promise<void> {
  await work.catch((error: { constraint?: string }) => {
    if (error.constraint !== 'inboxes_by_mail_address') throw error
    throw new AppError('conflict', 'inbox.address_taken', 'Another inbox has this address already.')
  })
}

function checkAddress(connector: string, address: string): void {
  if (connector === 'email' && !/^[^\s@]+@[^\s@]+$/.test(address.trim()))
    throw new AppError('invalid', 'inbox.bad_address', 'An e-mail inbox needs its e-mail address.', {
      issues: [{ path: 'body.address', message: 'not an e-mail address' }],
    })
}
