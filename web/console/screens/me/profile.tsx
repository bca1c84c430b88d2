import { useState } from 'react'
import type { Me } from '../../../../contract/people.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { setMe } from '../../store/session.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import { Fact, Facts } from '../pieces/screen.tsx'
import style from '../pieces/screen.module.css'
import { useSubmit } from '../pieces/use-act.ts'
import { useOfflineReason } from '../pieces/use-online.ts'

/** The name customers and colleagues see. */
export function Profile({ me }: { me: Me }) {
  const t = useT()
  const offline = useOfflineReason()
  const [name, setName] = useState(me.agent.name)
  const submit = useSubmit(async () => {
    setMe(await call('PATCH /me', { body: { name: name.trim() } }))
    showToast({ tone: 'success', message: t('form.saved') })
  })
  return (
    <Card title={t('me.profile')}>
      <form className={style.stack} onSubmit={submit.onSubmit}>
        <FormField label={t('form.own_name')} hint={t('me.name_hint')}>
          <TextField value={name} onChange={setName} autoComplete="name" maxLength={120} />
        </FormField>
        <Facts>
          <Fact word={t('form.email')}>{me.agent.email}</Fact>
          <Fact word={t('form.role')}>{t(`form.role_${me.agent.role}`)}</Fact>
        </Facts>
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button type="submit" busy={submit.busy} disabledReason={name.trim() ? offline : t('form.name_missing')}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
