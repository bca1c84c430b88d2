import type { Answer } from '../../../contract/route.ts'
import type { countConversations } from '../../../contract/api/conversations.ts'
import { call } from '../api.ts'
import { shelf } from './shelf.ts'
import { onEvents, onLive, onReload } from './stream.ts'

export type Counts = Answer<typeof countConversations>
const counts = shelf<Counts>(() => call('GET /conversation-counts', {}))

/** The numbers of the rail; the last known ones while they are asked for again. */
export const useCounts = (): Counts | null => counts.use('all').value

/** After a change the numbers are asked for once it is quiet for a moment, but at the latest after `longestMs`. */
const quietMs = 500
const longestMs = 3_000
let timer: ReturnType<typeof setTimeout> | undefined
let since = 0

export function refreshCounts(): void {
  const now = Date.now()
  if (timer === undefined) since = now
  clearTimeout(timer)
  timer = setTimeout(
    () => {
      timer = undefined
      counts.refreshAll()
    },
    Math.max(0, Math.min(quietMs, since + longestMs - now)),
  )
}
onEvents((events) => events.some((event) => event.conversation) && refreshCounts())
onReload(refreshCounts)
onLive(refreshCounts)
