import type { Conversation, TimelineItem } from './conversation.ts'
import type { EventName, Events } from './events.ts'

/**
 * An event as it goes over the wire: the fact, with the records it touched as they are when it is sent (never older than the fact). A client
 * that applies events in order, each record replacing the one it holds, therefore ends where a fresh load would end.
 */
export type WireEvent = { [Name in EventName]: WireEventOf<Name> }[EventName]
export interface WireEventOf<Name extends EventName> {
  /** Dense per workspace: 1, 2, 3 … A client holds the last one it has seen and asks for what comes after. */
  number: number
  name: Name
  at: string
  actor: { kind: 'agent' | 'contact' | 'system'; id: string | null; name: string }
  payload: Events[Name]
  /** The conversation it belongs to, when there is one. */
  conversation?: WireConversation
  /** The message, note or activity line it made or changed. */
  item?: TimelineItem
  /** The fact took the conversation out of the receiver's sight: it says nothing else, and whoever holds the conversation lets go of it. */
  isHidden?: true
}

/** A conversation in a frame that goes to many: who has seen its newest message, instead of the receiver's own `isUnread`. */
export type WireConversation = Omit<Conversation, 'isUnread'> & { seenBy: string[] }

/** Frames from the server. Events the receiver may not see are left out, so numbers may skip; `number` says how far the stream has been read. */
export type ServerFrame =
  | { type: 'ready'; number: number; version: string }
  | { type: 'events'; events: WireEvent[]; number: number }
  /** Too far behind, or told to start over: load the state afresh, then go on after `number`. */
  | { type: 'resync'; number: number }
  | { type: 'presence'; conversationId: string; people: Presence[] }
  | { type: 'typing'; conversationId: string; who: { kind: 'agent' | 'contact'; id: string; name: string }; isTyping: boolean }
  /** The session ended; sign in again. */
  | { type: 'signed_out' }
  | { type: 'pong' }

export interface Presence {
  agentId: string
  name: string
  state: 'viewing' | 'writing' | 'idle'
}

/** Frames from a client. */
export type ClientFrame =
  | { type: 'hello'; after: number | null }
  | { type: 'watch'; conversationId: string | null; state: 'viewing' | 'writing' | 'idle' }
  | { type: 'typing'; conversationId: string; isTyping: boolean }
  | { type: 'ping' }

/**
 * What a visitor of the chat sees of the same log: only their own conversation, only what is said. A message comes again when it changed; `gone` were
 * taken back. `seen`: an agent has seen everything the visitor said up to this message. `resync`: load the messages afresh.
 */
export type VisitorFrame =
  | { type: 'ready'; number: number; isOnline: boolean }
  | { type: 'messages'; messages: VisitorMessage[]; gone: string[]; number: number }
  | { type: 'resync'; number: number }
  | { type: 'typing'; name: string; isTyping: boolean }
  | { type: 'seen'; messageId: string }
  | { type: 'pong' }

export interface VisitorMessage {
  id: string
  clientKey: string | null
  direction: 'in' | 'out'
  channel: 'email' | 'chat' | 'api'
  authorName: string
  text: string
  at: string
  state: 'sent' | 'delivered' | 'read'
  attachments: { name: string; sizeBytes: number; contentType: string; url: string }[]
}

/** The token travels in the first frame: addresses end up in logs, and browsers cannot set headers of sockets. */
export type VisitorClientFrame =
  | { type: 'hello'; token: string; after: number | null }
  | { type: 'typing'; isTyping: boolean }
  | { type: 'seen'; messageId: string }
  | { type: 'ping' }
