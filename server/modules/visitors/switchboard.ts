import type { VisitorFrame } from '../../../contract/realtime.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Feed, Hydrated } from '../../platform/realtime/feed.ts'
import type { FileLinks } from '../conversations/index.ts'
import type { VisitorCaller } from './authenticate.ts'
import { toVisitorMessages } from './messages.ts'
import { closedChats, messagesSeenBy, visitorsOfMessages } from './queries.ts'

/** Somebody who is to be told what changes for their visitor. */
export interface Listener {
  caller: VisitorCaller
  conversationIds: Set<string>
  send(frame: VisitorFrame): void
  /** Looks up again who the visitor is: their first words, or a merge, have changed it. */
  refresh(): Promise<void>
  /** The chat they came by takes nobody any more. */
  turnAway(): void
}

export interface Switchboard {
  join(listener: Listener): Promise<() => void>
  close(): void
}

interface Line {
  listeners: Set<Listener>
  leave: Promise<() => void>
  /** Batches are worked off one after the other, so that frames leave in the order of the log. */
  tail: Promise<void>
  /** Who missed a batch that could not be read: it may have changed who they are. */
  doubtful: Set<Listener>
}

const system = { kind: 'system', name: 'chat' } as const

/** Listens once to each workspace's log, and tells each visitor what they may see of it: asked of the database by the one rule, for all of them at once. */
export function createSwitchboard({ database, feed, links, log }: { database: Database; feed: Feed; links: FileLinks; log: Log }): Switchboard {
  const lines = new Map<WorkspaceId, Line>()

  async function pass(workspaceId: WorkspaceId, line: Line, batch: Hydrated[], number: number): Promise<void> {
    const changes = readBatch(batch)
    if (changes.inboxIds.size > 0) await turnAway(workspaceId, line, [...changes.inboxIds])
    await refreshChanged(workspaceId, line, changes)
    const concerned = [...line.listeners].filter(({ caller: { actor }, conversationIds }) => actor.identityId && (changes.contactIds.has(actor.id!) || changes.conversationIds.some((id) => conversationIds.has(id)))) // oxfmt-ignore
    if (concerned.length === 0) return
    await tellMessages(workspaceId, concerned, [...changes.messageIds], changes.gone, number)
    for (const { conversationId, messageId } of changes.seen)
      for (const listener of concerned) if (listener.conversationIds.has(conversationId)) listener.send({ type: 'seen', messageId })
  }

  /** A chat that was switched off or removed ends at once for whoever has it open, as their tokens do. */
  async function turnAway(workspaceId: WorkspaceId, line: Line, changedIds: string[]): Promise<void> {
    const closed = new Set(await database.read(workspaceId, system, (ctx) => closedChats(ctx, changedIds)))
    if (closed.size > 0) for (const listener of line.listeners) if (closed.has(listener.caller.actor.inboxId)) listener.turnAway()
  }

  /** First words give a visitor an identity; a merge gives them another contact, and with it other messages. */
  async function refreshChanged(workspaceId: WorkspaceId, line: Line, changes: Changes): Promise<void> {
    const strangers = [...line.listeners].filter((one) => !one.caller.actor.identityId)
    const chatIds = strangers.length > 0 ? changes.chatIds : []
    const firstHeard = new Set(chatIds.length > 0 ? await database.read(workspaceId, system, (ctx) => visitorsOfMessages(ctx, chatIds)) : [])
    const isMoved = ({ caller: { actor } }: Listener) => actor.id !== null && changes.movedContactIds.has(actor.id)
    const isOpenedFor = ({ caller: { actor } }: Listener) => actor.id !== null && changes.openedFor.has(actor.id)
    const isStale = (one: Listener) => line.doubtful.has(one) || isMoved(one) || firstHeard.has(one.caller.actor.visitorId) || isOpenedFor(one)
    const stale = [...line.listeners].filter(isStale)
    const moved = stale.filter(isMoved)
    await Promise.all(stale.map((listener) => listener.refresh()))
    line.doubtful.clear()
    for (const listener of moved) listener.send({ type: 'resync', number: changes.last })
  }

  async function tellMessages(
    workspaceId: WorkspaceId,
    concerned: Listener[],
    messageIds: string[],
    gone: Changes['gone'],
    number: number,
  ): Promise<void> {
    if (messageIds.length + gone.length === 0) return
    const viewers = new Map(concerned.map(({ caller: { actor } }) => [actor.identityId as string, actor]))
    const told = await database.read(workspaceId, system, async (ctx) => {
      const rows = await messagesSeenBy(
        ctx,
        [...viewers.values()].map((actor) => ({ identityId: actor.identityId as string, isProven: actor.isProven })),
        messageIds,
      )
      const messages = await toVisitorMessages(ctx, rows, links, (row) => viewers.get(row.viewerId)!)
      return Map.groupBy(
        rows.map((row, at) => ({ row, message: messages[at]! })),
        ({ row }) => row.viewerId,
      )
    })
    for (const listener of concerned) {
      const mine = told.get(listener.caller.actor.identityId as string) ?? []
      for (const { row } of mine) listener.conversationIds.add(row.conversationId)
      const lost = gone.filter((one) => listener.conversationIds.has(one.conversationId)).map((one) => one.messageId)
      if (mine.length + lost.length > 0) listener.send({ type: 'messages', messages: mine.map(({ message }) => message), gone: lost, number })
    }
  }

  return {
    async join(listener) {
      const { workspaceId } = listener.caller
      let line = lines.get(workspaceId)
      if (!line) {
        const made: Line = { listeners: new Set(), leave: Promise.resolve(() => {}), tail: Promise.resolve(), doubtful: new Set() }
        made.leave = feed
          .join(workspaceId, null, (batch, number) => {
            made.tail = made.tail
              .then(() => pass(workspaceId, made, batch, number))
              .catch((error: Error) => {
                log.warn({ error: error.message }, 'visitors not told')
                for (const one of made.listeners) {
                  made.doubtful.add(one)
                  one.send({ type: 'resync', number })
                }
              })
          })
          .then((joined) => (joined === 'resync' ? () => {} : joined.leave))
        // Who could not join comes back; the next to come tries with a line of their own.
        made.leave.catch(() => lines.get(workspaceId) === made && lines.delete(workspaceId))
        line = made
        lines.set(workspaceId, made)
      }
      line.listeners.add(listener)
      const mine = line
      await mine.leave
      return () => {
        mine.listeners.delete(listener)
        mine.doubtful.delete(listener)
        if (mine.listeners.size > 0 || lines.get(workspaceId) !== mine) return
        lines.delete(workspaceId)
        void mine.leave.then((leave) => leave()).catch(() => {})
      }
    },
    close() {
      for (const line of lines.values()) void line.leave.then((leave) => leave()).catch(() => {})
      lines.clear()
    },
  }
}

interface Changes {
  messageIds: Set<string>
  chatIds: string[]
  gone: { conversationId: string; messageId: string }[]
  contactIds: Set<string>
  conversationIds: string[]
  movedContactIds: Set<string>
  openedFor: Set<string>
  seen: { conversationId: string; messageId: string }[]
  inboxIds: Set<string>
  last: number
}

/** What of a batch concerns visitors at all. */
function readBatch(batch: Hydrated[]): Changes {
  const changes: Changes = { messageIds: new Set(), chatIds: [], gone: [], contactIds: new Set(), conversationIds: [], movedContactIds: new Set(), openedFor: new Set(), seen: [], inboxIds: new Set(), last: batch.at(-1)?.wire.number ?? 0 } // oxfmt-ignore
  for (const { wire, contactId } of batch) {
    if (wire.name === 'message.received' || wire.name === 'message.written') changes.messageIds.add(wire.payload.messageId)
    else if (wire.name === 'message.delivery_changed') {
      // What a visitor's own screen has just reported is no news to it.
      if (wire.payload.state === 'delivered' || wire.payload.state === 'read') continue
      if (wire.payload.state === 'failed') changes.gone.push(wire.payload)
      else changes.messageIds.add(wire.payload.messageId)
    } else if (wire.name === 'message.taken_back') changes.gone.push(wire.payload)
    else if (wire.name === 'conversation.seen') changes.seen.push(wire.payload)
    else if (wire.name === 'contact.merged') changes.movedContactIds.add(wire.payload.contactId).add(wire.payload.intoId)
    else if (wire.name === 'contact.unmerged') changes.movedContactIds.add(wire.payload.contactId).add(wire.payload.fromId)
    else if (wire.name === 'contact.identity_added') changes.movedContactIds.add(wire.payload.contactId)
    else if (wire.name === 'inbox.changed' || wire.name === 'inbox.removed') changes.inboxIds.add(wire.payload.inboxId)
    else if (wire.name === 'conversation.merged' && contactId) changes.openedFor.add(contactId)
    else continue
    if (wire.name === 'message.received' && wire.payload.channel === 'chat') changes.chatIds.push(wire.payload.messageId)
    if (contactId) changes.contactIds.add(contactId)
    if ('conversationId' in wire.payload) changes.conversationIds.push(wire.payload.conversationId)
  }
  return changes
}
