import type { OutboundMessage } from '../../connectors/connector.ts'
import type { Context } from '../../platform/context.ts'
import { onlyClaimed } from '../contacts/index.ts'

interface Row {
  conversationId: string
  number: number
  externalId: string | null
  subject: string | null
  text: string
  html: string | null
  authorName: string
  authorKind: string
  recipients: { to: { name: string; address: string }[]; cc: { name: string; address: string }[]; bcc: { name: string; address: string }[] }
  identityAddress: string
  /** Nobody has written from there: words of the one for whom it was named do not go to whoever has it. */
  isClaimed: boolean
  contactName: string
  signature: string | null
  writtenAt: Date
}

interface Earlier {
  externalId: string | null
  authorName: string
  at: Date
  text: string
  named: string[] | null
}

/**
 * Our words, and the customer's own unless their domain disowns the mail. Whoever holds the conversation's signed address can have a third party write to it (a
 * code, a link to set a password): such words are for agents, and must never go on to the customer in a quote.
 */
const mayBeQuoted = `(m.direction = 'out' or 'dmarc_fail' <> all (m.flags) and exists (select from identities i where i.workspace_id = m.workspace_id and i.id = m.identity_id and i.contact_id = c.contact_id))`

/** A stored message in the shape connectors send: with its files, and the mails before it for References. */
export async function loadOutbound(
  ctx: Context,
  messageId: string,
  readFile: (workspaceId: string, sha256: string) => Promise<Uint8Array>,
): Promise<OutboundMessage> {
  const row = (await ctx.sql.one<Row>(
    `select m.conversation_id as "conversationId", c.number, m.external_id as "externalId", m.subject, m.text, m.html, m.author_name as "authorName", m.author_kind as "authorKind", m.recipients,
       coalesce(${onlyClaimed('i')}, false) as "isClaimed", coalesce(i.address, m.recipients -> 'to' -> 0 ->> 'address') as "identityAddress", ct.name as "contactName", a.settings ->> 'signature' as signature, m.created_at as "writtenAt"
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id join contacts ct on ct.workspace_id = c.workspace_id and ct.id = c.contact_id
     left join identities i on i.workspace_id = m.workspace_id and i.id = m.identity_id left join agents a on a.workspace_id = m.workspace_id and a.id = m.author_id
     where m.workspace_id = $1 and m.id = $2`,
    [ctx.workspaceId, messageId],
  ))!
  const before = await ctx.sql.many<Earlier>(
    `select split_part(m.external_id, '#', 1) as "externalId", m.author_name as "authorName", m.created_at as at, case when ${mayBeQuoted} and (m.direction = 'out' or not $4) then m.text else '' end as text,
       case when m.envelope ? 'references' then array(select jsonb_array_elements_text(m.envelope -> 'references')) end as named
     from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
     where m.workspace_id = $1 and m.conversation_id = $2 and m.kind = 'message' and m.id <> $3 and (m.delivery_state not in ('held', 'queued', 'failed')) order by m.created_at desc, m.id desc limit 10`,
    [ctx.workspaceId, row.conversationId, messageId, row.isClaimed],
  )
  const files = await ctx.sql.many<{ name: string; contentType: string; sha256: string; contentId: string | null }>(
    `select name, content_type as "contentType", sha256, content_id as "contentId" from files where workspace_id = $1 and message_id = $2 order by position`,
    [ctx.workspaceId, messageId],
  )
  const history = before.reverse()
  const mailed = history.filter((one) => one.externalId)
  const answered = mailed.at(-1)
  return {
    messageId,
    conversationId: row.conversationId,
    conversationNumber: row.number,
    externalId: row.externalId,
    to: { address: row.identityAddress, name: row.contactName },
    cc: row.recipients?.cc ?? [],
    bcc: row.recipients?.bcc ?? [],
    from: { name: row.authorName },
    subject: row.subject ?? '',
    text: row.signature ? `${row.text}\n\n-- \n${row.signature}` : row.text,
    html: row.html,
    files: files.map(({ sha256, ...file }) => ({ ...file, read: () => readFile(ctx.workspaceId, sha256) })),
    history,
    inReplyTo: answered?.externalId ?? null,
    references: [...new Set([...(answered?.named ?? []), ...mailed.map((one) => one.externalId!)])],
    isAutomatic: row.authorKind === 'system',
    writtenAt: row.writtenAt,
  }
}
