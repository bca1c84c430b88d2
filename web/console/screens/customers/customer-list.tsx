import UserPlus from 'lucide-react/icons/user-plus'
import { useEffect, useRef, useState } from 'react'
import type { Contact } from '../../../../contract/contact.ts'
import { Avatar } from '../../../kit/components/avatar.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Listbox, type ListboxHandle } from '../../../kit/components/listbox.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { SearchField } from '../../../kit/components/search-field.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { Loaded } from '../pieces/loaded.tsx'
import { useReloadOn } from '../pieces/use-events.ts'
import { usePages } from '../pieces/use-pages.ts'
import { ContactName } from './contact-name.tsx'
import style from './customers.module.css'
import { NewCustomer } from './new-customer.tsx'

type Page = { items: Contact[]; next: string | null }
const typingRestMs = 200
const arrowRestMs = 120

/** Everybody who ever wrote, last seen first; found by name or address in any script. */
export function CustomerList({ openId }: { openId: string | null }) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const query = useRested(typed.trim(), typingRestMs)
  const [isAdding, setAdding] = useState(false)
  const { load, more } = usePages<Contact, Page>(
    `contacts ${query}`,
    (after, signal) =>
      call('GET /contacts', { query: { limit: 50, ...(query ? { q: query } : {}), ...(after ? { after } : {}) } }, signal ? { signal } : {}),
    (before, next) => ({ items: [...before.items, ...next.items], next: next.next }),
  )
  const pageOf = load.value
  // Only while the first page is all there is to see: pages that were loaded on the way down stay.
  useReloadOn((event) => event.name.startsWith('contact.') && (pageOf?.items.length ?? 0) <= 50, load.reload)
  const list = useRef<ListboxHandle>(null)
  return (
    <>
      <div className={style.listHead}>
        <div className={style.listTitle}>
          <h2>{t('customers.title')}</h2>
          <IconButton icon={UserPlus} label={t('customers.new')} onClick={() => setAdding(true)} />
        </div>
        <SearchField
          label={t('customers.search')}
          value={typed}
          onChange={setTyped}
          busy={load.isLoading && load.value === undefined && query !== ''}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return
            event.preventDefault()
            list.current?.focus()
          }}
        />
      </div>
      <div className={style.rows}>
        <Loaded of={load} rows={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Nobody query={query} onClear={() => setTyped('')} onAdd={() => setAdding(true)} />
            ) : (
              <Rows items={items} openId={openId} onMore={more} handle={list} />
            )
          }
        </Loaded>
      </div>
      {isAdding && <NewCustomer onClose={() => setAdding(false)} onAdded={load.reload} />}
    </>
  )
}

function Nobody({ query, onClear, onAdd }: { query: string; onClear(): void; onAdd(): void }) {
  const t = useT()
  if (query) return <EmptyState title={t('kit.no_results')} action={<Button onClick={onClear}>{t('kit.clear')}</Button>} />
  return (
    <EmptyState title={t('customers.empty')} action={<Button onClick={onAdd}>{t('customers.new')}</Button>}>
      {t('customers.empty_hint')}
    </EmptyState>
  )
}

interface RowsProps {
  items: readonly Contact[]
  openId: string | null
  onMore(): void
  handle: { current: ListboxHandle | null }
}

/** The active row opens after a short rest, so that holding an arrow key does not load everybody on the way. */
function Rows({ items, openId, onMore, handle }: RowsProps) {
  const t = useT()
  const [activeId, setActiveId] = useState(openId)
  useEffect(() => setActiveId(openId), [openId])
  useEffect(() => {
    if (activeId === null || activeId === openId) return
    const timer = setTimeout(() => go(`/customers/${activeId}`, { replace: openId !== null }), arrowRestMs)
    return () => clearTimeout(timer)
  }, [activeId, openId])
  return (
    <Listbox
      label={t('customers.title')}
      items={items}
      idOf={idOf}
      render={renderRow}
      activeId={activeId}
      onActive={setActiveId}
      onOpen={(id) => go(`/customers/${id}`)}
      onNearEnd={onMore}
      handle={handle}
    />
  )
}

const idOf = (contact: Contact) => contact.id
const renderRow = (contact: Contact) => <CustomerRow contact={contact} />

function CustomerRow({ contact }: { contact: Contact }) {
  const t = useT()
  const second = contact.company ?? contact.identities.find((identity) => identity.kind !== 'visitor')?.address ?? ''
  return (
    <div className={style.row}>
      <Avatar name={contact.name} id={contact.id} />
      <span className={style.rowWords}>
        <span className={style.rowName}>
          <ContactName contact={contact} />
          {contact.isDemo && <Chip>{t('customers.demo')}</Chip>}
        </span>
        <UserText className={style.rowMeta} title={second}>
          {second}
        </UserText>
      </span>
      <span className={style.rowAge}>{contact.lastSeenAt && <RelativeTime at={contact.lastSeenAt} />}</span>
    </div>
  )
}

/** The value once it has not changed for a while. */
function useRested(value: string, restMs: number): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    if (value === rested) return
    const timer = setTimeout(() => setRested(value), value === '' ? 0 : restMs)
    return () => clearTimeout(timer)
  }, [value, rested, restMs])
  return rested
}
