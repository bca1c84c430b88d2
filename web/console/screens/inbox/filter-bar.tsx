import ListFilter from 'lucide-react/icons/list-filter'
import { useState } from 'react'
import { Button as KitButton } from '../../../kit/components/button.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Popover } from '../../../kit/components/popover.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { useT, type Translate } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { go, useQuery } from '../../router.tsx'
import { refreshViews, savedViews, useAgents, useTags, useTeams } from '../../store/directory.ts'
import { newUuid } from '../../store/uuid.ts'
import { filterOfView, narrowable, narrowed } from '../../store/views.ts'
import { withParam } from './with-param.ts'
import style from './list.module.css'
import { TextField } from '../../../kit/components/text-field.tsx'

type Name = (typeof narrowable)[number]
interface Choice {
  value: string
  label: string
}

/** Everything a view can be narrowed by, with its choices in words. */
function useChoices(isOpen: boolean): Record<Name, Choice[]> {
  const t = useT()
  const tags = useTags(isOpen)
  const agents = useAgents()
  const teams = useTeams()
  const named = (ones: readonly { id: string; name: string }[]) => ones.map((one) => ({ value: one.id, label: one.name }))
  return {
    status: [
      ...(['open', 'waiting', 'snoozed', 'resolved'] as const).map((value) => ({ value, label: t(`inbox.status.${value}`) })),
      { value: 'any', label: t('inbox.status.any') },
    ],
    channel: (['email', 'chat', 'api'] as const).map((value) => ({ value, label: t(`channel.${value}`) })),
    tag: tags.map(({ name }) => ({ value: name, label: name })),
    priority: (['urgent', 'high', 'normal', 'low'] as const).map((value) => ({ value, label: t(`inbox.priority.${value}`) })),
    waitingMinutes: [15, 60, 240, 1440].map((minutes) => ({ value: String(minutes), label: waitLabel(minutes, t) })),
    assignee: [
      { value: 'me', label: t('inbox.me') },
      { value: 'none', label: t('inbox.nobody') },
      ...named(agents.filter((agent) => !agent.isDeactivated)),
    ],
    team: [{ value: 'none', label: t('inbox.no_team') }, ...named(teams)],
  }
}
const waitLabel = (minutes: number, t: Translate) =>
  minutes < 60 ? t('inbox.more_than_minutes', { count: minutes }) : t('inbox.more_than_hours', { count: minutes / 60 })

/** The button that opens the filters. */
function FilterButton({ view }: { view: string }) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const params = useQuery()
  const choices = useChoices(isOpen)
  return (
    <Popover
      label={t('inbox.filter')}
      align="end"
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton icon={ListFilter} label={t('inbox.filter')} />}
    >
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
        <SaveView view={view} onSaved={() => setIsOpen(false)} />
      </div>
    </Popover>
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
      <KitButton type="submit" {...(name.trim() ? {} : { disabledReason: t('inbox.save_view_needs_name') })}>
        {t('inbox.save')}
      </KitButton>
    </form>
  )
}

/** What the view is narrowed by; each can be taken away. */
function FilterChips() {
  const t = useT()
  const params = useQuery()
  const active = narrowable.filter((name) => params.has(name))
  const choices = useChoices(active.includes('tag'))
  if (active.length === 0) return null
  return (
    <div className={style.activeFilters}>
      {active.map((name) => {
        const value = params.get(name)!
        const label = `${t(`inbox.filter.${name}`)}: ${choices[name].find((one) => one.value === value)?.label ?? value}`
        return (
          <Chip
            key={name}
            icon={null}
            onRemove={() => go(withParam(name, null), { replace: true })}
            removeLabel={t('inbox.filter.remove', { name: label })}
          >
            {label}
          </Chip>
        )
      })}
    </div>
  )
}

export const FilterBar = { Button: FilterButton, Chips: FilterChips }
