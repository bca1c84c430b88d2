import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { ErrorState } from '../../../kit/components/error-state.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { Listbox, type ListboxHandle } from '../../../kit/components/listbox.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import type { Conversation } from '../../../../contract/conversation.ts'
import { conversationPath } from '../../actions/hands.ts'
import { go, useQuery } from '../../router.tsx'
import { useViews } from '../../store/directory.ts'
import { conversationOf } from '../../store/held.ts'
import { holdList, loadMore, reloadList, showWaiting, useList } from '../../store/lists.ts'
import { places, takePlace } from '../../store/ui.ts'
import { filterOfView, narrowed, type Sort } from '../../store/views.ts'
import { EmptyList } from './empty-list.tsx'
import { ListHeader } from './list-header.tsx'
import style from './list.module.css'
import { Row } from './row.tsx'
import { RowMenu, type RowMenuPlace } from './row-menu.tsx'

const SearchResults = lazy(() => import('./search-results.tsx'))
const BulkBar = lazy(() => import('./bulk-bar.tsx'))

/** The row opens in the pane when the selection has rested on it, so that holding J does not load each one passed. */
const restMs = 80

/** Which: the conversations of a view, live. */
export function ListPane({ view, conversationId }: { view: string; conversationId: string | null }) {
  const t = useT()
  const [query, setQuery] = useState('')
  return (
    <section className={style.pane} data-pane="list" aria-label={t('inbox.list')}>
      <ListHeader view={view} query={query} onQuery={setQuery} />
      {query.trim() ? (
        <Suspense fallback={<Skeleton rows={6} />}>
          <SearchResults query={query.trim()} activeId={conversationId} />
        </Suspense>
      ) : (
        <ViewList key={view} view={view} conversationId={conversationId} />
      )}
    </section>
  )
}

function ViewList({ view, conversationId }: { view: string; conversationId: string | null }) {
  const t = useT()
  const params = useQuery()
  const saved = useViews()
  const filter = useMemo(() => narrowed(filterOfView(view, saved) ?? {}, params), [view, saved, params])
  const sort: Sort = params.get('sort') === 'waiting' ? 'waiting' : 'activity'
  const { list, key } = useList(filter, sort)
  const items = useMemo(() => list.ids.flatMap((id) => conversationOf(id) ?? []), [list.ids])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [menu, setMenu] = useState<RowMenuPlace | null>(null)
  const [active, setActive] = useActiveRow(conversationId)
  const box = useHold()
  const handle = useRef<ListboxHandle>(null)
  useEffect(() => takePlace('list', { press: (token) => handle.current?.press(token) ?? false, focus: () => handle.current?.focus() }), [])

  return (
    <>
      {selected.size > 0 && (
        <Suspense>
          <BulkBar ids={[...selected]} onDone={setSelected} />
        </Suspense>
      )}
      {list.waiting.length > 0 && (
        <button
          type="button"
          className={style.pill}
          onClick={() => {
            showWaiting(key)
            handle.current?.scrollToStart()
          }}
        >
          <Icon icon={ArrowUp} />
          {t('inbox.new_count', { count: list.waiting.length })}
        </button>
      )}
      <div ref={box} className={style.rows}>
        {items.length > 0 && (
          <Listbox<Conversation>
            label={t('inbox.list')}
            items={items}
            idOf={idOf}
            render={render}
            activeId={active}
            onActive={setActive}
            selectedIds={selected}
            onSelect={setSelected}
            onOpen={(id) => {
              setActive(id)
              setTimeout(() => places.feed?.focus(), restMs + 40)
            }}
            onMenu={(id, at) => setMenu({ id, at })}
            onNearEnd={() => void loadMore(key)}
            handle={handle}
          />
        )}
        <ListState list={list} isEmpty={items.length === 0} view={view} onRetry={() => void reloadList(key)} />
      </div>
      <RowMenu place={menu} onClose={() => setMenu(null)} />
    </>
  )
}

const idOf = (conversation: Conversation) => conversation.id
const render = (conversation: Conversation) => <Row id={conversation.id} />

type ListStateProps = { list: ReturnType<typeof useList>['list']; isEmpty: boolean; view: string; onRetry(): void }

function ListState({ list, isEmpty, view, onRetry }: ListStateProps) {
  const tOr = useTOr()
  const t = useT()
  if (list.problem && isEmpty)
    return (
      <ErrorState requestId={list.problem.requestId} onRetry={onRetry} retrying={list.isLoading}>
        {list.problem.isOffline ? t('action.offline') : tOr(`error.${list.problem.code}`, list.problem.message)}
      </ErrorState>
    )
  if (!isEmpty) return null
  return list.isLoaded ? <EmptyList view={view} /> : <Skeleton rows={9} />
}

/** The row the selection stands on; it follows the address, and the address follows it when it rests. */
function useActiveRow(conversationId: string | null): [active: string | null, set: (id: string) => void] {
  const [moved, setMoved] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const set = (id: string) => {
    setMoved(id)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      go(conversationPath(id), { replace: conversationId !== null })
      setMoved(null)
    }, restMs)
  }
  return [moved ?? conversationId, set]
}

/** While the pointer or the focus is in the list, nothing moves under it. */
function useHold() {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    let isPointed = false
    const tell = () => holdList(isPointed || element.contains(document.activeElement))
    const point = (inside: boolean) => () => {
      isPointed = inside
      tell()
    }
    const [enter, leave] = [point(true), point(false)]
    element.addEventListener('pointerenter', enter)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('focusin', tell)
    const out = () => setTimeout(tell)
    element.addEventListener('focusout', out)
    return () => {
      holdList(false)
      element.removeEventListener('pointerenter', enter)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('focusin', tell)
      element.removeEventListener('focusout', out)
    }
  }, [])
  return box
}
