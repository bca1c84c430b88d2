import type { ThreadClue } from '../../../connectors/thread-clue.ts'
import { pairKey, type Known, type KnownConversation } from './known.ts'

/** A matter that was settled this recently is taken up again by the next words of a channel without threads; later ones are a new matter. */
const sameMatterMs = 3 * 24 * 3_600_000

export interface Found {
  conversation: KnownConversation
  /** How it was found; `own` kinds are signed by us, so whoever holds them was given them. */
  by: ThreadClue['kind'] | 'current'
}

/**
 * The conversation a message belongs to, by its clues in their order (channels.md §5). Pure. Outlook's root is believed only from somebody who takes
 * part already; a subject never joins.
 */
export function findConversation(known: Known, clues: ThreadClue[], identityId: string): Found | null {
  const live = (id: string): KnownConversation | undefined => known.conversations.get(known.mergedInto.get(id) ?? id)
  for (const clue of clues) {
    if (clue.kind === 'subject') continue
    if (clue.kind === 'message_ids') {
      for (const id of clue.ids) {
        const conversation = known.references
          .get(id)
          ?.map((reference) => live(reference.conversationId))
          .find(Boolean)
        if (conversation) return { conversation, by: clue.kind }
      }
    } else if (clue.kind === 'thread_index') {
      const conversation = known.references
        .get(`thread:${clue.root}`)
        ?.map((reference) => live(reference.conversationId))
        .find((one) => one && known.participants.has(pairKey(one.id, identityId)))
      if (conversation) return { conversation, by: clue.kind }
    } else {
      const conversation = live(clue.conversationId)
      if (conversation) return { conversation, by: clue.kind }
    }
  }
  return null
}

/** The conversation in which somebody has already answered this message: the answer overtook it on the way. */
export function findAnswered(known: Known, ownIds: string[]): Found | null {
  for (const id of ownIds) {
    const named = known.references.get(id)?.find((reference) => reference.kind === 'named')
    const conversation = named && known.conversations.get(known.mergedInto.get(named.conversationId) ?? named.conversationId)
    if (conversation) return { conversation, by: 'message_ids' }
  }
  return null
}

/** For channels without threads: the contact's live conversation, unless its matter was settled a while ago. */
export function findCurrent(known: Known, contactId: string, now: Date): Found | null {
  const id = known.contacts.get(contactId)?.currentConversationId
  const conversation = id ? known.conversations.get(known.mergedInto.get(id) ?? id) : undefined
  if (!conversation) return null
  if (conversation.status === 'resolved' && conversation.resolvedAt && now.getTime() - conversation.resolvedAt.getTime() > sameMatterMs) return null
  return { conversation, by: 'current' }
}
