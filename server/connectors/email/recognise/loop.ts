import type { ParsedMail } from '../mime/mail.ts'
import { looksLikeOwnMessageId } from '../threading/message-id.ts'
import { headerValues } from './headers.ts'
import type { OwnIdentity } from './recognition.ts'

/** On every mail we send, with the installation's loop token as its value. */
export const loopHeader = 'x-samvad-loop'

/**
 * Clues that a mail is one of ours coming back. Our domain in a Message-ID is not enough, since colleagues' mail programs use it as
 * well: it must have our shape. Headers inside a returned or forwarded mail do not count.
 */
export function findLoopClues(mail: ParsedMail, own: OwnIdentity): string[] {
  const clues: string[] = []
  const token = own.loopToken?.toLowerCase()
  for (const name of [loopHeader, 'x-loop'])
    if (token && headerValues(mail.headers, name).some((value) => value.toLowerCase() === token)) clues.push(`header:${name}`)
  const domain = mail.messageId?.split('@').at(-1)?.toLowerCase()
  if (mail.messageId && domain && own.messageIdDomains.some((ours) => ours.toLowerCase() === domain) && looksLikeOwnMessageId(mail.messageId))
    clues.push('message-id:ours')
  const addresses = new Set(own.addresses.map((address) => address.toLowerCase()))
  const isFromUs = addresses.has(mail.from?.address.toLowerCase() ?? '')
  const isAutomatic = headerValues(mail.headers, 'auto-submitted').some((value) => !/^no\b/i.test(value))
  const wasLooped = headerValues(mail.headers, 'x-loop').some((value) => addresses.has(value.toLowerCase()))
  if (isFromUs && (isAutomatic || wasLooped)) clues.push('from:ours-automatic')
  return clues
}
