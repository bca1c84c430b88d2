import ArrowDown from 'lucide-react/icons/arrow-down'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { Conversation, TimelineItem } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { Spinner } from '../../../kit/components/spinner.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { VisuallyHidden } from '../../../kit/components/visually-hidden.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { markSeen } from '../../store/changes.ts'
import { useErrandsOf } from '../../store/outbox.ts'
import { useTyping } from '../../store/presence.ts'
import { useMe } from '../../store/session.ts'
import { loadOlder, useReading } from '../../store/timelines.ts'
import { places, takePlace } from '../../store/ui.ts'
import { DayLine, sameDay } from './day-line.tsx'
import { EarlierConversations } from './earlier.tsx'
import style from './feed.module.css'
import { FeedItem } from './feed-item.tsx'
import { Pending } from './pending.tsx'

/** This near to the end counts as being there, in px. */
const nearPx = 80

/** The one stream of the customer: earlier matters folded, then this one, newest at the end. Source: ARIA APG feed. */
export function Feed({ conversation, items }: { conversation: Conversation; items: readonly TimelineItem[] }) {
  const t = useT()
  const { id } = conversation
  const { next, isLoading } = useReading(id)
  const sending = useErrandsOf(id)
  // What the server has already is drawn from the server.
  const pending = useMemo(() => {
    const known = new Set(items.flatMap((item) => item.clientKey ?? []))
    return sending.filter((errand) => !known.has((errand.body as { clientKey: string }).clientKey))
  }, [sending, items])
  const box = useRef<HTMLDivElement>(null)
  const { isAtEnd, toEnd } = useEnd(box, items, pending.length)
  useFeedPlace(box)
  useSeen(conversation, isAtEnd)
  const older = useOlder(box, id, items[0]?.id ?? '')
  return (
    <div className={style.frame}>
      <div ref={box} className={style.feed} onScroll={older} onKeyDown={(event) => stepByKey(event, box)}>
        {next === null && <EarlierConversations conversation={conversation} />}
        {next !== null &&
          (isLoading ? (
            <Spinner />
          ) : (
            <div className={style.older}>
              <Button variant="quiet" size="compact" onClick={() => void loadOlder(id)}>
                {t('inbox.load_older')}
              </Button>
            </div>
          ))}
        <div role="feed" aria-label={t('inbox.timeline')} aria-busy={isLoading} tabIndex={-1}>
          {items.map((item, index) => (
            <div key={item.id} className={style.slot}>
              {!sameDay(items[index - 1]?.at, item.at) && <DayLine at={item.at} />}
              <FeedItem item={item} position={index + 1} count={next === null ? items.length : -1} follows={follows(items[index - 1], item)} />
            </div>
          ))}
          {pending.map((errand) => (
            <Pending key={errand.key} errand={errand} />
          ))}
        </div>
        <Typing id={id} />
      </div>
      <NewWords items={items} isAtEnd={isAtEnd} onShow={toEnd} />
    </div>
  )
}

/** The same author by the same channel soon after: drawn closer together, without repeating the name. */
function follows(before: TimelineItem | undefined, item: TimelineItem): boolean {
  if (!before || before.kind !== item.kind || item.kind === 'activity') return false
  const isSoon = Date.parse(item.at) - Date.parse(before.at) < 5 * 60_000
  return isSoon && before.author.id === item.author.id && before.channel === item.channel && before.direction === item.direction
}

/** Starts at the end, and stays there while new words come, unless the reader has gone up. */
function useEnd(box: RefObject<HTMLDivElement | null>, items: readonly TimelineItem[], pendingCount: number) {
  const [isAtEnd, setIsAtEnd] = useState(true)
  const wasAtEnd = useRef(true)
  const toEnd = useCallback(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [box])
  const newest = items.at(-1)?.id
  useLayoutEffect(() => {
    if (wasAtEnd.current) toEnd()
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- new words are the reason to go down
  }, [newest, pendingCount, toEnd])
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => {
      const isThere = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
      wasAtEnd.current = isThere
      setIsAtEnd(isThere)
    }
    element.addEventListener('scroll', look, { passive: true })
    // The pane grows and shrinks with the composer, and what is in it with pictures: the end stays the end.
    const resized = new ResizeObserver(() => wasAtEnd.current && toEnd())
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resized.disconnect()
    }
  }, [box, toEnd])
  return { isAtEnd, toEnd }
}

/** Loads older pages as the reader nears the beginning, and keeps the words under the eyes where they are. */
function useOlder(box: RefObject<HTMLDivElement | null>, id: string, oldest: string) {
  const fromEnd = useRef<number | null>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (element && fromEnd.current !== null) element.scrollTo({ top: element.scrollHeight - fromEnd.current })
    fromEnd.current = null
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another oldest item means that a page was added above
  }, [box, oldest])
  return () => {
    const element = box.current
    if (!element || element.scrollTop > 200 || element.scrollHeight <= element.clientHeight) return
    void loadOlder(id)
    fromEnd.current = element.scrollHeight - element.scrollTop
  }
}

/** What stands at the end of a visible page has been seen. */
function useSeen({ id, isUnread, last }: Conversation, isAtEnd: boolean): void {
  const newest = last?.messageId
  useEffect(() => {
    if (!isUnread || !isAtEnd || !newest) return
    const look = () => document.visibilityState === 'visible' && void markSeen(id)
    // A glance in passing, holding J, is not reading.
    const timer = setTimeout(look, 600)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [id, isUnread, isAtEnd, newest])
}

const articlesOf = (box: RefObject<HTMLDivElement | null>) => [...(box.current?.querySelectorAll<HTMLElement>('article') ?? [])]

function step(box: RefObject<HTMLDivElement | null>, to: 'next' | 'previous' | 'first' | 'last'): void {
  const articles = articlesOf(box)
  const now = articles.findIndex((article) => article.contains(document.activeElement))
  const target = to === 'first' ? 0 : to === 'last' ? articles.length - 1 : now < 0 ? articles.length - 1 : now + (to === 'next' ? 1 : -1)
  articles[Math.min(articles.length - 1, Math.max(0, target))]?.focus()
}

function useFeedPlace(box: RefObject<HTMLDivElement | null>): void {
  useEffect(
    () =>
      takePlace('feed', {
        focus: () => step(box, 'last'),
        move: (to) => step(box, to),
        reveal(itemId) {
          const article = box.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(itemId)}"]`)
          article?.scrollIntoView({ block: 'center' })
          article?.focus({ preventScroll: true })
        },
      }),
    [box],
  )
}

/** Page Up and Page Down go by message; Ctrl+Home and Ctrl+End leave the stream. */
function stepByKey(event: KeyboardEvent, box: RefObject<HTMLDivElement | null>): void {
  // What is open over the stream keeps its keys, though React lets them bubble here.
  if (!box.current?.contains(event.target as Node)) return
  if (event.key === 'Escape') {
    event.preventDefault()
    places.list?.focus()
  } else if (event.key === 'PageDown' || event.key === 'PageUp') {
    event.preventDefault()
    step(box, event.key === 'PageDown' ? 'next' : 'previous')
  } else if (event.ctrlKey && (event.key === 'Home' || event.key === 'End')) {
    event.preventDefault()
    const around = event.key === 'End' ? '[data-composer] textarea' : '[data-pane="conversation"] header button'
    document.querySelector<HTMLElement>(around)?.focus()
  }
}

function Typing({ id }: { id: string }) {
  const t = useT()
  const me = useMe().agent.id
  const customer = useTyping(id).find((who) => who.kind === 'contact' && who.id !== me)
  if (!customer) return null
  return (
    <p className={style.typing}>
      <UserText>{t('inbox.is_typing', { name: customer.name || t('inbox.no_name') })}</UserText>
    </p>
  )
}

/** New words below the reader's place: a way down; and one announcement for those who listen. */
function NewWords({ items, isAtEnd, onShow }: { items: readonly TimelineItem[]; isAtEnd: boolean; onShow(): void }) {
  const t = useT()
  const [seenUpTo, setSeenUpTo] = useState(items.at(-1)?.id)
  const newest = items.findLast((item) => item.kind === 'message' && item.direction === 'in')
  if (isAtEnd && seenUpTo !== items.at(-1)?.id) setSeenUpTo(items.at(-1)?.id)
  const from = items.findIndex((item) => item.id === seenUpTo)
  const count = isAtEnd ? 0 : items.slice(from + 1).filter((item) => item.kind !== 'activity').length
  const [first] = useState(newest?.id)
  return (
    <>
      {count > 0 && (
        <button type="button" className={style.newWords} onClick={onShow}>
          <Icon icon={ArrowDown} />
          {t('inbox.new_messages', { count })}
        </button>
      )}
      <VisuallyHidden live>
        {newest && newest.id !== first ? `${newest.author.name || t('inbox.no_name')}: ${newest.text.slice(0, 300)}` : ''}
      </VisuallyHidden>
    </>
  )
}
