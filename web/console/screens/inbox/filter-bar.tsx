import ListFilter from 'lucide-react/icons/list-filter'
import { lazy, Suspense, useState } from 'react'
import { Chip } from '../../../kit/components/chip.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Popover } from '../../../kit/components/popover.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { go, useQuery } from '../../router.tsx'
import { narrowable } from '../../store/views.ts'
import { useChoices } from './filter-choices.ts'
import style from './list.module.css'
import { withParam } from './with-param.ts'

const FilterForm = lazy(() => import('./filter-form.tsx'))

/** The button that opens the filters. */
export function FilterButton({ view }: { view: string }) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      label={t('inbox.filter')}
      align="end"
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton icon={ListFilter} label={t('inbox.filter')} />}
    >
      <Suspense fallback={<div className={style.filters} />}>
        <FilterForm view={view} onDone={() => setIsOpen(false)} />
      </Suspense>
    </Popover>
  )
}

/** What the view is narrowed by; each can be taken away. */
export function FilterChips() {
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
