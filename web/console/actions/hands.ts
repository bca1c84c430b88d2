import type { Conversation } from '../../../contract/conversation.ts'
import { go } from '../router.tsx'
import { assign, claim, markUnread, setPriority, setStatus, snooze } from '../store/changes.ts'
import { conversationOf } from '../store/held.ts'
import { neighbourOf } from '../store/lists.ts'
import { changeMe, currentMe, signOut } from '../store/session.ts'
import { openSurface, places, splitting, toggleFold } from '../store/ui.ts'
import { undoLast } from '../store/undo.ts'
import type { Hands } from './action.ts'

/** The view and the conversation in the address. */
export function inboxPlace(path = location.pathname): { view: string; conversationId: string | null } {
  const [, , view, conversationId] = path.split('/')
  return { view: view || 'mine', conversationId: conversationId || null }
}

/** The address of a conversation in the view that is shown, with its filters. */
export function conversationPath(id: string | null, view = inboxPlace().view): string {
  const isInbox = location.pathname.startsWith('/inbox')
  return `/inbox/${isInbox ? view : 'all'}${id ? `/${id}` : ''}${isInbox ? location.search : ''}`
}

/** Runs a change that takes the conversation out of the view, and goes to the next one at once: nobody lands on nothing. */
async function finish(conversation: Conversation, change: () => Promise<void>): Promise<void> {
  const isOpen = inboxPlace().conversationId === conversation.id
  const next = neighbourOf(conversation.id)
  const done = change()
  if (isOpen && next !== conversation.id) go(conversationPath(next), { replace: true })
  await done
}

/** The columns in the order of F6. */
const panes = ['[data-pane="rail"]', '[data-pane="list"]', '[data-pane="conversation"]', '[data-pane="panel"]']
function stepPane(step: 1 | -1): void {
  const all = panes.flatMap((selector) => document.querySelector<HTMLElement>(selector) ?? [])
  const now = all.findIndex((pane) => pane.contains(document.activeElement))
  const pane = all.at((now + step + all.length) % all.length)
  const first = pane?.querySelector<HTMLElement>('[role="listbox"], [role="feed"], a[aria-current], a[href], button') ?? pane
  first?.focus()
}

/** The real hands: what the actions of the table do in this console. */
export const hands: Hands = {
  go,
  open: openSurface,
  toggle: (column) => {
    // Where the column is not drawn, the same key opens it over the work.
    if (document.querySelector(`[data-pane="${column}"]`) || document.querySelector(`[data-can-fold~="${column}"]`)) toggleFold(column)
    else openSurface(column === 'rail' ? 'rail' : 'customer')
  },
  list: (token) => void places.list?.press(token),
  pane: stepPane,
  feed: (step) => places.feed?.move(step),
  write: (mode) => places.composer?.focus(mode),
  search: () => (places.search ? places.search.focus() : openSurface('palette')),
  undo: () => void undoLast(),
  async setStatus(conversation, status) {
    const wasResolved = conversationOf(conversation.id)?.status === 'resolved'
    await (status !== 'open' ? finish(conversation, () => setStatus(conversation.id, status)) : setStatus(conversation.id, status))
    // Taking a resolution back also brings the conversation back before the eyes.
    if (wasResolved && status === 'open' && location.pathname.startsWith('/inbox')) go(conversationPath(conversation.id), { replace: true })
  },
  snooze: (conversation, until) => finish(conversation, () => snooze(conversation.id, until)),
  assign: (conversation, to) => assign(conversation.id, to),
  claim: (conversation) => claim(conversation.id, currentMe()?.agent.id ?? ''),
  setPriority: (conversation, priority) => setPriority(conversation.id, priority),
  markUnread: (conversation) => markUnread(conversation.id),
  chooseSplit: (conversation) => splitting.set({ conversationId: conversation.id, ids: [] }),
  setAvailability: (availability) => changeMe({ availability }),
  copy: (text) => navigator.clipboard.writeText(text),
  signOut: () => void signOut(),
}
