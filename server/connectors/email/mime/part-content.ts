import type { Repairs } from './limits.ts'
import type { MailPart } from './part.ts'
import { decodeTransfer, isPlainlyNotBase64 } from './transfer-encoding.ts'

/** The decoded bytes of a part's body. Text and messages wrongly declared base64 stay as they are. */
export function partContent(part: MailPart, repairs: Repairs): Buffer {
  const body = part.bytes.subarray(part.start, part.end)
  if (part.encoding === 'base64' && /^(?:text|message)\//.test(part.type) && isPlainlyNotBase64(body)) {
    repairs.add('transfer-encoding:not-base64')
    return body
  }
  return decodeTransfer(body, part.encoding)
}
