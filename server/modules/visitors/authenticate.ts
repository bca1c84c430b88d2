import type { ContactId, IdentityId, WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { findStanding } from './queries.ts'
import { readTicket, type Ticket, type Visitor } from './visitor.ts'

export interface VisitorCaller {
  workspaceId: WorkspaceId
  actor: Visitor
}

const system = { kind: 'system', name: 'chat' } as const

/** Who holds a visitor's token; null when it is not ours, ran out, or its inbox is switched off or gone. */
export async function authenticateVisitor(
  { database, keys, clock }: { database: Database; keys: InstanceKeys; clock: Clock },
  token: string,
): Promise<VisitorCaller | null> {
  const ticket = readTicket(token, keys, clock.now())
  return ticket && visitorOf(database, ticket)
}

/** The visitor a ticket stands for, with what is known by now: nothing, before the first message. */
export async function visitorOf(database: Database, ticket: Ticket): Promise<VisitorCaller | null> {
  const standing = await database.read(ticket.workspaceId, system, (ctx) => findStanding(ctx, ticket.inboxId, ticket.visitorId))
  if (!standing) return null
  return {
    workspaceId: ticket.workspaceId,
    actor: {
      kind: 'contact',
      visitorId: ticket.visitorId,
      inboxId: ticket.inboxId,
      identityId: standing.identityId as IdentityId | null,
      id: standing.contactId as ContactId | null,
      name: ticket.name || standing.contactName || '',
      signed: ticket.signed,
      locale: ticket.locale,
      isProven: standing.isProven,
      contactIsVerified: standing.contactIsVerified,
    },
  }
}
