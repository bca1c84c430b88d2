import { SendError, type OutboundMessage } from '../connector.ts'

/** Domains that can belong to nobody (RFC 2606): only they have a mailbox here. */
const reserved = /@(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.(?:test|example))$/i

/**
 * Takes a mail as a server would, at once, and drops it. `bounce@…` is refused as by a server that does not know the recipient, and so is every address
 * outside the reserved domains: nobody should believe that a real customer was written to. Errors: SendError.
 */
export async function simulatedSend(message: OutboundMessage): Promise<{ externalId: string | null; detail: string | null }> {
  const everybody = [message.to, ...message.cc, ...message.bcc].map(({ address }) => address)
  const unknown = everybody.find((address) => /^bounce@/i.test(address))
  if (unknown) throw new SendError('never', 'recipient', '5.1.1', `550 5.1.1 <${unknown}>: no such mailbox`)
  const outside = everybody.find((address) => !reserved.test(address))
  if (outside)
    throw new SendError(
      'never',
      'recipient',
      '5.7.1',
      `550 5.7.1 <${outside}>: this inbox is simulated and reaches addresses of example.com and .test only`,
    )
  return { externalId: null, detail: '250 2.0.0 simulated' }
}
