import { useCallback, useEffect } from 'react'
import type { Answer } from '../../../contract/route.ts'
import type { listDrafts } from '../../../contract/api/conversations.ts'
import type { Attachment } from '../../../contract/conversation.ts'
import { call } from '../api.ts'
import { cell } from './cell.ts'
import { forget, keep, recall } from './disk.ts'
import { refreshCounts } from './counts.ts'
import { refreshDraftViews } from './lists.ts'
import { currentMe } from './session.ts'
import { shelf } from './shelf.ts'
import { onLive } from './stream.ts'

export type Mode = 'reply' | 'note'
export interface Draft {
  text: string
  inboxId: string | null
  identityId: string | null
  attachments: readonly Attachment[]
  savedAt: string
}
export type TeamDraft = Answer<typeof listDrafts>['items'][number]

const blank: Draft = { text: '', inboxId: null, identityId: null, attachments: [], savedAt: '' }
const drafts = cell<ReadonlyMap<string, Draft>>(new Map())
/** Everything that is being written in a conversation, also by colleagues, as the server knows it. */
const onServer = shelf<readonly TeamDraft[]>(async (id) => (await call('GET /conversations/:id/drafts', { params: { id: id as never } })).items)
const nothing: readonly TeamDraft[] = []

/** To the disk soon, to the server when the hand rests. */
const diskMs = 300
const serverMs = 1_000
const timers = new Map<string, { disk?: ReturnType<typeof setTimeout>; server?: ReturnType<typeof setTimeout> }>()
const unsaved = new Set<string>()
/** Conversations in which the server holds a draft of mine, so that the view and its count are asked for again only when that changes. */
const known = new Set<string>()

const keyOf = (id: string, mode: Mode) => `${currentMe()?.agent.id ?? ''} ${id} ${mode}`
const partsOf = (key: string) => key.split(' ') as [agent: string, id: string, mode: Mode]
const isEmpty = (draft: Draft) => draft.text === '' && draft.attachments.length === 0

export const draftOf = (id: string, mode: Mode): Draft => drafts.get().get(keyOf(id, mode)) ?? blank
export const useDraft = (id: string, mode: Mode): Draft =>
  drafts.usePart(useCallback((map: ReadonlyMap<string, Draft>) => map.get(keyOf(id, mode)) ?? blank, [id, mode]))
/** Drafts of colleagues in this conversation. */
export function useTeamDrafts(id: string): readonly TeamDraft[] {
  const all = onServer.use(id).value ?? nothing
  const me = currentMe()?.agent.id
  return all.filter((draft) => draft.agentId !== me && draft.text.trim() !== '')
}
export const refreshTeamDrafts = (id: string): Promise<void> => onServer.refresh(id)

/** Changes a draft: shown at once, on the disk after 300 ms, on the server after 1 s. */
export function changeDraft(id: string, mode: Mode, change: Partial<Omit<Draft, 'savedAt'>>): void {
  const key = keyOf(id, mode)
  const draft = { ...draftOf(id, mode), ...change, savedAt: new Date().toISOString() }
  drafts.set((before) => new Map(before).set(key, draft))
  unsaved.add(key)
  const timer = timers.get(key) ?? {}
  clearTimeout(timer.disk)
  clearTimeout(timer.server)
  timer.disk = setTimeout(() => void toDisk(key), diskMs)
  timer.server = setTimeout(() => void toServer(key), serverMs)
  timers.set(key, timer)
}

/** Empties a draft: it was sent, or thrown away. */
export function clearDraft(id: string, mode: Mode): void {
  const { inboxId, identityId } = draftOf(id, mode)
  changeDraft(id, mode, { text: '', attachments: [], inboxId, identityId })
  const key = keyOf(id, mode)
  clearTimeout(timers.get(key)?.server)
  void toServer(key)
}

async function toDisk(key: string): Promise<void> {
  const draft = drafts.get().get(key)
  if (!draft) return
  await (isEmpty(draft) ? forget('drafts', key) : keep('drafts', key, draft))
}

async function toServer(key: string): Promise<void> {
  const draft = drafts.get().get(key)
  const [, id, mode] = partsOf(key)
  if (!draft) return
  const { text, inboxId, attachments, savedAt } = draft
  try {
    await call('PUT /conversations/:id/drafts/:mode', {
      params: { id: id as never, mode },
      body: { text, inboxId: inboxId as never, attachments: [...attachments], savedAt },
    })
  } catch {
    // It is on the disk; it goes up when the connection is back, or with the next word.
    return
  }
  if (drafts.get().get(key)?.savedAt === savedAt) unsaved.delete(key)
  if (known.has(key) !== isEmpty(draft)) return
  if (isEmpty(draft)) known.delete(key)
  else known.add(key)
  refreshCounts()
  refreshDraftViews()
}

/** Brings back what was being written here: whichever of disk and server is newer. What is typed meanwhile is never overwritten. */
export function useRestoredDrafts(id: string): void {
  useEffect(() => {
    for (const mode of ['reply', 'note'] as const) void restore(id, mode)
  }, [id])
}

async function restore(id: string, mode: Mode): Promise<void> {
  const key = keyOf(id, mode)
  const offer = (draft: Draft | null) =>
    draft && drafts.set((before) => ((before.get(key)?.savedAt ?? '') >= draft.savedAt ? before : new Map(before).set(key, draft)))
  offer(await recall<Draft>('drafts', key))
  if (!onServer.get(id)) await onServer.refresh(id)
  const me = currentMe()?.agent.id
  const mine = onServer.get(id)?.find((draft) => draft.agentId === me && draft.mode === mode)
  if (!mine) return
  known.add(key)
  offer({ ...mine, identityId: null })
}

function flush(): void {
  for (const key of unsaved) {
    void toDisk(key)
    void toServer(key)
  }
}
onLive(flush)
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush())
  window.addEventListener('pagehide', flush)
}
