import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { ApiProblem, call } from '../../api.ts'
import { NewPasswordField } from '../entry/new-password-field.tsx'
import { shortestPassword } from '../entry/password-strength.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import style from '../pieces/screen.module.css'
import { useSubmit } from '../pieces/use-act.ts'
import { useOfflineReason } from '../pieces/use-online.ts'

export function Password({ email }: { email: string }) {
  const t = useT()
  const offline = useOfflineReason()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const submit = useSubmit(async () => {
    await call('PATCH /me', { body: { password: { current, next } } })
    setCurrent('')
    setNext('')
    showToast({ tone: 'success', message: t('me.password_changed') })
  })
  const isWrong = submit.error instanceof ApiProblem && submit.error.code === 'auth.wrong_password'
  const reason = !current ? t('me.password_current_missing') : [...next].length < shortestPassword ? t('form.password_short') : offline
  return (
    <Card title={t('form.password')}>
      <form className={style.stack} onSubmit={submit.onSubmit}>
        {/* Tells password stores whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <FormField label={t('me.password_current')} error={isWrong ? t('me.password_current_wrong') : undefined}>
          <TextField type="password" value={current} onChange={setCurrent} autoComplete="current-password" />
        </FormField>
        <NewPasswordField label={t('form.new_password')} value={next} onChange={setNext} own={[email]} />
        <FormProblem error={isWrong ? null : submit.error} />
        <div className={style.actions}>
          <Button type="submit" busy={submit.busy} disabledReason={reason}>
            {t('me.password_change')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
