import type { SavedReply, View } from '../../../contract/api/tools.ts'
import type { Inbox } from '../../../contract/api/inboxes.ts'
import type { Agent, Team } from '../../../contract/people.ts'
import { call } from '../api.ts'
import { shelf } from './shelf.ts'
import { onEvents, onReload } from './stream.ts'

/** What the whole console looks up: who works here, their teams, our addresses, saved views and replies, tags. */
const agents = shelf<readonly Agent[]>(async () => (await call('GET /agents', {})).items)
const teams = shelf<readonly Team[]>(async () => (await call('GET /teams', {})).items)
const inboxes = shelf<readonly Inbox[]>(async () => (await call('GET /inboxes', {})).items)
const views = shelf<readonly View[]>(async () => (await call('GET /views', {})).items)
const savedReplies = shelf<readonly SavedReply[]>(async () => (await call('GET /saved-replies', {})).items)
const tags = shelf<readonly { name: string; count: number }[]>(async () => (await call('GET /tags', {})).items)

const all = 'all'
const none: readonly never[] = []
export const useAgents = (): readonly Agent[] => agents.use(all).value ?? none
export const useTeams = (): readonly Team[] => teams.use(all).value ?? none
export const useInboxes = (): readonly Inbox[] => inboxes.use(all).value ?? none
export const useViews = (): readonly View[] => views.use(all).value ?? none
export const useSavedReplies = (isWanted: boolean): readonly SavedReply[] => savedReplies.use(isWanted ? all : null).value ?? none
export const useTags = (isWanted = true): readonly { name: string; count: number }[] => tags.use(isWanted ? all : null).value ?? none

export const agentNamed = (id: string | null): Agent | undefined => agents.get(all)?.find((agent) => agent.id === id)
export const teamNamed = (id: string | null): Team | undefined => teams.get(all)?.find((team) => team.id === id)
export const savedViews = (): readonly View[] => views.get(all) ?? none
export const refreshViews = (): Promise<void> => views.refresh(all)

const concerns: [pattern: RegExp, refresh: () => void][] = [
  [/^(agent|session)\./, () => agents.refreshAll()],
  [/^(team|agent)\./, () => teams.refreshAll()],
  [/^inbox\./, () => inboxes.refreshAll()],
  [/^view\./, () => views.refreshAll()],
  [/^saved_reply\./, () => savedReplies.refreshAll()],
  [/^conversation\.tagged/, () => tags.refreshAll()],
]
onEvents((events) => {
  for (const [pattern, refresh] of concerns) if (events.some((event) => pattern.test(event.name))) refresh()
})
onReload(() => [agents, teams, inboxes, views, savedReplies, tags].forEach((one) => one.refreshAll()))
