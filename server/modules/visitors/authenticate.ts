import type { ContactId, IdentityId, WorkspaceId } from '../../../contract/ids.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { gather } from '../../platform/gather.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { findStandings, type Standing } from './queries.ts'
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

type LookUp = (workspaceId: WorkspaceId, ticket: Ticket) => Promise<Standing | null>
const lookUps = new WeakMap<Database, LookUp>()

/** Every request of a visitor asks, and all of them come back at once when a server has started again: they are answered many at a time. */
function lookUpIn(database: Database): LookUp {
  const known = lookUps.get(database)
  if (known) return known
  const made = gather((workspaceId, tickets: Ticket[]) => database.read(workspaceId, system, (ctx) => findStandings(ctx, tickets)))
  lookUps.set(database, made)
  return made
}

/** The visitor a ticket stands for, with what is known by now: nothing, before the first message. */
export async function visitorOf(database: Database, ticket: Ticket): Promise<VisitorCaller | null> {
  const standing = await lookUpIn(database)(ticket.workspaceId, ticket)
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
