import type { EventName } from '../../../contract/events.ts'
import type { Context } from '../../platform/context.ts'
import type { StoredEvent } from '../../platform/events/read.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import { messagesToIndex, removeDocuments, saveDocuments, syncConversations, syncContacts } from './index-queries.ts'
import { indexOfKey, packVector, searchKey } from './text/index.ts'
import { learnWords } from './vocabulary.ts'

/**
 * Longer texts are logs and pasted documents; PostgreSQL takes at most 1 MB of words for one document, and a character may need six bytes in it
 * (three for itself, three in its sound).
 */
const longestText = 60_000

const events = [
  'message.received',
  'message.written',
  'note.added',
  'message.taken_back',
  'conversation.merged',
  'conversation.split',
  'contact.merged',
  'contact.unmerged',
] as const satisfies EventName[]

/**
 * Keeps the search documents in line with the messages, a batch of events in a handful of statements. Merges and splits move documents in their own
 * transaction; they are repeated here for documents that were being written in that moment.
 */
export const indexMessages: Subscriber = {
  name: 'search.index_messages',
  events,
  async handle(ctx, given) {
    const written: string[] = []
    const gone: string[] = []
    const conversations: string[] = []
    const contacts: string[] = []
    for (const event of given) sortEvent(event, { written, gone, conversations, contacts })
    await removeDocuments(ctx, gone)
    await indexByIds(ctx, written)
    await syncConversations(ctx, conversations)
    await syncContacts(ctx, contacts)
  },
}

function sortEvent(event: StoredEvent, to: Record<'written' | 'gone' | 'conversations' | 'contacts', string[]>): void {
  switch (event.name) {
    case 'message.received':
    case 'message.written':
    case 'note.added':
      return void to.written.push(event.payload.messageId)
    case 'message.taken_back':
      return void to.gone.push(event.payload.messageId)
    case 'conversation.merged':
      return void to.conversations.push(event.payload.intoId)
    case 'conversation.split':
      return void to.conversations.push(event.payload.conversationId, event.payload.newId)
    case 'contact.merged':
      return void to.contacts.push(event.payload.intoId)
    case 'contact.unmerged':
      return void to.contacts.push(event.payload.contactId, event.payload.fromId)
  }
}

/** Indexes messages by id, at most a few hundred at a time; those that are gone are passed over. */
export async function indexByIds(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const messages = await messagesToIndex(ctx, [...new Set(ids)], longestText)
  const vocabulary = new Set<string>()
  const documents = messages.map((message) => {
    const text = [message.subject, message.text, message.files].filter(Boolean).join('\n').slice(0, longestText)
    const key = searchKey(text)
    for (const word of key.split(' ')) if (isVocabulary(word)) vocabulary.add(word)
    const vector = packVector(key)
    return { ...message, key, vector, words: vector ? null : indexOfKey(key) }
  })
  await saveDocuments(
    ctx,
    documents.filter((document) => document.key !== ''),
  )
  await learnWords(ctx, vocabulary)
}

/** Codes and numbers are looked for as they are, and in very short words nothing tells a typo from another word. */
const isVocabulary = (word: string) => word.length >= 4 && word.length <= 40 && !/\d/.test(word)
