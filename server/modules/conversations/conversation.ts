import type { Channel, Status } from '../../../contract/conversation.ts'
import { AppError } from '../../platform/errors.ts'

/**
 * May this conversation be put aside until then? Pure.
 * Errors: `conversation.already_resolved`, `conversation.snooze_in_past`.
 */
export function checkSnooze(conversation: { status: Status }, until: Date | 'reply', now: Date): void {
  if (conversation.status === 'resolved')
    throw new AppError('conflict', 'conversation.already_resolved', 'This conversation is resolved. Reopen it first.')
  if (until !== 'reply' && until <= now) throw new AppError('invalid', 'conversation.snooze_in_past', 'Choose a time in the future.')
}

/** Seconds a message is held for undo unless its writer says otherwise: people expect it of e-mail; a held chat feels broken. */
export const holdSecondsOf = (channel: Channel): number => (channel === 'email' ? 10 : 0)

/** What a message from the contact does to the status: whatever was put aside or done comes back. Machines wake nobody. */
export function statusAfterInbound(status: Status, classification: 'message' | 'auto_reply'): Status {
  return classification === 'message' ? 'open' : status
}

/** The words a list shows of a message: one line, at most 200 UTF-16 units, never half a character. */
export function previewOf(text: string): string {
  const line = text.slice(0, 600).replaceAll(/\s+/g, ' ').trim()
  if (line.length <= 200) return line
  return line.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '')
}

/** The moment of an activity that introduces a message ("continued in the chat"): in a timeline it stands before it. Pure. */
export const justBefore = (at: Date): Date => new Date(at.getTime() - 1)
