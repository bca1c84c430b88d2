import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useLocale, useT } from '../../../kit/i18n.tsx'
import { ApiProblem, call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { FormProblem } from '../pieces/form-problem.tsx'
import { useSubmit } from '../pieces/use-act.ts'
import { EntryPage } from './entry-page.tsx'
import style from './entry-page.module.css'
import { enter, looksLikeEmail } from './fields.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { shortestPassword } from './password-strength.ts'

/** First run: the owner and the workspace, in four fields and without a mail to confirm. */
export function Welcome() {
  const t = useT()
  const { locale } = useLocale()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [workspace, setWorkspace] = useState('')
  const [isTried, setTried] = useState(false)
  const wrong = {
    name: name.trim() ? undefined : t('form.name_missing'),
    email: looksLikeEmail(email) ? undefined : t('form.email_wrong'),
    password: [...password].length >= shortestPassword ? undefined : t('form.password_short'),
    workspace: workspace.trim() ? undefined : t('form.workspace_missing'),
  }
  const submit = useSubmit(async () => {
    setTried(true)
    if (Object.values(wrong).some(Boolean)) return
    await call('POST /sign-up', { body: { name: name.trim(), email: email.trim(), password, workspace: workspace.trim(), locale } })
    enter('/inbox')
  })
  const shown = isTried ? wrong : ({} as Partial<typeof wrong>)
  const isTaken = submit.error instanceof ApiProblem && submit.error.status === 409
  return (
    <EntryPage title={t('entry.welcome_title')} intro={t('entry.welcome_intro')}>
      <form className={style.form} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('form.own_name')} error={shown.name} required>
          <TextField value={name} onChange={setName} autoComplete="name" />
        </FormField>
        <FormField label={t('form.email')} error={shown.email} required>
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
        <NewPasswordField label={t('form.password')} value={password} onChange={setPassword} own={[name, email, workspace]} error={shown.password} />
        <FormField label={t('form.workspace')} hint={t('entry.workspace_hint')} error={shown.workspace} required>
          <TextField value={workspace} onChange={setWorkspace} autoComplete="organization" />
        </FormField>
        <FormProblem error={submit.error} />
        {isTaken && <Link to="/sign-in">{t('entry.to_sign_in')}</Link>}
        <Button type="submit" variant="primary" busy={submit.busy}>
          {t('entry.start')}
        </Button>
      </form>
    </EntryPage>
  )
}
