import { decodeUuid, encodeUuid, isSignedBy, sign, tokenLength, type SigningKeys } from './signing.ts'

const shape = new RegExp(`^sv\\.([a-z2-7]{${tokenLength}})\\.([a-z2-7]{${tokenLength}})\\.([a-z2-7]{${tokenLength}})@`, 'i')

/**
 * Message-ID of a mail we send, without angle brackets: conversation, message and a signature. So a reply finds its conversation even
 * when the id was never stored, and an invented id of ours is not believed. Throws on anything that is no UUID or no domain.
 */
export function makeMessageId(conversationId: string, messageId: string, domain: string, keys: SigningKeys): string {
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(domain)) throw new TypeError(`not a domain: ${domain}`)
  return `sv.${encodeUuid(conversationId)}.${encodeUuid(messageId)}.${sign('message-id', [conversationId, messageId], keys[0])}@${domain.toLowerCase()}`
}

/** Conversation and message of a Message-ID that we made, or null when it has another shape or a wrong signature. */
export function readMessageId(id: string, keys: SigningKeys): { conversationId: string; messageId: string } | null {
  const parts = shape.exec(id.trim().replace(/^<|>$/g, ''))
  if (!parts) return null
  const conversationId = decodeUuid(parts[1]!)
  const messageId = decodeUuid(parts[2]!)
  if (!conversationId || !messageId || !isSignedBy(parts[3]!, 'message-id', [conversationId, messageId], keys)) return null
  return { conversationId, messageId }
}

/** Whether an id has the shape of ours; says nothing about its signature. */
export const looksLikeOwnMessageId = (id: string) => shape.test(id.trim().replace(/^<|>$/g, ''))
