import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { FormProblem } from '../pieces/form-problem.tsx'
import { useSubmit } from '../pieces/use-act.ts'
import { EntryPage } from './entry-page.tsx'
import style from './entry-page.module.css'
import { enter, looksLikeEmail } from './fields.ts'
import { nextPath } from './next-path.ts'

export function SignIn() {
  const t = useT()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const wrongEmail = isTried && !looksLikeEmail(email) ? t('form.email_wrong') : undefined
  const wrongPassword = isTried && !password ? t('entry.password_missing') : undefined
  const submit = useSubmit(async () => {
    setTried(true)
    if (!looksLikeEmail(email) || !password) return
    await call('POST /sign-in', { body: { email: email.trim(), password } })
    enter(nextPath(location.search))
  })
  return (
    <EntryPage title={t('entry.sign_in_title')}>
      <form className={style.form} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('form.email')} error={wrongEmail} required>
          <TextField
            type="email"
            inputMode="email"
            value={email}
            onChange={setEmail}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
        </FormField>
        <FormField label={t('form.password')} error={wrongPassword} required>
          <TextField
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            spellCheck={false}
            autoCapitalize="none"
          />
        </FormField>
        <Link to="/forgot" className={style.aside}>
          {t('entry.forgot')}
        </Link>
        <FormProblem error={submit.error} />
        <Button type="submit" variant="primary" busy={submit.busy}>
          {t('entry.sign_in')}
        </Button>
      </form>
    </EntryPage>
  )
}
