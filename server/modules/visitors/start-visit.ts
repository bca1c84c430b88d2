import type { routes } from '../../../contract/api/index.ts'
import type { Input, Reply } from '../../../contract/route.ts'
import type { Locale } from '../../../contract/people.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { lastEventNumber } from '../../platform/events/read.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import type { Inboxes } from '../inboxes/index.ts'
import { visitorOf } from './authenticate.ts'
import { findChat, type ChatInbox } from './chat-inbox.ts'
import { readHostIdentity } from './host-identity.ts'
import * as rows from './join-queries.ts'
import { absorb, contactOfProved, joinVisitor } from './join-visitor.ts'
import { readLink, type Continue } from './link.ts'
import { newVisitorId, readTicket, writeTicket, type Signed, type Ticket, type Visitor } from './visitor.ts'

export interface VisitOptions {
  database: Database
  inboxes: Inboxes
  keys: InstanceKeys
  clock: Clock
  isOnline(workspaceId: ChatInbox['workspaceId']): Promise<boolean>
}

type Visit = Reply<typeof routes.startVisit>

/**
 * Begins a visit or goes on with one; the token is renewed each time. Before the first message nothing is written: only a signed link, or a signature about a
 * visitor who has already said something, changes anything. Errors: `chat.not_found`.
 */
export async function startVisit(options: VisitOptions, key: string, input: Input<typeof routes.startVisit>['body']): Promise<Visit> {
  const { database, inboxes, keys, clock } = options
  const now = clock.now()
  const chat = await findChat(database, inboxes, key)
  const claim = input.identity ? await readHostIdentity(input.identity, chat.settings.identitySecret, chat.inboxId, now) : null
  const content = input.link ? readLink(input.link, keys, now) : null
  const link = content?.workspaceId === chat.workspaceId ? content : null
  let ticket = ticketFor(chat, input.token ? readTicket(input.token, keys, now) : null, claim, input.locale)
  let isJoined = false
  if (link) ({ ticket, isJoined } = await openLink(database, chat, ticket, link))
  if (ticket.signed) ticket = await joinSigned(database, ticket)
  return {
    ...(await describe(options, chat, ticket)),
    identity: claim ? 'verified' : input.identity ? 'refused' : 'none',
    link: isJoined ? 'joined' : input.link ? 'expired' : 'none',
  }
}

/** The visitor's ticket, renewed. Another person of the host page on the same browser gets a ticket of their own. */
function ticketFor(chat: ChatInbox, held: Ticket | null, claim: { signed: Signed; name: string } | null, locale: Locale | undefined): Ticket {
  const mine = held && held.workspaceId === chat.workspaceId && held.inboxId === chat.inboxId ? held : null
  const isAnother = mine?.signed && claim && (mine.signed.kind !== claim.signed.kind || mine.signed.address !== claim.signed.address)
  return {
    workspaceId: chat.workspaceId,
    inboxId: chat.inboxId,
    visitorId: mine && !isAnother ? mine.visitorId : newVisitorId(),
    signed: claim?.signed ?? (isAnother ? null : (mine?.signed ?? null)),
    name: claim?.name || (isAnother ? '' : (mine?.name ?? '')),
    locale: locale ?? mine?.locale ?? chat.settings.locale,
  }
}

const actorFor = (ticket: Ticket, id: string | null): Visitor => ({
  kind: 'contact',
  visitorId: ticket.visitorId,
  inboxId: ticket.inboxId,
  identityId: null,
  id: id as Visitor['id'],
  name: ticket.name,
  signed: ticket.signed,
  locale: ticket.locale,
  isProven: false,
  contactIsVerified: false,
})

/** Whoever opens a link has read the mail it was sent in: their browser becomes part of the contact, and sees the conversation. */
async function openLink(database: Database, chat: ChatInbox, ticket: Ticket, link: Continue): Promise<{ ticket: Ticket; isJoined: boolean }> {
  return database.transaction(chat.workspaceId, actorFor(ticket, link.contactId), async (ctx) => {
    await rows.apartFromIntake(ctx)
    const contactId = await linkedContact(ctx, ticket, link)
    if (!contactId) return { ticket, isJoined: false }
    const joined = await joinVisitor(ctx, {
      visitorId: ticket.visitorId,
      inboxId: chat.inboxId,
      name: ticket.name,
      contactId,
      evidence: 'signed_link',
      conversationId: link.conversationId,
    })
    // A browser that was somebody else's is somebody new from here on, and the host page has said nothing about them.
    const isFresh = joined.visitorId !== ticket.visitorId
    return { ticket: { ...ticket, visitorId: joined.visitorId, ...(isFresh ? { signed: null, name: '' } : {}) }, isJoined: true }
  })
}

/**
 * The contact a link is about. The address is proved by now. Where it belongs to somebody else than the contact whose chat asked for the link, the two become
 * one only if that chat was anonymous: its author named the address, and the address's owner followed. A browser that has proved nothing cannot add
 * an address to a contact that is proved, or it could let itself in.
 */
async function linkedContact(ctx: Context, ticket: Ticket, link: Continue): Promise<string | null> {
  const asked = await rows.standingContact(ctx, link.contactId)
  if (!asked) return null
  if (!link.email) {
    if (link.identityId) await proveById(ctx, link.identityId)
    return asked
  }
  const isOpen = await rows.isAnonymous(ctx, asked)
  const owner = await contactOfProved(
    ctx,
    { kind: 'email', address: link.email.toLowerCase() },
    isOpen || link.isProven ? asked : null,
    'signed_link',
    {
      name: ticket.name,
      language: ticket.locale,
    },
  )
  if (owner !== asked && isOpen) await absorb(ctx, asked, owner, null, 'signed_link')
  return owner
}

async function proveById(ctx: Context, identityId: string): Promise<void> {
  const row = await ctx.sql.one<rows.IdentityRow>(
    `select id, contact_id as "contactId", verified_at is not null as "isVerified" from identities where workspace_id = $1 and id = $2 for update`,
    [ctx.workspaceId, identityId],
  )
  if (row) await rows.proveIdentity(ctx, row, row.contactId, 'signed_link')
}

/** The host page vouches for somebody who has said something already, as a stranger: join now. Who has said nothing yet is joined with the first message. */
async function joinSigned(database: Database, ticket: Ticket): Promise<Ticket> {
  const caller = await visitorOf(database, ticket)
  return caller?.actor.identityId ? joinAsSigned(database, ticket) : ticket
}

/** Joins a signed visitor to the contact of the signed address, which is made when it is new. Returns the ticket to go on with. */
export async function joinAsSigned(database: Database, ticket: Ticket): Promise<Ticket> {
  const { signed } = ticket
  if (!signed) return ticket
  return database.transaction(ticket.workspaceId, actorFor(ticket, null), async (ctx) => {
    await rows.apartFromIntake(ctx)
    const visitor = await rows.lockIdentity(ctx, 'visitor', ticket.visitorId)
    const own = visitor && (await rows.isAnonymous(ctx, visitor.contactId)) ? visitor.contactId : null
    const contactId = await contactOfProved(ctx, signed, own, 'signed_identity', { name: ticket.name, language: ticket.locale })
    const { visitorId } = await joinVisitor(ctx, {
      visitorId: ticket.visitorId,
      inboxId: ticket.inboxId,
      name: ticket.name,
      contactId,
      evidence: 'signed_identity',
      conversationId: null,
    })
    return { ...ticket, visitorId }
  })
}

async function describe(
  { database, keys, clock, isOnline }: VisitOptions,
  chat: ChatInbox,
  ticket: Ticket,
): Promise<Omit<Visit, 'identity' | 'link'>> {
  const caller = await visitorOf(database, ticket)
  const { number, addresses } = await database.read(chat.workspaceId, { kind: 'system', name: 'chat' }, async (ctx) => ({
    number: await lastEventNumber(ctx),
    addresses: caller?.actor.id ? await rows.addressesOf(ctx, caller.actor.id) : { typed: null, proved: null },
  }))
  const { greeting, colour, contactEmail, contactPhone } = chat.settings
  const isKnown = caller?.actor.isProven ?? false
  // Who has proved nothing is told nothing about the contact they may have been joined with.
  const typed = caller?.actor.contactIsVerified && !isKnown ? null : addresses.typed
  const signed = ticket.signed?.kind === 'email' ? ticket.signed.address : null
  return {
    token: writeTicket(ticket, keys, clock.now()),
    name: chat.name,
    greeting,
    colour,
    isOnline: await isOnline(chat.workspaceId),
    contactCard: { email: contactEmail || null, phone: contactPhone || null },
    knownName: (isKnown ? caller?.actor.name : ticket.name) || null,
    knownEmail: signed ?? (isKnown ? addresses.proved : null) ?? typed,
    number,
  }
}
