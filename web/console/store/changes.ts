import type { Conversation, Priority } from '../../../contract/conversation.ts'
import type { Api } from '../../../contract/api/index.ts'
import { call } from '../api.ts'
import { contactConversations } from './contacts.ts'
import { patchConversation, putConversations, conversationOf } from './held.ts'
import { letGo } from './lists.ts'
import { send } from './outbox.ts'
import { newUuid } from './uuid.ts'

/**
 * Changes to a conversation: shown at once, sent through the outbox (so they also work without a connection), put back when refused.
 * Each resolves when the server has answered. Errors: ApiProblem.
 */
async function change(id: string, patch: Partial<Conversation>, route: keyof Api, body: unknown): Promise<void> {
  const before = patchConversation(id, patch)
  letGo(id)
  try {
    putConversations([(await send({ kind: 'change', conversationId: id, route, params: { id }, body })) as Conversation])
  } catch (error) {
    if (before) putConversations([before])
    throw error
  }
}

export function setStatus(id: string, status: 'open' | 'waiting' | 'resolved'): Promise<void> {
  const resolvedAt = status === 'resolved' ? new Date().toISOString() : null
  const quiet = status === 'resolved' ? { waitingSince: null } : {}
  return change(id, { status, resolvedAt, snoozedUntil: null, ...quiet }, 'POST /conversations/:id/status', { status })
}

export const snooze = (id: string, until: Date | 'reply'): Promise<void> =>
  change(id, { status: 'snoozed', snoozedUntil: until === 'reply' ? null : until.toISOString() }, 'POST /conversations/:id/snooze', {
    until: until === 'reply' ? until : until.toISOString(),
  })

export const assign = (id: string, to: { assigneeId?: string | null; teamId?: string | null }): Promise<void> =>
  change(id, to as Partial<Conversation>, 'POST /conversations/:id/assign', to)

/** Takes an unassigned conversation; of several who try, the first has it. Errors: ApiProblem `conversation.taken`. */
export const claim = (id: string, agentId: string): Promise<void> =>
  change(id, { assigneeId: agentId } as Partial<Conversation>, 'POST /conversations/:id/claim', undefined)

export const setPriority = (id: string, priority: Priority): Promise<void> =>
  change(id, { priority }, 'POST /conversations/:id/priority', { priority })

export function setTags(id: string, add: readonly string[], remove: readonly string[]): Promise<void> {
  const before = conversationOf(id)?.tags ?? []
  const tags = [...before.filter((tag) => !remove.includes(tag)), ...add.filter((tag) => !before.includes(tag))]
  return change(id, { tags }, 'POST /conversations/:id/tags', { add, remove })
}

export const setSubject = (id: string, subject: string): Promise<void> => change(id, { subject }, 'POST /conversations/:id/subject', { subject })

/** Unread again by hand: it stays so until the conversation is opened anew. */
const leftUnread = new Set<string>()
export function markUnread(id: string): Promise<void> {
  leftUnread.add(id)
  return change(id, { isUnread: true }, 'POST /conversations/:id/seen', { messageId: null })
}
export const forgetUnread = (id: string): void => void leftUnread.delete(id)

/** The newest message stands on the screen: it is seen. Says so once. */
export async function markSeen(id: string): Promise<void> {
  const conversation = conversationOf(id)
  if (!conversation?.isUnread || !conversation.last || leftUnread.has(id)) return
  await change(id, { isUnread: false }, 'POST /conversations/:id/seen', { messageId: conversation.last.messageId }).catch(() => undefined)
}

/** Joins a conversation into another. Cannot be undone. Errors: ApiProblem. */
export async function mergeInto(id: string, intoId: string): Promise<Conversation> {
  const into = await call(
    'POST /conversations/:id/merge',
    { params: { id: id as never }, body: { intoId: intoId as never } },
    { idempotencyKey: newUuid() },
  )
  putConversations([into])
  contactConversations.refreshAll()
  return into
}

/** Moves messages into a conversation of their own. Errors: ApiProblem `conversation.split_all`. */
export async function splitOff(id: string, messageIds: readonly string[]): Promise<Conversation> {
  const params = { id: id as never }
  const { conversation, created } = await call(
    'POST /conversations/:id/split',
    { params, body: { messageIds: [...messageIds] as never } },
    { idempotencyKey: newUuid() },
  )
  putConversations([conversation, created])
  contactConversations.refreshAll()
  return created
}

export type BulkChange = { status?: 'open' | 'waiting' | 'resolved'; assigneeId?: string | null; addTags?: string[]; priority?: Priority }

/** Changes many at once; resolves with the ids that could not be changed. Errors: ApiProblem. */
export async function changeMany(ids: readonly string[], bulk: BulkChange): Promise<readonly string[]> {
  const answer = await call('POST /conversations/bulk', { body: { ids: [...ids] as never, change: bulk as never } }, { idempotencyKey: newUuid() })
  const { addTags, ...patch } = bulk
  for (const id of answer.changed) {
    const tags = addTags ? { tags: [...new Set([...(conversationOf(id)?.tags ?? []), ...addTags])] } : {}
    patchConversation(id, { ...patch, ...tags } as Partial<Conversation>)
    letGo(id)
  }
  return answer.failed.map((one) => one.id)
}
