import { useState } from 'react'
import type { Team } from '../../../../../contract/people.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'

interface RemoveTeamProps {
  team: Team
  /** Who may take over. */
  others: readonly Team[]
  onClose(): void
  onRemoved(team: Team): void
}

const nobody = 'none'

/** Asks who takes over what the team has: work of a restricted team must not fall to everybody unasked, and the server refuses that. */
export function RemoveTeam({ team, others, onClose, onRemoved }: RemoveTeamProps) {
  const t = useT()
  const [heir, setHeir] = useState<string>(nobody)
  const submit = useSubmit(async () => {
    await call('DELETE /teams/:id', { params: { id: team.id }, query: heir === nobody ? {} : { moveTo: heir } })
    onRemoved(team)
    onClose()
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('setup.team_remove')}
      description={t('setup.team_remove_warning', { name: team.name })}
      locked={submit.busy}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="remove-team" variant="danger" busy={submit.busy}>
            {t('kit.remove')}
          </Button>
        </>
      }
    >
      <form id="remove-team" className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('setup.team_heir')}>
          <Select
            value={heir}
            onChange={(value) => {
              setHeir(value)
              submit.forget()
            }}
            choices={[{ value: nobody, label: t('setup.no_team') }, ...others.map(({ id, name }) => ({ value: id as string, label: name }))]}
          />
        </FormField>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
