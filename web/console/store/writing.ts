import { useCallback } from 'react'
import type { TimelineItem } from '../../../contract/conversation.ts'
import { ApiProblem, call } from '../api.ts'
import { cell } from './cell.ts'
import { changeDraft, clearDraft, draftOf, type Draft, type Mode } from './drafts.ts'
import { dropItem, putItem } from './held.ts'
import { onAnswered, onRefused, send } from './outbox.ts'
import type { Errand } from './outbox-order.ts'
import { newUuid } from './uuid.ts'

/** Why the last attempt to send did not go out. `newer`: ids of messages the writer has not seen. */
export interface Refusal {
  mode: Mode
  code: string
  title: string
  reason: string | null
  newer: readonly string[]
}
const refusals = cell<ReadonlyMap<string, Refusal>>(new Map())
export const useRefusal = (id: string): Refusal | undefined => refusals.usePart(useCallback((map: ReadonlyMap<string, Refusal>) => map.get(id), [id]))
export function clearRefusal(id: string): void {
  if (!refusals.get().has(id)) return
  refusals.set((before) => new Map([...before].filter(([key]) => key !== id)))
}

interface ReplyBody {
  text: string
  attachments: string[]
  clientKey: string
  inboxId?: string
  identityId?: string
  writtenAgainst?: string | null
  then?: 'resolve'
  holdSeconds?: number
}
export interface SendOptions {
  mode: Mode
  mentions?: readonly string[]
  resolve?: boolean
  /** The newest message the writer has seen; the server stops the reply when there is a newer one. */
  writtenAgainst: string | null
  /** Send though something newer was said. */
  anyway?: boolean
  /** How long an e-mail is held for undo, if the agent chose that. */
  holdSeconds?: number | undefined
}

/**
 * Sends what is written. The composer empties at once and the words stand in the timeline; if the server refuses they come back into the composer, with the
 * reason. Resolves true when it is on the server, false when it came back.
 */
export async function sendDraft(id: string, options: SendOptions): Promise<boolean> {
  const draft = draftOf(id, options.mode)
  const key = newUuid()
  const isNote = options.mode === 'note'
  clearRefusal(id)
  const sending = send({
    key,
    kind: options.mode,
    conversationId: id,
    route: isNote ? 'POST /conversations/:id/notes' : 'POST /conversations/:id/replies',
    params: { id },
    body: isNote ? noteBody(draft, key, options) : replyBody(draft, key, options),
  })
  clearDraft(id, options.mode)
  return sending.then(
    () => true,
    () => false,
  )
}

const noteBody = (draft: Draft, clientKey: string, { mentions = [] }: SendOptions) => ({
  text: draft.text.trim() || draft.attachments.map((file) => file.name).join(', '),
  mentions,
  attachments: draft.attachments.map((file) => file.id),
  clientKey,
})

function replyBody(draft: Draft, clientKey: string, options: SendOptions): ReplyBody {
  const { inboxId, identityId } = draft
  return {
    text: draft.text.trimEnd(),
    attachments: draft.attachments.map((file) => file.id),
    clientKey,
    ...(inboxId ? { inboxId } : {}),
    ...(identityId ? { identityId } : {}),
    ...(options.anyway ? {} : { writtenAgainst: options.writtenAgainst }),
    // oxlint-disable-next-line unicorn/no-thenable -- the name the contract gives it; nobody awaits a body
    ...(options.resolve ? { then: 'resolve' } : {}),
    ...(options.holdSeconds === undefined ? {} : { holdSeconds: options.holdSeconds }),
  }
}

onAnswered((errand, answer) => {
  if (errand.kind !== 'change') putItem(answer as TimelineItem)
})
onRefused((errand, problem) => {
  if (errand.kind === 'change') return
  giveBack(errand)
  refusals.set((before) => new Map(before).set(errand.conversationId, toRefusal(errand, problem)))
})

function toRefusal(errand: Errand, { code, problem }: ApiProblem): Refusal {
  const reason = (problem as { reason?: unknown }).reason
  return {
    mode: errand.kind as Mode,
    code,
    title: problem.title ?? code,
    reason: typeof reason === 'string' ? reason : null,
    newer: problem.newer ?? [],
  }
}

/** Puts unsent words back in front of whatever has been written since. */
function giveBack(errand: Errand): void {
  const mode = errand.kind as Mode
  const { text } = errand.body as ReplyBody
  const now = draftOf(errand.conversationId, mode)
  changeDraft(errand.conversationId, mode, { text: now.text.trim() ? `${text}\n\n${now.text}` : text })
}

/** Undoes a message that is still held; its words and files come back into the composer. Errors: ApiProblem `message.already_sent`. */
export async function takeBack(item: TimelineItem): Promise<void> {
  const back = await call('POST /messages/:id/take-back', { params: { id: item.id as never } }, { idempotencyKey: newUuid() })
  dropItem(item.conversationId, item.id)
  const now = draftOf(item.conversationId, 'reply')
  changeDraft(item.conversationId, 'reply', {
    text: now.text.trim() ? `${back.text}\n\n${now.text}` : back.text,
    attachments: [...back.attachments, ...now.attachments],
    inboxId: back.inboxId,
  })
}

/** Sends a failed message again. Errors: ApiProblem. */
export async function sendAgain(item: TimelineItem): Promise<void> {
  putItem(await call('POST /messages/:id/resend', { params: { id: item.id as never } }, { idempotencyKey: newUuid() }))
}
