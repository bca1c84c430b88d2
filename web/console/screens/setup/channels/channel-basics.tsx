import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'

/** The name colleagues see, and the team that gets what comes in. */
export function ChannelBasics({ inbox, onChange }: { inbox: Inbox; onChange(inbox: Inbox): void }) {
  const t = useT()
  const offline = useOfflineReason()
  const teams = useLoad('teams', async (signal) => (await call('GET /teams', {}, { signal })).items)
  const [name, setName] = useState(inbox.name)
  const [teamId, setTeamId] = useState<string>(inbox.teamId ?? 'none')
  const submit = useSubmit(async () => {
    onChange(await call('PATCH /inboxes/:id', { params: { id: inbox.id }, body: { name: name.trim(), teamId: teamId === 'none' ? null : teamId } }))
    showToast({ tone: 'success', message: t('form.saved') })
  })
  const choices = [
    { value: 'none', label: t('setup.no_team') },
    ...(teams.value ?? []).map((team) => ({ value: team.id as string, label: team.name })),
  ]
  return (
    <Card title={t('setup.basics')}>
      <form className={style.stack} onSubmit={submit.onSubmit}>
        <div className={style.grid}>
          <FormField label={t('form.name')} hint={t('setup.channel_name_hint')}>
            <TextField value={name} onChange={setName} maxLength={120} autoComplete="off" />
          </FormField>
          <FormField label={t('setup.channel_team')} hint={t('setup.channel_team_hint')}>
            <Select value={teamId} onChange={setTeamId} choices={choices} />
          </FormField>
        </div>
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button type="submit" busy={submit.busy} disabledReason={name.trim() ? offline : t('form.needs_name')}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
