import type { LucideIcon } from 'lucide-react'
import type { Conversation, Priority } from '../../../contract/conversation.ts'
import type { Me } from '../../../contract/people.ts'
import type { MessageId } from '../../kit/i18n.tsx'
import type { MessageValues } from '../../kit/intl.ts'
import type { Surface } from '../store/ui.ts'

export const sections = ['go', 'anywhere', 'list', 'conversation', 'composer'] as const
export type Section = (typeof sections)[number]

/** What actions may touch. The console gives the real one; a test may give any. */
export interface Hands {
  go(to: string): void
  open(surface: Surface): void
  toggle(column: 'rail' | 'panel'): void
  /** Gives a key to the list, as if it had the focus. */
  list(token: string): void
  pane(step: 1 | -1): void
  feed(step: 'next' | 'previous' | 'first' | 'last'): void
  write(mode: 'reply' | 'note'): void
  search(): void
  undo(): void
  /** Sets the status and goes to the next conversation when this one leaves the view. */
  setStatus(conversation: Conversation, status: 'open' | 'waiting' | 'resolved'): Promise<void>
  snooze(conversation: Conversation, until: Date | 'reply'): Promise<void>
  assign(conversation: Conversation, to: { assigneeId?: string | null; teamId?: string | null }): Promise<void>
  claim(conversation: Conversation): Promise<void>
  setPriority(conversation: Conversation, priority: Priority): Promise<void>
  markUnread(conversation: Conversation): Promise<void>
  chooseSplit(conversation: Conversation): void
  setAvailability(availability: 'available' | 'away'): Promise<void>
  copy(text: string): Promise<void>
  signOut(): void
}

export interface ActionContext {
  me: Me
  /** The one that is open. */
  conversation: Conversation | null
  hands: Hands
}

/** What was done, said in a toast; with `undo` it can be taken back by Z. */
export interface Done {
  said: MessageId
  values?: MessageValues
  undo?: () => Promise<void> | void
}

/** One command. Button, menu, palette, shortcut sheet and tooltip are all drawn from this record. */
export interface Action {
  id: string
  label: MessageId | ((context: ActionContext) => MessageId)
  section: Section
  icon?: LucideIcon
  keys?: string
  /** Acts also while typing. */
  inText?: boolean
  /** Left out of the palette: moves that only make sense as a key. */
  keyOnly?: boolean
  isAvailable?(context: ActionContext): boolean
  run(context: ActionContext): Promise<Done | void> | Done | void
}
