import type { ConversationId, MessageId } from '../../contract/ids.ts'

/** A hint at the conversation that a message belongs to; the intake tries them in the order given. Only signed ones are believed without a look at the sender. */
export type ThreadClue =
  | { kind: 'reply_address'; conversationId: ConversationId }
  | { kind: 'message_ids'; ids: string[] }
  | { kind: 'own_message_id'; conversationId: ConversationId; messageId: MessageId }
  | { kind: 'marker'; conversationId: ConversationId }
  /** Outlook's conversation root, believed only from somebody who already takes part. */
  | { kind: 'thread_index'; root: string }
  /** Never joined by itself; shown as a suggestion. */
  | { kind: 'subject'; key: string; suggestionOnly: true }
