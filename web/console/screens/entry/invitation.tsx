import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useLocale, useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { FormProblem } from '../pieces/form-problem.tsx'
import { Loaded } from '../pieces/loaded.tsx'
import { useSubmit } from '../pieces/use-act.ts'
import { useLoad } from '../pieces/use-load.ts'
import { EntryPage } from './entry-page.tsx'
import style from './entry-page.module.css'
import { enter } from './fields.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { shortestPassword } from './password-strength.ts'

/** Joins a workspace by the link of an invitation. */
export function Invitation({ token }: { token: string }) {
  const t = useT()
  const invitation = useLoad(token, (signal) => call('POST /invitations/read', { body: { token } }, { signal }))
  const workspace = invitation.value?.workspace
  return (
    <EntryPage
      title={workspace ? t('entry.join_title', { workspace }) : t('entry.join_title_plain')}
      foot={<Link to="/sign-in">{t('entry.to_sign_in')}</Link>}
    >
      <Loaded of={invitation}>{({ email }) => <JoinForm token={token} email={email} />}</Loaded>
    </EntryPage>
  )
}

function JoinForm({ token, email }: { token: string; email: string }) {
  const t = useT()
  const { locale } = useLocale()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const isShort = [...password].length < shortestPassword
  const submit = useSubmit(async () => {
    setTried(true)
    if (!name.trim() || isShort) return
    await call('POST /invitations/accept', { body: { token, name: name.trim(), password, locale } })
    enter('/inbox')
  })
  return (
    <form className={style.form} onSubmit={submit.onSubmit} noValidate>
      <FormField label={t('form.email')} hint={t('entry.join_email_hint')}>
        <TextField type="email" value={email} onChange={() => {}} autoComplete="username" readOnly />
      </FormField>
      <FormField label={t('form.own_name')} error={isTried && !name.trim() ? t('form.name_missing') : undefined} required>
        <TextField value={name} onChange={setName} autoComplete="name" />
      </FormField>
      <NewPasswordField
        label={t('form.password')}
        value={password}
        onChange={setPassword}
        own={[name, email]}
        error={isTried && isShort ? t('form.password_short') : undefined}
      />
      <FormProblem error={submit.error} />
      <Button type="submit" variant="primary" busy={submit.busy}>
        {t('entry.join')}
      </Button>
    </form>
  )
}
