import type { InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Connector, Host, PollHost } from '../../connectors/connector.ts'
import type { Database } from '../../platform/database/database.ts'
import { failpoint, isOff } from '../../platform/failpoint.ts'
import type { Bus } from '../../platform/events/bus.ts'
import type { Log } from '../../platform/log.ts'
import { inboxRows, type Inboxes, type InboxRow, type OpenInbox } from '../inboxes/index.ts'
import { createLeases, type Leases } from './leases.ts'
import type { RawWriter } from './raw-writer.ts'

export interface PollersOptions {
  database: Database
  /** As the owner: the leases of all mailboxes are held on one connection of their own. */
  connectionString: string
  connectors: ReadonlyMap<string, Connector>
  bus: Bus
  log: Log
  inboxes: Inboxes
  writer: RawWriter
  hostOf(workspaceId: WorkspaceId, inbox: OpenInbox): Host
  allWorkspaces(): Promise<WorkspaceId[]>
}

export interface Pollers {
  stop(): Promise<void>
}

const system = { kind: 'system', name: 'pollers' } as const
const lookEveryMs = 10_000

interface Running {
  stopper: AbortController
  done: Promise<void>
  /** Settings as started with: a change means a new start. */
  version: string
}

/** Keeps one poller per inbox over all processes: whoever holds the inbox's lease polls; when that process dies its lease is free. */
export function startPollers(options: PollersOptions): Pollers {
  const running = new Map<string, Running>()
  let isStopped = false
  let looking: Promise<void> | null = null
  let isLookWanted = false

  const leases = createLeases({
    connectionString: options.connectionString,
    log: options.log,
    // Others may have taken over by now, or the database is away: not at once, and not only at the next look.
    onLost: () => setTimeout(() => wake(), 500).unref(),
  })

  async function look(): Promise<void> {
    await leases.check()
    const wanted = new Map<string, { workspaceId: WorkspaceId; row: InboxRow; version: string }>()
    for (const workspaceId of await options.allWorkspaces()) {
      const rows = await options.database.read(workspaceId, system, inboxRows)
      for (const row of rows)
        if (row.isEnabled && isPolled(options.connectors.get(row.connector), row))
          wanted.set(row.id, {
            workspaceId,
            row,
            version: JSON.stringify([row.settings, Object.values(row.secrets).length, row.address, secretsMark(row)]),
          })
    }
    for (const [id, one] of running) {
      if (wanted.get(id)?.version === one.version) continue
      one.stopper.abort()
      await one.done
      running.delete(id)
    }
    for (const [id, { workspaceId, row, version }] of wanted) {
      if (running.has(id) || isStopped) continue
      const stopper = new AbortController()
      const done = pollWithLease(options, leases, workspaceId, row.id as InboxId, stopper.signal)
        .catch((error: Error) => options.log.warn({ inbox: id, error: error.message }, 'poller failed; it starts again'))
        .finally(() => running.get(id)?.stopper === stopper && running.delete(id))
      running.set(id, { stopper, done, version })
    }
  }
  const wake = () => {
    if (isStopped) return
    isLookWanted = true
    looking ??= (async () => {
      while (isLookWanted && !isStopped) {
        isLookWanted = false
        await look().catch((error: Error) => options.log.warn({ error: error.message }, 'cannot look for mailboxes'))
      }
      looking = null
    })()
  }
  const off = options.bus.on('inboxes', wake)
  const timer = setInterval(wake, lookEveryMs)
  wake()
  return {
    async stop() {
      isStopped = true
      off()
      clearInterval(timer)
      for (const { stopper } of running.values()) stopper.abort()
      await looking
      await Promise.all([...running.values()].map((one) => one.done))
      await leases.close()
    },
  }
}

/** Refreshed OAuth tokens are kept by the poller itself and are no reason to start anew; a new password is. */
const secretsMark = (row: InboxRow): string => [row.secrets['password'], row.secrets['smtpPassword']].join()

/** An inbox with nothing to ask its provider for needs no poller. */
const isPolled = (connector: Connector | undefined, row: InboxRow): boolean =>
  Boolean(connector?.poll && (connector.readiness?.(row.settings).isPolled ?? true))

async function pollWithLease(
  options: PollersOptions,
  leases: Leases,
  workspaceId: WorkspaceId,
  inboxId: InboxId,
  signal: AbortSignal,
): Promise<void> {
  const lost = await leases.take(inboxId)
  if (!lost) return
  try {
    // A lost lease: stop before somebody else begins.
    await poll(options, workspaceId, inboxId, AbortSignal.any([signal, lost]))
  } finally {
    await leases.release(inboxId)
  }
}

async function poll(
  { database, inboxes, writer, hostOf }: PollersOptions,
  workspaceId: WorkspaceId,
  inboxId: InboxId,
  signal: AbortSignal,
): Promise<void> {
  const inbox = await database.read(workspaceId, system, (ctx) => inboxes.open(ctx, inboxId))
  if (!inbox?.connector.poll) return
  // What is not set up stays said while the rest works.
  const lacks = inbox.connector.readiness?.(inbox.settings).lacks ?? null
  const write = <T>(run: Parameters<typeof database.transaction<T>>[2]) => database.transaction(workspaceId, system, run)
  const host: PollHost = {
    ...hostOf(workspaceId, inbox),
    signal,
    cursor: inbox.row.pollCursor,
    saveCursor: async (cursor) =>
      void (await write((ctx) =>
        ctx.sql.run(`update inboxes set poll_cursor = $3 where workspace_id = $1 and id = $2`, [workspaceId, inboxId, JSON.stringify(cursor)]),
      )),
    store: async (raw, externalKey) => {
      if (isOff('cursor_after_commit')) return
      await writer.store({ workspaceId, inboxId, externalKey, source: 'imap', headers: raw.headers, body: raw.body, receivedAt: raw.receivedAt })
      failpoint('I10')
    },
    health: (state, reason) => write((ctx) => inboxes.saveHealth(ctx, inboxId, state, reason ?? lacks)),
  }
  await inbox.connector.poll(inbox.settings, host)
  // A connector with nothing to poll returns at once; asking it again every few seconds would be waste.
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
