import { useState } from 'react'
import { Banner } from '../../../kit/components/banner.tsx'
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
import { looksLikeEmail } from './fields.ts'

/** Asks for the mail with the link. The answer is the same for addresses nobody has. */
export function Forgot() {
  const t = useT()
  const [email, setEmail] = useState('')
  const [isTried, setTried] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const submit = useSubmit(async () => {
    setTried(true)
    if (!looksLikeEmail(email)) return
    await call('POST /password-reset', { body: { email: email.trim() } })
    setSentTo(email.trim())
  })
  const back = <Link to="/sign-in">{t('entry.to_sign_in')}</Link>
  if (sentTo)
    return (
      <EntryPage title={t('entry.forgot_title')} foot={back}>
        <Banner tone="success">{t('entry.reset_sent', { email: sentTo })}</Banner>
        <p>{t('entry.reset_sent_hint')}</p>
        <Button onClick={() => setSentTo(null)}>{t('entry.other_email')}</Button>
      </EntryPage>
    )
  return (
    <EntryPage title={t('entry.forgot_title')} intro={t('entry.forgot_intro')} foot={back}>
      <form className={style.form} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('form.email')} error={isTried && !looksLikeEmail(email) ? t('form.email_wrong') : undefined} required>
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
        <FormProblem error={submit.error} />
        <Button type="submit" variant="primary" busy={submit.busy}>
          {t('entry.send_link')}
        </Button>
      </form>
    </EntryPage>
  )
}
