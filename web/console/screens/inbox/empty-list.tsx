import CircleCheck from 'lucide-react/icons/circle-check'
import ListFilter from 'lucide-react/icons/list-filter'
import { Button } from '../../../kit/components/button.tsx'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { go, useQuery } from '../../router.tsx'
import { useCounts } from '../../store/counts.ts'
import { narrowable } from '../../store/views.ts'

/** Why nothing is here, and the one next thing to do. */
export function EmptyList({ view }: { view: string }) {
  const t = useT()
  const params = useQuery()
  const counts = useCounts()
  if (narrowable.some((name) => params.has(name)))
    return (
      <EmptyState
        icon={ListFilter}
        title={t('inbox.empty_filtered')}
        action={<Button onClick={() => go(location.pathname)}>{t('inbox.filter.clear')}</Button>}
      />
    )
  const unassigned = counts?.unassigned ?? 0
  if (view === 'mine')
    return (
      <EmptyState
        icon={CircleCheck}
        title={t('inbox.empty_mine')}
        action={
          unassigned > 0 ? (
            <Button keys="g u" onClick={() => go('/inbox/unassigned')}>
              {t('inbox.see_unassigned', { count: unassigned })}
            </Button>
          ) : undefined
        }
      />
    )
  return <EmptyState icon={CircleCheck} title={t('inbox.empty')} />
}
