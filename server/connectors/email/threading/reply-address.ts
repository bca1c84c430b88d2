import type { ParsedMail } from '../mime/mail.ts'
import { decodeUuid, encodeUuid, isSignedBy, sign, tokenLength, type SigningKeys } from './signing.ts'

/** RFC 5321 §4.5.3.1.1; several large providers refuse longer ones. */
const localPartLimit = 64
const token = new RegExp(`(?:^|[+\\-=.])r([a-z2-7]{${tokenLength}})([a-z2-7]{${tokenLength}})(?=$|[+=])`, 'i')

/**
 * Address to which replies of one conversation come: `support+r<token>@shop.in` for an address, `r<token>@reply.shop.in` for a
 * catch-all domain given as `@reply.shop.in`. Where the signed local part would pass 64 characters the address comes back unchanged:
 * a mail that arrives unsigned is found by its other marks, a refused one never arrives.
 */
export function makeReplyAddress(address: string, conversationId: string, keys: SigningKeys, separator = '+'): string {
  const at = address.lastIndexOf('@')
  const localPart = address.slice(0, at)
  const domain = address.slice(at + 1)
  if (at < 0 || domain === '') throw new TypeError(`not an address or @domain: ${address}`)
  const signed = `r${encodeUuid(conversationId)}${sign('reply-address', [conversationId], keys[0])}`
  const full = localPart === '' ? signed : `${localPart}${separator}${signed}`
  return full.length > localPartLimit ? address : `${full}@${domain}`
}

/** Conversation of a signed reply address in any case, or null when it is none of ours. */
export function readReplyAddress(address: string, keys: SigningKeys): string | null {
  const parts = token.exec(address.slice(0, address.lastIndexOf('@')).replace(/^.*</, ''))
  const conversationId = parts && decodeUuid(parts[1]!)
  return conversationId && isSignedBy(parts[2]!, 'reply-address', [conversationId], keys) ? conversationId : null
}

/** Headers that name whom a mail was for, as the sender wrote it and as the servers on the way recorded it. */
const recipientHeaders = new Set([
  'to', 'cc', 'bcc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to', 'x-delivered-to', 'x-rcpt-to', 'x-real-to', 'apparently-to',
  'resent-to', 'resent-cc', 'original-recipient', 'x-original-recipient', 'x-apparently-to', 'x-failed-recipients',
]) // oxfmt-ignore
const betweenAddresses = /[\s<>()[\],;:"]+/
/** RFC 5321 §4.5.3.1.3, with room for what forwarders add. */
const longestAddress = 400

/** Words that hold an "@". Cut at the signs between addresses: a pattern for the whole address would try every place of a long word. */
const addressesIn = (value: string) => value.split(betweenAddresses).filter((word) => word.length <= longestAddress && word.includes('@'))

/** Every conversation whose signed address occurs among a mail's recipients, also in `for <…>` of Received; each once, in order. */
export function readReplyAddresses(mail: Pick<ParsedMail, 'headers' | 'to' | 'cc'>, keys: SigningKeys): string[] {
  const values = mail.headers.flatMap(({ name, value }) => {
    if (recipientHeaders.has(name)) return addressesIn(value)
    return name === 'received' ? (/\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?/i.exec(value)?.slice(1, 2) ?? []) : []
  })
  const addresses = [...[...mail.to, ...mail.cc].map((recipient) => recipient.address), ...values]
  return [...new Set(addresses.flatMap((address) => readReplyAddress(address, keys) ?? []))]
}
