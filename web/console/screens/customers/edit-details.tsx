import Plus from 'lucide-react/icons/plus'
import { useState } from 'react'
import type { Contact } from '../../../../contract/contact.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { TextArea } from '../../../kit/components/text-area.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { locales } from '../../../kit/locale.ts'
import { call } from '../../api.ts'
import { FormProblem } from '../pieces/form-problem.tsx'
import style from '../pieces/screen.module.css'
import { showUndo } from '../pieces/undo-toast.ts'
import { useAct, useSubmit } from '../pieces/use-act.ts'

interface EditDetailsProps {
  contact: Contact
  onClose(): void
  onSaved(contact: Contact): void
}

interface Field {
  name: string
  value: string
}

export function EditDetails({ contact, onClose, onSaved }: EditDetailsProps) {
  const t = useT()
  const act = useAct()
  const [name, setName] = useState(contact.name)
  const [company, setCompany] = useState(contact.company ?? '')
  const [language, setLanguage] = useState(contact.language ?? 'none')
  const [notes, setNotes] = useState(contact.notes)
  const [fields, setFields] = useState<readonly Field[]>(Object.entries(contact.fields).map(([key, value]) => ({ name: key, value })))
  const params = { id: contact.id }
  const submit = useSubmit(async () => {
    const { name: oldName, company: oldCompany, language: oldLanguage, notes: oldNotes, fields: oldFields } = contact
    const kept = Object.fromEntries(fields.filter((field) => field.name.trim()).map((field) => [field.name.trim(), field.value]))
    const body = { name: name.trim(), company: company.trim() || null, language: language === 'none' ? null : language, notes, fields: kept }
    onSaved(await call('PATCH /contacts/:id', { params, body }))
    onClose()
    const before = { name: oldName, company: oldCompany, language: oldLanguage, notes: oldNotes, fields: oldFields }
    showUndo(t('form.saved'), () => act(async () => onSaved(await call('PATCH /contacts/:id', { params, body: before }))))
  })
  const known = Object.entries(locales).map(([value, label]) => ({ value, label }))
  const choices = [
    { value: 'none', label: t('customers.language_unknown') },
    ...known,
    ...(language !== 'none' && !known.some((choice) => choice.value === language) ? [{ value: language, label: language }] : []),
  ]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('customers.edit')}
      size="medium"
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="details" variant="primary" busy={submit.busy}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <form id="details" className={style.stack} onSubmit={submit.onSubmit}>
        <div className={style.grid}>
          <FormField label={t('form.name')}>
            <TextField value={name} onChange={setName} maxLength={200} autoComplete="off" />
          </FormField>
          <FormField label={t('customers.company')} optional>
            <TextField value={company} onChange={setCompany} maxLength={200} autoComplete="off" />
          </FormField>
          <FormField label={t('form.language')}>
            <Select value={language} onChange={setLanguage} choices={choices} />
          </FormField>
        </div>
        <FormField label={t('customers.notes')} hint={t('customers.notes_hint')} optional>
          <TextArea value={notes} onChange={setNotes} rows={3} maxLength={20_000} />
        </FormField>
        <Fields fields={fields} onChange={setFields} />
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}

/** Free pairs of a name and a value: order number, plan, city. */
function Fields({ fields, onChange }: { fields: readonly Field[]; onChange(fields: readonly Field[]): void }) {
  const t = useT()
  const put = (index: number, change: Partial<Field>) => onChange(fields.map((field, at) => (at === index ? { ...field, ...change } : field)))
  return (
    <fieldset className={style.stack}>
      <legend className={style.name}>{t('customers.fields')}</legend>
      {fields.map((field, index) => (
        <div key={index} className={style.grid}>
          <FormField label={t('customers.field_name')} hideLabel>
            <TextField value={field.name} onChange={(name) => put(index, { name })} placeholder={t('customers.field_name')} maxLength={60} />
          </FormField>
          <FormField label={t('customers.field_value')} hideLabel>
            <TextField value={field.value} onChange={(value) => put(index, { value })} placeholder={t('customers.field_value')} maxLength={2000} />
          </FormField>
          <div className={style.actions}>
            <Button size="compact" variant="quiet" onClick={() => onChange(fields.filter((_, at) => at !== index))}>
              {t('kit.remove')}
            </Button>
          </div>
        </div>
      ))}
      <div className={style.actions}>
        <Button size="compact" icon={Plus} onClick={() => onChange([...fields, { name: '', value: '' }])}>
          {t('customers.field_add')}
        </Button>
      </div>
    </fieldset>
  )
}
