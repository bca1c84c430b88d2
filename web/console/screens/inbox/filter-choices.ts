import { useT, type Translate } from '../../../kit/i18n.tsx'
import { useAgents, useTags, useTeams } from '../../store/directory.ts'
import type { narrowable } from '../../store/views.ts'

type Name = (typeof narrowable)[number]
interface Choice {
  value: string
  label: string
}

/** Everything a view can be narrowed by, with its choices in words. */
export function useChoices(isOpen: boolean): Record<Name, Choice[]> {
  const t = useT()
  const tags = useTags(isOpen)
  const agents = useAgents()
  const teams = useTeams()
  const named = (ones: readonly { id: string; name: string }[]) => ones.map((one) => ({ value: one.id, label: one.name }))
  return {
    status: [
      ...(['open', 'waiting', 'snoozed', 'resolved'] as const).map((value) => ({ value, label: t(`inbox.status.${value}`) })),
      { value: 'any', label: t('inbox.status.any') },
    ],
    channel: (['email', 'chat', 'api'] as const).map((value) => ({ value, label: t(`channel.${value}`) })),
    tag: tags.map(({ name }) => ({ value: name, label: name })),
    priority: (['urgent', 'high', 'normal', 'low'] as const).map((value) => ({ value, label: t(`inbox.priority.${value}`) })),
    waitingMinutes: [15, 60, 240, 1440].map((minutes) => ({ value: String(minutes), label: waitLabel(minutes, t) })),
    assignee: [
      { value: 'me', label: t('inbox.me') },
      { value: 'none', label: t('inbox.nobody') },
      ...named(agents.filter((agent) => !agent.isDeactivated)),
    ],
    team: [{ value: 'none', label: t('inbox.no_team') }, ...named(teams)],
  }
}
const waitLabel = (minutes: number, t: Translate) =>
  minutes < 60 ? t('inbox.more_than_minutes', { count: minutes }) : t('inbox.more_than_hours', { count: minutes / 60 })
