import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { ChannelGlyph } from '../../../kit/components/channel-glyph.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { conversationPath } from '../../actions/hands.ts'
import { Link } from '../../router.tsx'
import { contactConversations } from '../../store/contacts.ts'
import { conversationOf, useConversation, useTimeline } from '../../store/held.ts'
import { loadOlder, useOpenTimeline, useReading } from '../../store/timelines.ts'
import { DayLine, sameDay } from './day-line.tsx'
import style from './feed.module.css'
import { FeedItem } from './feed-item.tsx'

/** This many stand folded above the conversation; the rest on demand. */
const fewest = 3

/** What the customer came with before, oldest first: one line each, opened in place. */
export function EarlierConversations({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const [isAll, setIsAll] = useState(false)
  const ids = contactConversations.use(conversation.contact.id).value ?? []
  const earlier = ids
    .filter((id) => id !== conversation.id)
    .flatMap((id) => conversationOf(id) ?? [])
    .filter((one) => one.createdAt < conversation.createdAt)
    .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  const shown = isAll ? earlier : earlier.slice(-fewest)
  if (earlier.length === 0) return null
  return (
    <div className={style.segments}>
      {shown.length < earlier.length && (
        <Button variant="quiet" size="compact" onClick={() => setIsAll(true)}>
          {t('inbox.show_earlier', { count: earlier.length - shown.length })}
        </Button>
      )}
      {shown.map((one) => (
        <Segment key={one.id} id={one.id} />
      ))}
    </div>
  )
}

function Segment({ id }: { id: string }) {
  const t = useT()
  const intl = useWording()
  const conversation = useConversation(id)
  const [isOpen, setIsOpen] = useState(false)
  if (!conversation) return null
  const { number, channels, status, subject, last } = conversation
  return (
    <section className={style.segment}>
      <button type="button" className={style.segmentHead} data-preview="" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon icon={isOpen ? ChevronDown : ChevronRight} />
        <span className={style.segmentNumber}>#{number}</span>
        {channels[0] && <ChannelGlyph channel={channels[0]} />}
        <UserText className={style.segmentWords}>{subject || last?.preview || t('inbox.no_subject')}</UserText>
        <span className={style.segmentState}>
          {t(`inbox.status.${status}`)} · {intl.formatDate(last?.at ?? conversation.createdAt, { day: 'numeric', month: 'short' })}
        </span>
      </button>
      {isOpen && <SegmentItems id={id} />}
    </section>
  )
}

function SegmentItems({ id }: { id: string }) {
  const t = useT()
  const items = useTimeline(id)
  const { next } = useReading(id)
  useOpenTimeline(id, items !== undefined)
  if (!items) return <Skeleton lines={3} />
  return (
    <div className={style.segmentItems}>
      {next && (
        <Button variant="quiet" size="compact" onClick={() => void loadOlder(id)}>
          {t('inbox.load_older')}
        </Button>
      )}
      {items.map((item, index) => (
        <div key={item.id} className={style.slot}>
          {!sameDay(items[index - 1]?.at, item.at) && <DayLine at={item.at} />}
          <FeedItem item={item} position={index + 1} count={items.length} follows={false} />
        </div>
      ))}
      <Link to={conversationPath(id)} className={style.segmentLink}>
        {t('inbox.open_conversation')}
      </Link>
    </div>
  )
}
