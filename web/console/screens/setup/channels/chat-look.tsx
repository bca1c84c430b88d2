import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { Select } from '../../../../kit/components/select.tsx'
import { TextArea } from '../../../../kit/components/text-area.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { showToast } from '../../../../kit/components/toast.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { locales } from '../../../../kit/locale.ts'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import own from './channels.module.css'
import { readSiteAddress } from './site-address.ts'

const languages = Object.entries(locales).map(([value, label]) => ({ value, label }))
const defaultColour = '#00616a'

/** Site, greeting, colour, language, and other ways to reach the company, shown when the chat cannot. */
export function ChatLook({ inbox, onChange }: { inbox: Inbox; onChange(inbox: Inbox): void }) {
  const t = useT()
  const offline = useOfflineReason()
  const text = (name: string, otherwise = '') => (typeof inbox.settings[name] === 'string' ? (inbox.settings[name] as string) : otherwise)
  const [form, setForm] = useState(() => ({
    siteUrl: text('siteUrl', inbox.address),
    greeting: text('greeting'),
    colour: text('colour', defaultColour),
    locale: text('locale', 'en'),
    contactEmail: text('contactEmail'),
    contactPhone: text('contactPhone'),
  }))
  const site = readSiteAddress(form.siteUrl)
  const submit = useSubmit(async () => {
    if (!site) return
    onChange(await call('PATCH /inboxes/:id', { params: { id: inbox.id }, body: { address: site.url, settings: { ...form, siteUrl: site.url } } }))
    showToast({ tone: 'success', message: t('form.saved') })
  })
  const field = (name: keyof typeof form) => ({ value: form[name], onChange: (value: string) => setForm({ ...form, [name]: value }) })
  return (
    <Card title={t('setup.chat_look')}>
      <form className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('setup.greeting')} hint={t('setup.greeting_hint')} optional>
          <TextArea {...field('greeting')} rows={2} maxLength={500} />
        </FormField>
        <div className={style.grid}>
          <FormField label={t('setup.site')} error={site ? undefined : t('setup.site_wrong')}>
            <TextField {...field('siteUrl')} inputMode="url" autoComplete="url" autoCapitalize="none" spellCheck={false} />
          </FormField>
          <FormField label={t('form.language')}>
            <Select {...field('locale')} choices={languages} />
          </FormField>
          <FormField label={t('setup.contact_email')} hint={t('setup.contact_hint')} optional>
            <TextField {...field('contactEmail')} type="email" autoComplete="email" autoCapitalize="none" />
          </FormField>
          <FormField label={t('setup.contact_phone')} optional>
            <TextField {...field('contactPhone')} type="tel" autoComplete="tel" maxLength={40} />
          </FormField>
          <label className={style.stack}>
            <span className={style.name}>{t('setup.colour')}</span>
            <input type="color" className={own.colour} value={form.colour} onChange={(event) => setForm({ ...form, colour: event.target.value })} />
          </label>
        </div>
        <FormProblem error={submit.error} />
        <div className={style.actions}>
          <Button type="submit" busy={submit.busy} disabledReason={site ? offline : t('setup.site_wrong')}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
