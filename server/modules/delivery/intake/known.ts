import type { Channel, Status } from '../../../../contract/conversation.ts'
import { normaliseAddress, onlyClaimed } from '../../contacts/index.ts'
import type { Context } from '../../../platform/context.ts'
import { together } from '../../../platform/database/sql.ts'
import type { Translated } from './translate.ts'

export interface KnownIdentity {
  id: string
  contactId: string
  isVerified: boolean
  /** A program has named it, and nothing else speaks for it. */
  isClaimed: boolean
}
export interface KnownContact {
  id: string
  name: string
  language: string | null
  currentConversationId: string | null
  /** Addresses that were named for this contact and are somebody else's. */
  typedEmail: string | null
  typedPhone: string | null
}
export interface KnownConversation {
  id: string
  contactId: string
  status: Status
  subject: string
  waitingSince: Date | null
  lastChannel: Channel | null
  channels: string[]
  resolvedAt: Date | null
}
export interface KnownReference {
  conversationId: string
  messageId: string | null
  kind: 'own' | 'named' | 'thread'
}
export interface KnownMessage {
  id: string
  conversationId: string
  direction: 'in' | 'out'
  inboxId: string | null
  fingerprint: string | null
  deliveryState: string
  identityId: string | null
}

/** What the database already knows about everybody and everything that a batch names; each kind is one statement, whatever the batch's size. */
export interface Known {
  identities: Map<string, KnownIdentity>
  contacts: Map<string, KnownContact>
  conversations: Map<string, KnownConversation>
  /** A merged conversation's id leads to where its messages went. */
  mergedInto: Map<string, string>
  references: Map<string, KnownReference[]>
  messages: Map<string, KnownMessage>
  /** `inbox external-id` to message id. */
  externals: Map<string, string>
  /** `conversation identity` of everybody who takes part. */
  participants: Set<string>
}

export const identityKey = (kind: string, address: string) => `${kind} ${normaliseAddress(kind as 'email', address)}`
export const pairKey = (a: string, b: string) => `${a} ${b}`

interface Named {
  identities: Map<string, { kind: string; address: string }>
  references: Set<string>
  conversationIds: Set<string>
  externals: Map<string, { inboxId: string; externalId: string }>
}

/** Everything the items name, for the look-ups. */
function namedBy(batch: Translated[]): Named {
  const named: Named = { identities: new Map(), references: new Set(), conversationIds: new Set(), externals: new Map() }
  for (const { inbox, items } of batch) {
    for (const item of items) {
      if (item.kind !== 'message' && item.kind !== 'receipt') continue
      for (const clue of item.clues) {
        if (clue.kind === 'message_ids') for (const id of clue.ids) named.references.add(id)
        else if (clue.kind === 'thread_index') named.references.add(`thread:${clue.root}`)
        else if (clue.kind !== 'subject') named.conversationIds.add(clue.conversationId)
      }
      if (item.externalId) {
        named.externals.set(pairKey(inbox.id, item.externalId), { inboxId: inbox.id, externalId: item.externalId })
        if (item.kind === 'receipt') named.references.add(item.externalId)
      }
      if (item.kind === 'receipt') continue
      for (const id of item.references.own) named.references.add(id)
      if (item.fingerprint && item.externalId)
        named.externals.set(pairKey(inbox.id, `${item.externalId}#${item.fingerprint}`), {
          inboxId: inbox.id,
          externalId: `${item.externalId}#${item.fingerprint}`,
        })
      for (const sender of [item.from, ...(item.claims ?? []), ...item.others.map((other) => other.sender)]) {
        const address = normaliseAddress(sender.kind, sender.address)
        named.identities.set(`${sender.kind} ${address}`, { kind: sender.kind, address })
      }
    }
  }
  return named
}

export async function lookUpKnown(ctx: Context, batch: Translated[]): Promise<Known> {
  const named = namedBy(batch)
  const ws = ctx.workspaceId
  const [references, people, byExternal] = await together([findReferences(ctx, named), findPeople(ctx, named), findByExternal(ctx, named)])
  const contacts = people.map(({ contactId, name, language, currentConversationId, typedEmail, typedPhone }) => ({
    id: contactId,
    name,
    language,
    currentConversationId,
    typedEmail,
    typedPhone,
  }))
  const wantedConversations = new Set([
    ...named.conversationIds,
    ...references.map((row) => row.conversationId),
    ...contacts.flatMap((row) => row.currentConversationId ?? []),
  ])
  const messageIds = new Set([
    ...references.flatMap((row) => (row.kind === 'own' && row.messageId ? [row.messageId] : [])),
    ...byExternal.map((row) => row.id),
  ])
  const messages =
    messageIds.size === 0
      ? []
      : await ctx.sql.many<KnownMessage>(
          `select id, conversation_id as "conversationId", direction, inbox_id as "inboxId", envelope ->> 'fingerprint' as fingerprint, delivery_state as "deliveryState", identity_id as "identityId" from messages where workspace_id = $1 and id = any($2::uuid[])`,
          [ws, [...messageIds]],
        )
  for (const message of messages) wantedConversations.add(message.conversationId)
  const identityIds = people.map((row) => row.id)
  const { conversations, mergedInto, participants } = await lockConversations(ctx, wantedConversations, identityIds)
  return {
    identities: new Map(
      people.map(({ kind, address, id, contactId, isVerified, isClaimed }) => [`${kind} ${address}`, { id, contactId, isVerified, isClaimed }]),
    ),
    contacts: new Map(contacts.map((row) => [row.id, row])),
    conversations: new Map(conversations.map((row) => [row.id, row])),
    mergedInto,
    references: Map.groupBy(references, (row) => row.reference),
    messages: new Map(messages.map((row) => [row.id, row])),
    externals: new Map(byExternal.map((row) => [pairKey(row.inboxId, row.externalId), row.id])),
    participants: new Set(participants.map((row) => pairKey(row.conversationId, row.identityId))),
  }
}

async function findReferences(ctx: Context, { references }: Named): Promise<(KnownReference & { reference: string })[]> {
  if (references.size === 0) return []
  return ctx.sql.many(
    `select reference, conversation_id as "conversationId", message_id as "messageId", kind from mail_references where workspace_id = $1 and reference = any($2::text[]) order by created_at limit 20000`,
    [ctx.workspaceId, [...references]],
  )
}

type Person = KnownIdentity & { kind: string; address: string } & Omit<KnownContact, 'id'>

/** Identities with the contacts they belong to. */
async function findPeople(ctx: Context, { identities }: Named): Promise<Person[]> {
  if (identities.size === 0) return []
  const wanted = [...identities.values()]
  return ctx.sql.many(
    `select i.kind, i.address, i.id, i.contact_id as "contactId", i.verified_at is not null as "isVerified", ${onlyClaimed('i')} as "isClaimed", c.name, c.language, c.current_conversation_id as "currentConversationId", c.fields ->> 'typedEmail' as "typedEmail", c.fields ->> 'typedPhone' as "typedPhone"
     from unnest($2::text[], $3::text[]) as wanted (kind, address) join identities i on i.workspace_id = $1 and i.kind = wanted.kind and i.address = wanted.address
     join contacts c on c.workspace_id = $1 and c.id = i.contact_id`,
    [ctx.workspaceId, wanted.map((one) => one.kind), wanted.map((one) => one.address)],
  )
}

async function findByExternal(ctx: Context, { externals }: Named): Promise<{ inboxId: string; externalId: string; id: string }[]> {
  if (externals.size === 0) return []
  const wanted = [...externals.values()]
  return ctx.sql.many(
    `select m.inbox_id as "inboxId", m.external_id as "externalId", m.id from unnest($2::uuid[], $3::text[]) as wanted (inbox_id, external_id)
     join messages m on m.workspace_id = $1 and m.inbox_id = wanted.inbox_id and m.external_id = wanted.external_id`,
    [ctx.workspaceId, wanted.map((one) => one.inboxId), wanted.map((one) => one.externalId)],
  )
}

interface Locked {
  conversations: KnownConversation[]
  mergedInto: Map<string, string>
  participants: { conversationId: string; identityId: string }[]
}

/** Locks in the order of ids, as everybody does who locks several, and follows merges. With them come those of the given identities that take part. */
async function lockConversations(ctx: Context, ids: Set<string>, identityIds: string[]): Promise<Locked> {
  if (ids.size === 0) return { conversations: [], mergedInto: new Map(), participants: [] }
  const lock = (wanted: string[]) =>
    together([
      ctx.sql.many<KnownConversation & { mergedIntoId: string | null }>(
        `select id, contact_id as "contactId", status, subject, waiting_since as "waitingSince", last_channel as "lastChannel", channels, resolved_at as "resolvedAt", merged_into_id as "mergedIntoId"
     from conversations where workspace_id = $1 and id = any($2::uuid[]) order by id for update`,
        [ctx.workspaceId, wanted],
      ),
      ctx.sql.many<Locked['participants'][number]>(
        `select conversation_id as "conversationId", identity_id as "identityId" from participants where workspace_id = $1 and conversation_id = any($2::uuid[]) and identity_id = any($3::uuid[])`,
        [ctx.workspaceId, wanted, identityIds],
      ),
    ])
  const [rows, participants] = await lock([...ids])
  const targets = rows.flatMap((row) => (row.mergedIntoId && !ids.has(row.mergedIntoId) ? [row.mergedIntoId] : []))
  if (targets.length > 0) {
    const [moreRows, moreParticipants] = await lock([...new Set(targets)])
    rows.push(...moreRows)
    participants.push(...moreParticipants)
  }
  return {
    conversations: rows.filter((row) => !row.mergedIntoId),
    mergedInto: new Map(rows.flatMap((row) => (row.mergedIntoId ? [[row.id, row.mergedIntoId] as const] : []))),
    participants,
  }
}
