import type { Language } from '../modules/search/text/index.ts'

/** All ids of the demo are derived from this and the keys below, so that every screenshot and journey meets the same people. */
export const demoSeed = 'samvad-demo-1'

/** Time from the moment of loading: `-3h12m` is past, `+2d` is to come. Units d, h, m, in this order. */
export type Moment = `${'-' | '+'}${string}`
export type DemoTeam = 'refunds' | 'delivery' | 'support'
export type DemoAgentKey = 'ravi' | 'anita' | 'joao' | 'asha' | 'lucia'
export type DemoChannel = 'email' | 'web-chat'

export interface DemoAgent {
  key: DemoAgentKey
  name: string
  email: string
  role: 'agent' | 'supervisor' | 'admin'
  teams: DemoTeam[]
  languages: Language[]
}

/** A small file, made from its description by `attachmentBytes`. */
export interface DemoAttachment {
  name: string
  contentType: 'text/plain' | 'image/png' | 'application/pdf'
  /** The text of a text or PDF file (PDF: ASCII only); the colour of a picture as #rrggbb. */
  content: string
}

/** What happened in a conversation, oldest first. */
export type DemoItem =
  | {
      kind: 'message'
      from: 'customer' | DemoAgentKey
      channel: DemoChannel
      at: Moment
      text: string
      /** A mail that carries the message before it as quoted history. */
      quotesEarlier: boolean
      attachments: DemoAttachment[]
    }
  | { kind: 'note'; by: DemoAgentKey; at: Moment; text: string; mentions: DemoAgentKey[] }
  | { kind: 'promise'; by: DemoAgentKey; at: Moment; what: string; dueAt: Moment; state: 'open' | 'kept' | 'late' }
  | { kind: 'transferred'; by: DemoAgentKey; at: Moment; toTeam: DemoTeam; to: DemoAgentKey | null }
  | { kind: 'resolved'; by: DemoAgentKey; at: Moment }

export type DemoMatter =
  | 'refund'
  | 'late'
  | 'damaged'
  | 'login'
  | 'invoice'
  | 'cancellation'
  | 'warranty'
  | 'address'
  | 'praise'
  | 'suggestion'
  | 'complaint'
  | 'wrong-item'
  | 'subscription'
  | 'outage'
  | 'question'

export interface DemoConversation {
  /** Unique among all conversations. */
  key: string
  matter: DemoMatter
  /** Of the first mail; null for one that began in the chat. */
  subject: string | null
  status: 'open' | 'waiting' | 'snoozed' | 'resolved'
  /** When a snoozed one comes back; `reply` for when the customer writes. */
  snoozedUntil: Moment | 'reply' | null
  team: DemoTeam
  assignee: DemoAgentKey | null
  priority: 'low' | 'normal' | 'high' | 'urgent'
  tags: string[]
  isUnread: boolean
  items: DemoItem[]
}

export interface DemoCustomer {
  key: string
  name: string
  /** On example.com, example.org or a .test domain; null for a visitor known by the chat only. */
  email: string | null
  /** A number that can belong to nobody. */
  phone: string | null
  city: string
  language: Language
  /** Writes an Indian language in Latin letters. */
  isRomanised: boolean
  company: string | null
  tags: string[]
  conversations: DemoConversation[]
}

export interface DemoSavedReply {
  key: string
  language: Language
  name: string
  /** May hold {{customer.firstName}}, {{agent.firstName}} and {{order.number}}. */
  text: string
}

const unitMs: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000 }

/** The instant a moment stands for, counted from `now`. Throws on anything but days, hours and minutes in this order. */
export function momentAt(moment: Moment, now: Date): Date {
  const parts = /^([-+])(?=\d)(\d+d)?(\d+h)?(\d+m)?$/.exec(moment)
  if (!parts) throw new Error(`Not a moment: ${moment}`)
  const length = parts.slice(2).reduce((sum, part) => sum + (part ? Number(part.slice(0, -1)) * unitMs[part.at(-1)!]! : 0), 0)
  return new Date(now.getTime() + (parts[1] === '-' ? -length : length))
}
