import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { go, useQuery } from '../../router.tsx'
import { refreshViews, savedViews } from '../../store/directory.ts'
import { newUuid } from '../../store/uuid.ts'
import { filterOfView, narrowable, narrowed } from '../../store/views.ts'
import { useChoices } from './filter-choices.ts'
import style from './list.module.css'
import { withParam } from './with-param.ts'

/** Everything the view can be narrowed by, and a name to keep it under. */
export default function FilterForm({ view, onDone }: { view: string; onDone(): void }) {
  const t = useT()
  const params = useQuery()
  const choices = useChoices(true)
  return (
    <div className={style.filters}>
      {narrowable.map((name) => (
        <FormField key={name} label={t(`inbox.filter.${name}`)}>
          <Select
            value={params.get(name) ?? ''}
            onChange={(value) => go(withParam(name, value === 'clear' ? null : value), { replace: true })}
            choices={[...(params.get(name) ? [{ value: 'clear', label: t('inbox.filter.clear_one') }] : []), ...choices[name]]}
            placeholder={t('inbox.filter.as_view')}
          />
        </FormField>
      ))}
      <SaveView view={view} onSaved={onDone} />
    </div>
  )
}

/** Keeps the view as it is narrowed now, under a name. */
function SaveView({ view, onSaved }: { view: string; onSaved(): void }) {
  const t = useT()
  const say = useSay()
  const params = useQuery()
  const [name, setName] = useState('')
  async function save() {
    try {
      const filter = narrowed(filterOfView(view, savedViews()) ?? {}, params) as Record<string, string>
      const made = await call('POST /views', { body: { name: name.trim(), filter } }, { idempotencyKey: newUuid() })
      await refreshViews()
      onSaved()
      go(`/inbox/view-${made.id}`)
    } catch (error) {
      say.failed(error)
    }
  }
  return (
    <form
      className={style.save}
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) void save()
      }}
    >
      <FormField label={t('inbox.save_view')}>
        <TextField value={name} onChange={setName} maxLength={80} placeholder={t('inbox.save_view_name')} autoComplete="off" />
      </FormField>
      <Button type="submit" {...(name.trim() ? {} : { disabledReason: t('inbox.save_view_needs_name') })}>
        {t('inbox.save')}
      </Button>
    </form>
  )
}
