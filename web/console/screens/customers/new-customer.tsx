import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { looksLikeEmail } from '../entry/fields.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import style from '../pieces/screen.module.css'
import { useSubmit } from '../pieces/use-act.ts'
import { useOfflineReason } from '../pieces/use-online.ts'

/** Adds somebody by hand, before they have written. */
export function NewCustomer({ onClose, onAdded }: { onClose(): void; onAdded(): void }) {
  const t = useT()
  const offline = useOfflineReason()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [phone, setPhone] = useState('')
  const [company, setCompany] = useState('')
  const isEmailWrong = email.trim() !== '' && !looksLikeEmail(email)
  const submit = useSubmit(async () => {
    const given = { email: email.trim(), phone: phone.trim(), company: company.trim() }
    const body = { name: name.trim(), ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)) }
    const contact = await call('POST /contacts', { body })
    onAdded()
    onClose()
    go(`/customers/${contact.id}`)
  })
  const reason = !name.trim() ? t('form.needs_name') : isEmailWrong ? t('form.email_wrong') : offline
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('customers.new')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="new-customer" variant="primary" busy={submit.busy} disabledReason={reason}>
            {t('customers.add')}
          </Button>
        </>
      }
    >
      <form id="new-customer" className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('form.name')}>
          <TextField value={name} onChange={setName} maxLength={200} autoComplete="off" />
        </FormField>
        <FormField label={t('form.email')} error={isEmailWrong ? t('form.email_wrong') : undefined} optional>
          <TextField type="email" inputMode="email" value={email} onChange={setEmail} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </FormField>
        <FormField label={t('customers.phone')} optional>
          <TextField type="tel" value={phone} onChange={setPhone} maxLength={40} autoComplete="off" />
        </FormField>
        <FormField label={t('customers.company')} optional>
          <TextField value={company} onChange={setCompany} maxLength={200} autoComplete="off" />
        </FormField>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
