import type { TestApp } from '../testing/app.ts'
import type { Connector, RawInbound, SendError } from './connector.ts'

/** One message of a person, in nobody's format. */
export interface Words {
  /** The provider's id. */
  id: string
  /** Who: the same word is the same person. */
  person: string
  name: string
  text: string
  at: Date
  /** The id of the message it answers: on a channel with threads that is what joins them. */
  answers: string | null
}

/** A way in which the provider fails, and what `send` must make of it. */
export interface Trouble {
  begin(): void
  end(): void
  /** Whoever is written to meets it; anybody unless told. */
  person?: string
  retry: SendError['retry']
  fault: SendError['fault']
}
/** A connector that sends over a network shows each of these. `silent`: the provider takes the message, and its answer is lost. */
export const troubles = ['down', 'throttled', 'server_error', 'credentials', 'recipient', 'garbage', 'silent'] as const

type Why = { none: string }
/** The reason, when the provider has nothing of the kind. */
export const noneOf = (given: object): string | null => ('none' in given ? (given as Why).none : null)

/** The provider's side: its simulator, and its formats. Where something cannot be, `{ none: 'why' }` says so and shows in the report. */
export interface Provider {
  inbox: { address?: string; settings: Record<string, unknown> }
  /** The settings that nobody may see again, by name. */
  secrets: readonly string[]
  /** Settings under which the live test must find a fault. */
  wrongSettings: Record<string, unknown> | Why
  /** The raw form of one message, as `receive` gets it. */
  raw(words: Words): RawInbound
  /** Hands a message in by the channel's own way, and resolves with the answer and the arrival's id. */
  handIn(stage: Stage, words: Words): Promise<{ status: number; id: string }>
  /** The same message in another delivery: other bytes, the same words. */
  again: ((words: Words) => RawInbound) | Why
  /** Attempts to hand in without the right secret, token or signature; each gives the status it was answered with. */
  forgeries: ((stage: Stage, words: Words) => Promise<number>)[] | Why
  /** Bodies that mean nothing, as the channel's own way gets them; each gives the status. */
  garbageIn: ((stage: Stage, body: Uint8Array) => Promise<number>) | Why
  /** Kinds this connector does not know, by name. */
  unknownKinds: Record<string, RawInbound> | Why
  /** One delivery with several messages, and their texts in order. */
  several: { raw: RawInbound; texts: string[] } | Why
  /** What the provider reports about a message of ours. */
  reports: Partial<
    Record<'delivered' | 'read' | 'failed', (stage: Stage, ours: { externalId: string | null; text: string; person: string }) => Promise<void>>
  >
  /** The agent types: resolves true once the person sees it. Needed when `hasTyping` is declared. */
  typing: ((stage: Stage, conversationId: string, person: string) => Promise<boolean>) | Why
  /** What has reached this person, oldest first, as the person has it. */
  sentTo(stage: Stage, person: string): Promise<{ id: string | null; text: string }[]>
  troubles: Partial<Record<(typeof troubles)[number], Trouble>> | Why
  stop(): Promise<void>
}

export interface Check {
  name: string
  /** Why it does not apply to this connector. */
  skip: string | null
  run(stage: Stage): Promise<void>
}

export interface Item {
  id: string
  kind: string
  direction: string
  text: string
  flags: string[]
  attachments: { name: string }[]
  delivery: { state: string; reason: string | null }
}
export interface Arrival {
  id: string
  state: string
  reason: string | null
  conversationId: string | null
  messageId: string | null
}

/** The whole server with one inbox of the connector, on a database of its own, and the provider's simulator beside it. */
export interface Stage {
  t: TestApp
  connector: Connector
  provider: Provider
  inboxId: string
  publicKey: string | null
  /** Every line of the server's log. */
  logged: string[]
  /** Hands one message in, waits until it was taken in, and says what became of it. */
  say(words: Words): Promise<Arrival>
  /** Stores a raw form as a route does, and says what became of it. */
  store(raw: RawInbound): Promise<Arrival>
  arrival(id: string): Promise<Arrival>
  timeline(conversationId: string): Promise<Item[]>
  answer(conversationId: string, text: string, more?: object): ReturnType<TestApp['call']>
  /** The message of this id, when `is` holds; jobs that wait for another try run at once. */
  becomes(conversationId: string, messageId: string, what: string, is: (item: Item) => boolean): Promise<Item>
  /** As the owner of the tables, over all workspaces. */
  rows<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Jobs that wait for their time need not. */
  hurry(): Promise<void>
  close(): Promise<void>
}
