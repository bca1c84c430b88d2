import type { Address } from '../../../contract/conversation.ts'
import type { Capabilities } from '../../connectors/connector.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/** What the connector of this name declares; undefined when there is none. */
export type CapabilitiesOf = (connector: string) => Capabilities | undefined

export async function connectorOf(ctx: Context, inboxId: string): Promise<string> {
  const row = await ctx.sql.one<{ connector: string }>(`select connector from inboxes where workspace_id = $1 and id = $2`, [
    ctx.workspaceId,
    inboxId,
  ])
  return row?.connector ?? ''
}

/**
 * Refuses before it is stored what a channel cannot carry, so that nobody learns of it from a failed delivery. Errors: 409 `reply.too_long`,
 * `reply.no_attachments`, `reply.too_many_attachments`, `reply.attachments_too_large`; `limit` says how much goes, `unit` in what it is counted.
 */
export async function checkFits(
  ctx: Context,
  capabilities: Capabilities | undefined,
  { text, attachments }: { text: string; attachments: string[] },
): Promise<void> {
  if (!capabilities) return
  const { longestText, attachments: files } = capabilities
  if (longestText && lengthIn(longestText.unit, text) > longestText.count)
    throw refused('reply.too_long', 'This is longer than the channel carries. Shorten it or send it in parts.', longestText.count, longestText.unit)
  if (attachments.length === 0) return
  if (!files) throw refused('reply.no_attachments', 'This channel carries no files. Send a link, or choose another channel.', 0, 'files')
  if (attachments.length > files.maxCount)
    throw refused('reply.too_many_attachments', 'These are more files than the channel carries at once.', files.maxCount, 'files')
  const sum = await ctx.sql.one<{ bytes: number }>(
    `select coalesce(sum(size_bytes), 0)::bigint as bytes from files where workspace_id = $1 and id = any($2::uuid[])`,
    [ctx.workspaceId, attachments],
  )
  if (sum!.bytes > files.maxBytes)
    throw refused('reply.attachments_too_large', 'The files are larger than the channel carries.', files.maxBytes, 'bytes')
}

/**
 * Refuses names of recipients no mail could go to, while the writer can still correct them. Errors: 422 `reply.bad_address` with `issues`.
 * Whatever RFC 5321 §4.1.2 would want in quotes is refused: no provider of note gives out such an address.
 */
export function checkRecipients(lists: Record<string, Address[]>): void {
  const issues = Object.entries(lists).flatMap(([list, people]) =>
    people.flatMap(({ address }, at) =>
      isMailAddress(address) ? [] : [{ path: `body.${list}.${at}.address`, message: `"${address.slice(0, 100)}" is not an e-mail address` }],
    ),
  )
  if (issues.length > 0) throw new AppError('invalid', 'reply.bad_address', 'One of the addresses is not an e-mail address.', { issues })
}

const isMailAddress = (address: string) => address.length <= 320 && /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u.test(address)

const refused = (code: string, text: string, limit: number, unit: string) => new AppError('conflict', code, text, { limit, unit })

/** Characters are Unicode code points; graphemes are what people take for one (UAX 29), so that a family of emoji is one. */
export function lengthIn(unit: NonNullable<Capabilities['longestText']>['unit'], text: string): number {
  if (unit === 'bytes') return Buffer.byteLength(text)
  if (unit === 'graphemes') return [...new Intl.Segmenter().segment(text)].length
  return [...text].length
}
