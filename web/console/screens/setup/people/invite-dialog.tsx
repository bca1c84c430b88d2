import { useState } from 'react'
import type { Agent } from '../../../../../contract/people.ts'
import type { Role } from '../../../../../contract/permissions.ts'
import { Banner } from '../../../../kit/components/banner.tsx'
import { Button } from '../../../../kit/components/button.tsx'
import { Combobox } from '../../../../kit/components/combobox.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import type { Option } from '../../../../kit/components/option-list.tsx'
import { RadioGroup } from '../../../../kit/components/radio-group.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { looksLikeEmail } from '../../entry/fields.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useSubmit } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { rolesBelow } from './agent-row.tsx'

/** Invites by mail and shows the link once, for when no mail arrives. */
export function InviteDialog({ me, onClose, onInvited }: { me: Agent; onClose(): void; onInvited(): void }) {
  const t = useT()
  const teams = useLoad('teams', async (signal) => (await call('GET /teams', {}, { signal })).items)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [chosen, setChosen] = useState<readonly Option[]>([])
  const [link, setLink] = useState<string | null>(null)
  const submit = useSubmit(async () => {
    const answer = await call('POST /invitations', { body: { email: email.trim(), role, teamIds: chosen.map((team) => team.id) } })
    setLink(answer.link)
    onInvited()
  })
  if (link)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={t('setup.invited')}
        size="medium"
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('setup.done')}
          </Button>
        }
      >
        <Banner tone="success">{t('setup.invited_to', { email: email.trim() })}</Banner>
        <ShownOnce label={t('setup.invitation_link')} secret={link}>
          {t('setup.invitation_link_hint')}
        </ShownOnce>
      </Dialog>
    )
  const options = (teams.value ?? []).map((team) => ({ id: team.id, label: team.name }))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('setup.invite')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button
            type="submit"
            form="invite"
            variant="primary"
            busy={submit.busy}
            disabledReason={looksLikeEmail(email) ? undefined : t('form.email_wrong')}
          >
            {t('setup.invite_send')}
          </Button>
        </>
      }
    >
      <form id="invite" className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('form.email')}>
          <TextField type="email" inputMode="email" value={email} onChange={setEmail} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </FormField>
        <RadioGroup
          label={t('form.role')}
          value={role}
          onChange={(next) => setRole(next)}
          choices={rolesBelow(me.role).map((value) => ({ value, label: t(`form.role_${value}`), hint: t(`setup.role_${value}_hint`) }))}
        />
        {options.length > 0 && (
          <FormField label={t('setup.teams')} optional>
            <Combobox label={t('setup.teams')} multiple value={chosen} onChange={setChosen} options={options} />
          </FormField>
        )}
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
