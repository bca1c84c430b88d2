import type { z } from 'zod'
import type { Channel } from '../../contract/conversation.ts'
import type { Evidence } from '../../contract/contact.ts'
import type { ThreadClue } from './thread-clue.ts'

/** What came in, kept as it came: the worker reads it again from here after any crash. */
export interface RawInbound {
  headers: Record<string, string>
  body: Uint8Array
  receivedAt: Date
}

/** JSON of a raw body; undefined when it is none, which no schema takes. */
export function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

/** A person's address as a connector sees it. */
export interface Sender {
  kind: 'email' | 'phone' | 'visitor' | 'external'
  /** Normalised as contacts/ wants it: e-mail in lower case. */
  address: string
  name: string
  language: string | null
  /** Why the address is believed; `wrote_from` unless there is better. */
  evidence?: Evidence['kind']
  /** The channel itself proves who writes (signed identity, verified number). */
  isVerified?: boolean
}

export interface InboundFile {
  name: string
  contentType: string
  /** The bytes; or a file already in the store, named by its record. */
  content: Uint8Array | { fileId: string }
  contentId: string | null
  isInline: boolean
}

export interface InboundMessage {
  kind: 'message'
  /** The provider's id, unique per inbox; null when there is none. */
  externalId: string | null
  /** Tells two different messages apart that wrongly carry the same id (hash of sender, date and words). */
  fingerprint: string | null
  from: Sender
  /** Further addresses that are said to be the sender's, without any proof. */
  claims?: { kind: 'email' | 'phone'; address: string }[]
  at: Date
  subject: string | null
  text: string
  quotedText: string
  html: string | null
  files: InboundFile[]
  /** Where it belongs, best first. Empty: the contact's live conversation. */
  clues: ThreadClue[]
  /** Ids under which later messages may answer this one, and ids it names. */
  references: { own: string[]; named: string[]; threadRoot: string | null }
  recipients: { to: { name: string; address: string }[]; cc: { name: string; address: string }[] } | null
  /** Others on the message (To, Cc) who are not us. */
  others: { sender: Sender; role: 'to' | 'cc' }[]
  classification: 'message' | 'auto_reply'
  mayAutoReply: boolean
  flags: string[]
  clientKey: string | null
}

/** What became of a message of ours. */
export interface InboundReceipt {
  kind: 'receipt'
  /** The provider's id of our message, or our Message-ID. */
  externalId: string | null
  state: 'delivered' | 'read' | 'failed'
  /** Only a retryable failure so far (soft bounce, delay): the message keeps its state, the reason shows. */
  isTemporary: boolean
  reason: string | null
  recipient: string | null
  classification: 'bounce' | 'complaint' | 'receipt'
  bounce: { class: 'hard' | 'soft'; status: string | null; recipient: string | null; messageId: string | null } | null
  clues: ThreadClue[]
}

export type InboundItem =
  | InboundMessage
  | InboundReceipt
  /** Nothing to show, with the reason (our own mail coming back, a ping). */
  | { kind: 'ignored'; reason: string; classification: 'loop' | 'message' | 'receipt' | null }
  /** It cannot be read: kept in quarantine with its raw form. */
  | { kind: 'unreadable'; reason: string }

export interface OutboundFile {
  name: string
  contentType: string
  contentId: string | null
  read(): Promise<Uint8Array>
}

export interface OutboundMessage {
  messageId: string
  conversationId: string
  conversationNumber: number
  /** Chosen and stored before the first attempt; the same at every attempt. */
  externalId: string | null
  to: { address: string; name: string }
  cc: { name: string; address: string }[]
  bcc: { name: string; address: string }[]
  from: { name: string }
  subject: string
  text: string
  html: string | null
  files: OutboundFile[]
  /** The messages before, for quoting and References: newest last. */
  history: { externalId: string | null; authorName: string; at: Date; text: string }[]
  inReplyTo: string | null
  references: string[]
  isAutomatic: boolean
  writtenAt: Date
}

/** Thrown by `send`. `set_up`: the inbox has nothing to send by. `retry`: later, never, or unknown (it may have gone out: never send blindly again where the channel has no idempotency). */
export class SendError extends Error {
  readonly retry: 'later' | 'never' | 'unknown'
  readonly fault: 'recipient' | 'credentials' | 'set_up' | 'policy' | 'server' | 'network' | 'content' | 'too_large'
  readonly code: string | null
  constructor(retry: SendError['retry'], fault: SendError['fault'], code: string | null, text: string) {
    super(text)
    this.name = 'SendError'
    this.retry = retry
    this.fault = fault
    this.code = code
  }
}

export interface InboxFacts {
  workspaceId: string
  inboxId: string
  name: string
  address: string
}

/** What a connector gets from the house. It stores nothing itself. */
export interface Host {
  now: Date
  inbox: InboxFacts
  /** Fetch that refuses private addresses. */
  fetch: typeof fetch
  /** A key of this instance for one purpose (reply addresses, Message-IDs). */
  secretFor(purpose: string): Uint8Array
  /** Reads a secret's newest value and keeps a changed one (refreshed OAuth tokens). */
  saveSecrets(changed: Record<string, string>): Promise<void>
  /** The addresses of a host an admin typed; throws when this installation must not connect there. */
  resolveHost(host: string): Promise<string[]>
  /** The operator's OAuth client at a provider; null when none is configured. */
  oauthClient(provider: 'google' | 'microsoft'): { clientId: string; clientSecret: string; baseUrl?: string } | null
  signal: AbortSignal
  log(line: string, detail?: Record<string, unknown>): void
}

/** What a poller may do with what it found. */
export interface PollHost extends Host {
  cursor: unknown
  saveCursor(cursor: unknown): Promise<void>
  /** Resolves once the raw form is committed; only then may the provider be told. `externalKey` is unique per inbox. */
  store(raw: RawInbound, externalKey: string): Promise<void>
  health(state: 'ok' | 'starting' | 'needs_attention', reason: string | null): Promise<void>
}

export interface Capabilities {
  longestText: { count: number; unit: 'characters' | 'bytes' | 'graphemes' } | null
  /** Of one message together; null: none. */
  attachments: { maxBytes: number; maxCount: number } | null
  receipts: readonly ('delivered' | 'read')[]
  hasTyping: boolean
  canStart: boolean
  isPublic: boolean
  /** Sending the same message twice under the same id reaches the person once. */
  isIdempotent: boolean
  /** Seconds a message is held for undo unless told otherwise. */
  holdSeconds: number
  costClass: 'free' | 'metered'
}

export interface TestStep {
  step: string
  state: 'ok' | 'failed' | 'waiting' | 'skipped'
  durationMs: number | null
  reason: string | null
  fix: string | null
}

/** Servers found for an address, for the set-up form. */
export interface Discovered {
  source: string
  imap: { host: string; port: number; security: 'tls' | 'starttls' | 'none' }
  smtp: { host: string; port: number; security: 'tls' | 'starttls' | 'none' }
  user: string
  note: string | null
  oauth: 'google' | 'microsoft' | null
}

/** One provider of one channel. It translates, and decides and stores nothing. */
export interface Connector<Settings = Record<string, unknown>> {
  name: 'email' | 'simulated-email' | 'web-chat' | 'api'
  channel: Channel
  /** Secret fields carry `.meta({ secret: true })`: they are stored sealed and never leave. */
  settings: z.ZodType<Settings>
  capabilities: Capabilities
  /** Reads a stored raw form. Throws only for what a second try may mend; what cannot be read is `unreadable`. */
  receive(raw: RawInbound, settings: Settings, host: Pick<Host, 'inbox' | 'secretFor' | 'now'>): InboundItem[]
  /** Gives a message away; resolves with the provider's id. Throws SendError. null: the message is with its reader by itself (chat). */
  send: ((message: OutboundMessage, settings: Settings, host: Host) => Promise<{ externalId: string | null; detail: string | null }>) | null
  /** Fixes the provider id before sending, where the protocol lets us (Message-ID). */
  externalIdFor?(ids: { conversationId: string; messageId: string }, host: Pick<Host, 'inbox' | 'secretFor'>): string
  /** What the settings (secrets may be left out) lack, as a key of the interface texts, and whether there is anything to ask the provider for. */
  readiness?(settings: Settings): { isPolled: boolean; lacks: string | null }
  /** Runs until the signal; for providers that are asked instead of calling us. */
  poll?(settings: Settings, host: PollHost): Promise<void>
  test?(settings: Settings, host: Host): Promise<TestStep[]>
  /** Finds the provider's servers from our address alone. */
  discover?(address: string, host: Pick<Host, 'fetch' | 'resolveHost'>): Promise<Discovered[]>
  /** Signing in at the provider in a browser window: the address to open with what must be remembered, and the secrets that the way back brings. */
  oauth?: {
    begin(provider: 'google' | 'microsoft', redirectUri: string, host: Host): { url: string; state: string; remembered: string }
    finish(
      provider: 'google' | 'microsoft',
      given: { code: string; remembered: string; redirectUri: string },
      host: Host,
    ): Promise<Record<string, string>>
  }
}
