import { useState } from 'react'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { LinkButton } from '../../../kit/components/link-button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { ApiProblem, call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { FormProblem } from '../pieces/form-problem.tsx'
import { useSubmit } from '../pieces/use-act.ts'
import { EntryPage } from './entry-page.tsx'
import style from './entry-page.module.css'
import { NewPasswordField } from './new-password-field.tsx'
import { shortestPassword } from './password-strength.ts'

/** The new password behind the link of the mail. All sessions end with it. */
export function Reset({ token }: { token: string }) {
  const t = useT()
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const [isDone, setDone] = useState(false)
  const isShort = [...password].length < shortestPassword
  const submit = useSubmit(async () => {
    setTried(true)
    if (isShort) return
    await call('POST /password-reset/use', { body: { token, password } })
    setDone(true)
  })
  const isSpent = submit.error instanceof ApiProblem && submit.error.status === 404
  if (isDone)
    return (
      <EntryPage title={t('entry.reset_title')}>
        <Banner tone="success">{t('entry.reset_done')}</Banner>
        <LinkButton href="/sign-in" variant="primary">
          {t('entry.sign_in')}
        </LinkButton>
      </EntryPage>
    )
  return (
    <EntryPage title={t('entry.reset_title')} intro={t('entry.reset_intro')} foot={<Link to="/sign-in">{t('entry.to_sign_in')}</Link>}>
      <form className={style.form} onSubmit={submit.onSubmit} noValidate>
        <NewPasswordField
          label={t('form.new_password')}
          value={password}
          onChange={setPassword}
          own={[]}
          error={isTried && isShort ? t('form.password_short') : undefined}
        />
        <FormProblem error={submit.error} />
        {isSpent && <Link to="/forgot">{t('entry.new_link')}</Link>}
        <Button type="submit" variant="primary" busy={submit.busy}>
          {t('entry.set_password')}
        </Button>
      </form>
    </EntryPage>
  )
}
