import type { Subscriber } from '../../platform/events/subscribers.ts'
import { apartFromIntake, isAnonymous, proveIdentity, type IdentityRow } from './join-queries.ts'
import { absorb } from './join-visitor.ts'

interface Row extends IdentityRow {
  askedContactId: string
}

/**
 * An answer to the mail that a visitor asked for, from the address they typed: only whoever reads that mailbox knows the address or id that brought it into
 * the conversation, so the anonymous contact becomes part of the mailbox's. Emits `contact.merged`, `contact.identity_added`.
 */
export const joinRepliers: Subscriber = {
  name: 'visitors.join_repliers',
  events: ['message.received'],
  async handle(ctx, events) {
    const ids = events.flatMap((event) => (event.name === 'message.received' && event.payload.channel === 'email' ? [event.payload.messageId] : []))
    if (ids.length === 0) return
    const rows = await ctx.sql.many<Row>(
      `select distinct i.id, i.contact_id as "contactId", i.verified_at is not null as "isVerified", c.contact_id as "askedContactId"
       from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
         join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id
         join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id and i.kind = 'email'
       where m.workspace_id = $1 and m.id = any($2::uuid[]) and m.classification = 'message' and ct.fields ->> 'typedEmail' = i.address and i.contact_id <> c.contact_id and not 'dmarc_fail' = any(m.flags)`,
      [ctx.workspaceId, ids],
    )
    if (rows.length === 0) return
    await apartFromIntake(ctx)
    for (const row of rows) {
      if (!(await isAnonymous(ctx, row.askedContactId))) continue
      await absorb(ctx, row.askedContactId, row.contactId, null, 'signed_link')
      await proveIdentity(ctx, row, row.contactId, 'signed_link')
    }
  },
}
