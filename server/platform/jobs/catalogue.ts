import type { ContactId, ConversationId, MessageId } from '../../../contract/ids.ts'

/** Every kind of job and what it needs. A job runs at least once: whoever handles one must bear a second run. */
export interface Jobs {
  'delivery.send': { messageId: MessageId }
  'delivery.continue_by_email': { messageId: MessageId }
  'conversations.wake': { conversationId: ConversationId }
  'people.send_mail': { kind: 'invitation' | 'password_reset'; to: string; link: string; locale: string }
  'web-chat.send_link': { contactId: ContactId; conversationId: ConversationId | null; email: string; visitorId: string; locale: string }
  'webhooks.deliver': { deliveryId: string }
  'search.forget_words': Record<string, never>
  'demo.load': Record<string, never>
  'demo.customer_answers': { conversationId: ConversationId }
}
export type JobName = keyof Jobs
