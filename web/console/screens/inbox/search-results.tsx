import { useEffect, useMemo, useRef, useState } from 'react'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { ErrorState } from '../../../kit/components/error-state.tsx'
import { Listbox, type ListboxHandle } from '../../../kit/components/listbox.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import type { search } from '../../../../contract/api/tools.ts'
import type { Answer } from '../../../../contract/route.ts'
import { conversationPath } from '../../actions/hands.ts'
import { ApiProblem, call } from '../../api.ts'
import { go, Link } from '../../router.tsx'
import { putConversations } from '../../store/held.ts'
import { takePlace } from '../../store/ui.ts'
import style from './list.module.css'

type Found = Answer<typeof search>
type Hit = Found['hits'][number]
interface Asked {
  query: string
  found: Found | null
  problem: ApiProblem | null
}
/** Typing goes on; ask when it rests. */
const restMs = 180

/** What the server finds in all messages and customers, whatever the view. */
export default function SearchResults({ query, activeId }: { query: string; activeId: string | null }) {
  const t = useT()
  const { found, problem, again } = useFound(query)
  const handle = useRef<ListboxHandle>(null)
  const [moved, setMoved] = useState<string | null>(null)
  useEffect(() => takePlace('list', { press: (token) => handle.current?.press(token) ?? false, focus: () => handle.current?.focus() }), [])
  const hits = useMemo(() => [...new Map((found?.hits ?? []).map((hit) => [idOf(hit), hit])).values()], [found])
  const active = hits.find((hit) => idOf(hit) === moved && hit.conversationId === activeId) ?? hits.find((hit) => hit.conversationId === activeId)
  if (problem)
    return (
      <ErrorState requestId={problem.requestId} onRetry={again}>
        {problem.isOffline ? t('action.offline') : problem.message}
      </ErrorState>
    )
  if (!found) return <Skeleton rows={6} />
  if (hits.length === 0 && found.contacts.length === 0)
    return <EmptyState title={t('inbox.nothing_found')}>{t('inbox.nothing_found_hint')}</EmptyState>
  return (
    <div className={style.found}>
      {found.isPartial && (
        <p className={style.hint} role="status">
          {t('inbox.search_partial')}
        </p>
      )}
      {found.contacts.length > 0 && (
        <ul className={style.contacts} aria-label={t('frame.customers')}>
          {found.contacts.slice(0, 4).map((contact) => (
            <li key={contact.id}>
              <Link to={`/customers/${contact.id}`} className={style.contact}>
                <UserText className={style.name}>{contact.name || t('inbox.no_name')}</UserText>
                <span className={style.address}>{contact.identities[0]?.address}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className={style.rows}>
        {hits.length > 0 && (
          <Listbox<Hit>
            label={t('inbox.search_results')}
            items={hits}
            idOf={idOf}
            render={renderHit}
            activeId={active ? idOf(active) : moved}
            onActive={(id) => {
              setMoved(id)
              const hit = hits.find((one) => idOf(one) === id)
              if (hit) go(conversationPath(hit.conversationId), { replace: activeId !== null })
            }}
            handle={handle}
          />
        )}
      </div>
    </div>
  )
}

const idOf = (hit: Hit) => hit.messageId ?? hit.conversationId
const renderHit = (hit: Hit) => (
  <span className={style.row}>
    <span className={style.first}>
      <UserText className={style.name}>{hit.conversation.contact.name}</UserText>
      <span className={style.number}>#{hit.conversation.number}</span>
      <RelativeTime at={hit.at} />
    </span>
    <span className={style.snippet} lang={languageOfScript(hit.snippet)} dir="auto">
      {marked(hit.snippet, hit.marks)}
    </span>
  </span>
)

/** The words around a hit, with the hit itself marked. */
function marked(snippet: string, marks: readonly (readonly [number, number])[]) {
  const parts = []
  let from = 0
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    if (start < from) continue
    parts.push(snippet.slice(from, start), <mark key={start}>{snippet.slice(start, end)}</mark>)
    from = end
  }
  return [...parts, snippet.slice(from)]
}

function useFound(query: string) {
  const [asked, setAsked] = useState<Asked>({ query: '', found: null, problem: null })
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    const ask = async () => {
      try {
        const found = await call('GET /search', { query: { q: query, limit: 50 } }, { signal: abort.signal })
        putConversations(found.hits.map((hit) => hit.conversation))
        setAsked({ query, found, problem: null })
      } catch (error) {
        if (error instanceof ApiProblem) setAsked({ query, found: null, problem: error })
      }
    }
    const timer = setTimeout(() => void ask(), restMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- asking again is a reason to ask
  }, [query, tries])
  return { found: asked.found, problem: asked.problem, again: () => setTries(tries + 1) }
}
