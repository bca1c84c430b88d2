import ArrowDownWideNarrow from 'lucide-react/icons/arrow-down-wide-narrow'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Menu } from '../../../kit/components/menu.tsx'
import { SearchField } from '../../../kit/components/search-field.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useChannel } from '../../../kit/components/channel-glyph.tsx'
import { go, useQuery } from '../../router.tsx'
import { useTeams, useViews } from '../../store/directory.ts'
import { places, takePlace, useSurface } from '../../store/ui.ts'
import { builtInNames, narrowable, type BuiltInView } from '../../store/views.ts'
import { FilterButton } from './filter-button.tsx'
import style from './list.module.css'
import { withParam } from './with-param.ts'

const FilterChips = lazy(() => import('./filter-chips.tsx'))

/** The name of the view, its order, the search, and what it is narrowed by. */
export function ListHeader({ view, query, onQuery }: { view: string; query: string; onQuery(query: string): void }) {
  const t = useT()
  const params = useQuery()
  const isNarrowed = narrowable.some((name) => params.has(name))
  const input = useRef<HTMLInputElement | null>(null)
  useEffect(() => takePlace('search', { focus: () => input.current?.focus() }), [])
  return (
    <header className={style.header}>
      <div className={style.titleLine}>
        <ViewName view={view} />
        <SortMenu />
        <FilterButton view={view} />
      </div>
      <SearchField
        label={t('inbox.search')}
        value={query}
        onChange={onQuery}
        keys="/"
        inputRef={(element) => {
          input.current = element
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown' || (event.key === 'Escape' && !query)) {
            event.preventDefault()
            places.list?.focus()
          }
        }}
      />
      {isNarrowed && (
        <Suspense>
          <FilterChips />
        </Suspense>
      )}
    </header>
  )
}

function ViewName({ view }: { view: string }) {
  const t = useT()
  const teams = useTeams()
  const views = useViews()
  const { word } = useChannel(view.replace(/^channel-/, ''))
  if (builtInNames.includes(view as BuiltInView)) return <h1 className={style.title}>{t(`frame.view.${view as BuiltInView}`)}</h1>
  if (view.startsWith('channel-')) return <h1 className={style.title}>{word}</h1>
  const id = view.replace(/^(team|view)-/, '')
  const name = (view.startsWith('team-') ? teams : views).find((one) => one.id === id)?.name
  return <h1 className={style.title}>{name ? <UserText>{name}</UserText> : t('inbox.list')}</h1>
}

function SortMenu() {
  const t = useT()
  const params = useQuery()
  const surface = useSurface('sort')
  const sort = params.get('sort') === 'waiting' ? 'waiting' : 'activity'
  const choose = (next: 'activity' | 'waiting') => () => go(withParam('sort', next === 'waiting' ? next : null), { replace: true })
  return (
    <Menu
      {...surface}
      align="end"
      trigger={<IconButton icon={ArrowDownWideNarrow} label={t('inbox.sort')} />}
      items={[
        { id: 'activity', label: t('inbox.sort.activity'), checked: sort === 'activity', onSelect: choose('activity') },
        {
          id: 'waiting',
          label: t('inbox.sort.waiting'),
          hint: t('inbox.sort.waiting_hint'),
          checked: sort === 'waiting',
          onSelect: choose('waiting'),
        },
      ]}
    />
  )
}
