import Lock from 'lucide-react/icons/lock'
import UsersRound from 'lucide-react/icons/users-round'
import { useState } from 'react'
import type { Agent, Team } from '../../../../../contract/people.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { RemoveTeam } from './remove-team.tsx'
import { TeamDialog } from './team-dialog.tsx'

export function Teams() {
  const t = useT()
  const may = useMay()
  const offline = useOfflineReason()
  const both = useLoad('teams', async (signal) => {
    const [teams, agents] = await Promise.all([call('GET /teams', {}, { signal }), call('GET /agents', {}, { signal })])
    return { teams: teams.items, agents: agents.items }
  })
  const [edited, setEdited] = useState<Team | 'new' | null>(null)
  const [leaving, setLeaving] = useState<Team | null>(null)
  const reason = may('team.change') ? offline : t('form.not_allowed')
  const add = (
    <Button variant="primary" disabledReason={reason} onClick={() => setEdited('new')}>
      {t('setup.team_new')}
    </Button>
  )
  const keep = (saved: Team) => both.change(({ teams, agents }) => ({ agents, teams: [...teams.filter((one) => one.id !== saved.id), saved] }))
  const drop = (gone: Team) => both.change(({ teams, agents }) => ({ agents, teams: teams.filter((one) => one.id !== gone.id) }))
  return (
    <SectionScreen title={t('setup.teams')} intro={t('setup.teams_intro')} actions={(both.value?.teams.length ?? 0) > 0 && add}>
      <Loaded of={both} rows={3}>
        {({ teams, agents }) =>
          teams.length === 0 ? (
            <EmptyState icon={UsersRound} title={t('setup.teams_empty')} action={add} />
          ) : (
            <Card flush>
              <ul className={style.rows}>
                {teams.map((team) => (
                  <TeamRow
                    key={team.id}
                    team={team}
                    agents={agents}
                    reason={reason}
                    onEdit={() => setEdited(team)}
                    onRemove={() => setLeaving(team)}
                  />
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {edited && both.value && (
        <TeamDialog team={edited === 'new' ? null : edited} agents={both.value.agents} onClose={() => setEdited(null)} onSaved={keep} />
      )}
      {leaving && both.value && (
        <RemoveTeam
          team={leaving}
          others={both.value.teams.filter((one) => one.id !== leaving.id)}
          onClose={() => setLeaving(null)}
          onRemoved={drop}
        />
      )}
    </SectionScreen>
  )
}

interface TeamRowProps {
  team: Team
  agents: readonly Agent[]
  reason: string | undefined
  onEdit(): void
  onRemove(): void
}

function TeamRow({ team, agents, reason, onEdit, onRemove }: TeamRowProps) {
  const t = useT()
  const members = agents.filter((agent) => team.memberIds.includes(agent.id))
  return (
    <li>
      <span className={style.main}>
        <span className={style.line}>
          <UserText className={style.name}>{team.name}</UserText>
          {team.isRestricted && <Chip icon={Lock}>{t('setup.restricted')}</Chip>}
        </span>
        <UserText className={style.meta}>{members.length === 0 ? t('setup.no_members') : members.map((agent) => agent.name).join(', ')}</UserText>
      </span>
      <span className={style.actions}>
        <Button size="compact" disabledReason={reason} aria-label={t('setup.edit_named', { name: team.name })} onClick={onEdit}>
          {t('form.edit')}
        </Button>
        <Button size="compact" variant="quiet" disabledReason={reason} aria-label={t('setup.remove_named', { name: team.name })} onClick={onRemove}>
          {t('kit.remove')}
        </Button>
      </span>
    </li>
  )
}
