import ListFilter from 'lucide-react/icons/list-filter'
import { lazy, Suspense, useState } from 'react'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Popover } from '../../../kit/components/popover.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './list.module.css'

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
