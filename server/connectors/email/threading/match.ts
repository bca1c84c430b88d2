import type { ParsedMail } from '../mime/mail.ts'
import { readMarkers } from './marker.ts'
import { readMessageId } from './message-id.ts'
import { readReplyAddresses } from './reply-address.ts'
import type { SigningKeys } from './signing.ts'
import { readSubject } from './subject.ts'

/** One hint to the conversation a mail belongs to. Whoever knows the stored mails resolves them in order; the first hit wins. */
export type ThreadClue =
  /** Signed by us: needs no look-up of ids. */
  | { kind: 'reply_address'; conversationId: string }
  /** Look up among every Message-ID stored, ours and theirs, in this order. */
  | { kind: 'message_ids'; ids: string[] }
  /** Signed by us, also when the id was never stored. */
  | { kind: 'own_message_id'; conversationId: string; messageId: string }
  | { kind: 'marker'; conversationId: string }
  /** Outlook: same root and same sender only. */
  | { kind: 'thread_index'; root: string; sender: string }
  /** Never joins by itself: an agent is asked. */
  | { kind: 'subject'; key: string; number: number | null; sender: string; suggestionOnly: true }

/** No thread needs more look-ups, and no mail may cause a thousand. */
const idLimit = 100

/**
 * Hints from the surest to the weakest: signed recipient address; In-Reply-To, then References from last to first; our own ids by
 * signature; a marker in the quoted text; Outlook's thread root; the subject, which only suggests. Pure.
 */
export function threadingClues(mail: ParsedMail, keys: SigningKeys): ThreadClue[] {
  const clues: ThreadClue[] = readReplyAddresses(mail, keys).map((conversationId) => ({ kind: 'reply_address', conversationId }))
  const ids = [...new Set([...mail.inReplyTo, ...mail.references.toReversed()])].filter((id) => id !== mail.messageId)
  if (ids.length > 0) clues.push({ kind: 'message_ids', ids: ids.slice(0, idLimit) })
  for (const id of ids) {
    const own = readMessageId(id, keys)
    if (own) clues.push({ kind: 'own_message_id', ...own })
  }
  for (const conversationId of readMarkers([mail.subject, mail.text, mail.html], keys)) clues.push({ kind: 'marker', conversationId })
  const sender = mail.from?.address.toLowerCase() ?? ''
  if (mail.threadIndexRoot && sender) clues.push({ kind: 'thread_index', root: mail.threadIndexRoot, sender })
  const { key, number } = readSubject(mail.subject)
  if (sender && (key !== '' || number !== null)) clues.push({ kind: 'subject', key, number, sender, suggestionOnly: true })
  return clues
}
