import { useState } from 'react'
import type { Agent, Team } from '../../../../../contract/people.ts'
import { Avatar } from '../../../../kit/components/avatar.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Checkbox } from '../../../../kit/components/checkbox.tsx'
import { Combobox } from '../../../../kit/components/combobox.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import type { Option } from '../../../../kit/components/option-list.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'

interface TeamDialogProps {
  /** Null makes a new one. */
  team: Team | null
  agents: readonly Agent[]
  onClose(): void
  onSaved(team: Team): void
}

const optionOf = (agent: Agent): Option => ({
  id: agent.id,
  label: agent.name,
  hint: agent.email,
  picture: <Avatar name={agent.name} id={agent.id} size={24} />,
})

export function TeamDialog({ team, agents, onClose, onSaved }: TeamDialogProps) {
  const t = useT()
  const [name, setName] = useState(team?.name ?? '')
  const [isRestricted, setRestricted] = useState(team?.isRestricted ?? false)
  const [members, setMembers] = useState<readonly Option[]>(agents.filter((agent) => team?.memberIds.includes(agent.id)).map(optionOf))
  const submit = useSubmit(async () => {
    const body = { name: name.trim(), isRestricted, memberIds: members.map((member) => member.id) }
    onSaved(team ? await call('PATCH /teams/:id', { params: { id: team.id }, body }) : await call('POST /teams', { body }))
    onClose()
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={team ? t('setup.team_edit') : t('setup.team_new')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="team" variant="primary" busy={submit.busy} disabledReason={name.trim() ? undefined : t('form.needs_name')}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <form id="team" className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('form.name')}>
          <TextField value={name} onChange={setName} maxLength={120} autoComplete="off" />
        </FormField>
        <FormField label={t('setup.members')}>
          <Combobox
            label={t('setup.members')}
            multiple
            value={members}
            onChange={setMembers}
            options={agents.filter((agent) => !agent.isDeactivated).map(optionOf)}
            placeholder={t('setup.members_placeholder')}
          />
        </FormField>
        <Checkbox label={t('setup.restricted')} hint={t('setup.restricted_hint')} checked={isRestricted} onChange={setRestricted} />
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
