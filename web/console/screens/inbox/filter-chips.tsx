import { Chip } from '../../../kit/components/chip.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { go, useQuery } from '../../router.tsx'
import { narrowable } from '../../store/views.ts'
import { useChoices } from './filter-choices.ts'
import style from './list.module.css'
import { withParam } from './with-param.ts'

/** What the view is narrowed by; each can be taken away. */
export default function FilterChips() {
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
