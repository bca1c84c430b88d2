import type { DemoAgentKey, DemoAttachment, DemoConversation, DemoCustomer, DemoItem, DemoTeam, Moment } from './demo.ts'

/** The words in which the customer files are written. Each makes one record and leaves out what is usual. */

type Extras = { attachments?: DemoAttachment[] }

export function customer(known: Omit<DemoCustomer, 'isRomanised' | 'company' | 'tags'> & Partial<DemoCustomer>): DemoCustomer {
  return { isRomanised: false, company: null, tags: [], ...known }
}

type ConversationStart = Pick<DemoConversation, 'key' | 'matter' | 'team'> & Partial<DemoConversation>

/** A conversation that is open, of normal priority and read unless said otherwise. */
export function conversation(start: ConversationStart, ...items: DemoItem[]): DemoConversation {
  return {
    subject: null,
    status: 'open',
    snoozedUntil: null,
    assignee: null,
    priority: 'normal',
    tags: [],
    isUnread: false,
    ...start,
    items,
  }
}

/** The customer writes an e-mail. */
export function mail(at: Moment, text: string, { attachments = [] }: Extras = {}): DemoItem {
  return { kind: 'message', from: 'customer', channel: 'email', at, text, quotesEarlier: false, attachments }
}

/** The customer answers a mail, with the history below it. */
export function mailBack(at: Moment, text: string, { attachments = [] }: Extras = {}): DemoItem {
  return { kind: 'message', from: 'customer', channel: 'email', at, text, quotesEarlier: true, attachments }
}

/** The customer writes in the chat. */
export function chat(at: Moment, text: string, { attachments = [] }: Extras = {}): DemoItem {
  return { kind: 'message', from: 'customer', channel: 'web-chat', at, text, quotesEarlier: false, attachments }
}

/** An agent answers by e-mail. */
export function byMail(from: DemoAgentKey, at: Moment, text: string, { attachments = [] }: Extras = {}): DemoItem {
  return { kind: 'message', from, channel: 'email', at, text, quotesEarlier: true, attachments }
}

/** An agent answers in the chat. */
export function byChat(from: DemoAgentKey, at: Moment, text: string, { attachments = [] }: Extras = {}): DemoItem {
  return { kind: 'message', from, channel: 'web-chat', at, text, quotesEarlier: false, attachments }
}

export function note(by: DemoAgentKey, at: Moment, text: string, ...mentions: DemoAgentKey[]): DemoItem {
  return { kind: 'note', by, at, text, mentions }
}

export function promise(by: DemoAgentKey, at: Moment, what: string, dueAt: Moment, state: 'open' | 'kept' | 'late'): DemoItem {
  return { kind: 'promise', by, at, what, dueAt, state }
}

export function transferred(by: DemoAgentKey, at: Moment, toTeam: DemoTeam, to: DemoAgentKey | null = null): DemoItem {
  return { kind: 'transferred', by, at, toTeam, to }
}

export function resolved(by: DemoAgentKey, at: Moment): DemoItem {
  return { kind: 'resolved', by, at }
}

export const picture = (name: string, colour: string): DemoAttachment => ({ name, contentType: 'image/png', content: colour })
export const pdf = (name: string, content: string): DemoAttachment => ({ name, contentType: 'application/pdf', content })
export const textFile = (name: string, content: string): DemoAttachment => ({ name, contentType: 'text/plain', content })
