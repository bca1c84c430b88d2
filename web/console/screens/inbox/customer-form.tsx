import { useState, type FormEvent } from 'react'
import type { Contact } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { contacts } from '../../store/contacts.ts'
import { languageName } from './language-name.ts'
import style from './panel.module.css'

const languages = ['en', 'hi', 'te', 'ml', 'ta', 'pt', 'es']

/** Changes what is known about a customer. */
export default function CustomerForm({ contact, onDone }: { contact: Contact; onDone(): void }) {
  const t = useT()
  const say = useSay()
  const intl = useWording()
  const [name, setName] = useState(contact.name)
  const [company, setCompany] = useState(contact.company ?? '')
  const [language, setLanguage] = useState(contact.language ?? '')
  const [isBusy, setIsBusy] = useState(false)
  async function save(event: FormEvent) {
    event.preventDefault()
    setIsBusy(true)
    try {
      const body = { name: name.trim(), company: company.trim() || null, language: language || null }
      contacts.put(contact.id, await call('PATCH /contacts/:id', { params: { id: contact.id }, body }))
      onDone()
    } catch (error) {
      say.failed(error)
      setIsBusy(false)
    }
  }
  const known = [...new Set([...languages, ...(contact.language ? [contact.language] : [])])]
  return (
    <form className={style.form} onSubmit={(event) => void save(event)}>
      <FormField label={t('inbox.name')}>
        <TextField value={name} onChange={setName} maxLength={200} autoComplete="off" />
      </FormField>
      <FormField label={t('inbox.company')}>
        <TextField value={company} onChange={setCompany} maxLength={200} autoComplete="off" />
      </FormField>
      <FormField label={t('inbox.language')}>
        <Select
          value={language || 'unknown'}
          onChange={(next) => setLanguage(next === 'unknown' ? '' : next)}
          choices={[
            { value: 'unknown', label: t('inbox.language_unknown') },
            ...known.map((tag) => ({ value: tag, label: languageName(tag, intl.locale) })),
          ]}
        />
      </FormField>
      <div className={style.formFoot}>
        <Button onClick={onDone}>{t('kit.cancel')}</Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          {t('inbox.save')}
        </Button>
      </div>
    </form>
  )
}
