import Eye from 'lucide-react/icons/eye'
import Flag from 'lucide-react/icons/flag'
import FlaskConical from 'lucide-react/icons/flask-conical'
import Hourglass from 'lucide-react/icons/hourglass'
import Lock from 'lucide-react/icons/lock'
import PencilLine from 'lucide-react/icons/pencil-line'
import Reply from 'lucide-react/icons/reply'
import { memo, type ComponentProps } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { ChannelGlyph } from '../../../kit/components/channel-glyph.tsx'
import { ChipRow } from '../../../kit/components/chip.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { RelativeTime, useNow } from '../../../kit/components/relative-time.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { VisuallyHidden } from '../../../kit/components/visually-hidden.tsx'
import type { Wording } from '../../../kit/intl.ts'
import { useT, useWording, type Translate } from '../../../kit/i18n.tsx'
import { inboxPlace } from '../../actions/hands.ts'
import { agentNamed } from '../../store/directory.ts'
import { useConversation } from '../../store/held.ts'
import { usePresence } from '../../store/presence.ts'
import { currentMe } from '../../store/session.ts'
import style from './list.module.css'

/** One conversation in a list: who, by what, how old; the last words; what to know about it. */
export const Row = memo(function Row({ id }: { id: string }) {
  const t = useT()
  const conversation = useConversation(id)
  const now = useNow()
  const wording = useWording()
  if (!conversation) return null
  const { contact, last, isUnread } = conversation
  const chips = chipsOf(conversation, t, wording, now.getTime())
  const owner = ownerOf(conversation, t)
  const channel = last?.channel ?? conversation.channels.at(-1)
  return (
    <span className={style.row} data-unread={isUnread || undefined}>
      <span className={style.first}>
        {isUnread && (
          <>
            <span className={style.dot} aria-hidden="true" />
            <VisuallyHidden>{t('inbox.unread')}</VisuallyHidden>
          </>
        )}
        <UserText className={style.name} title={contact.name}>
          {contact.name || t('inbox.no_name')}
        </UserText>
        <Watchers id={id} />
        {channel && <ChannelGlyph channel={channel} />}
        <RelativeTime at={last?.at ?? conversation.createdAt} />
      </span>
      <span className={style.second} data-preview="">
        <LastWords conversation={conversation} />
      </span>
      {(chips.length > 0 || owner) && (
        <span className={style.third}>
          <ChipRow max={2} chips={chips} />
          {owner && (
            <UserText className={style.owner} title={owner}>
              {owner}
            </UserText>
          )}
        </span>
      )}
    </span>
  )
})

function LastWords({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const { last, subject } = conversation
  if (!last) return <UserText className={style.preview}>{subject || t('inbox.no_subject')}</UserText>
  const preview = last.preview || subject || t('inbox.no_text')
  return (
    <>
      {last.direction !== 'in' && (
        <>
          <Icon icon={last.direction === 'internal' ? Lock : Reply} className={style.quiet} />
          <VisuallyHidden>{last.direction === 'internal' ? t('inbox.note') : t('inbox.from_us', { name: last.authorName })}</VisuallyHidden>
        </>
      )}
      <UserText className={style.preview} {...(last.language ? { lang: last.language } : {})}>
        {preview}
      </UserText>
    </>
  )
}

/** Colleagues who look at it or write in it now. */
function Watchers({ id }: { id: string }) {
  const t = useT()
  const me = currentMe()?.agent.id
  const others = usePresence(id).filter((person) => person.agentId !== me && person.state !== 'idle')
  const first = others.find((person) => person.state === 'writing') ?? others[0]
  if (!first) return null
  const words = first.state === 'writing' ? t('inbox.is_writing', { name: first.name }) : t('inbox.is_viewing', { name: first.name })
  return (
    <span className={style.watcher} title={words}>
      <Icon icon={first.state === 'writing' ? PencilLine : Eye} />
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  )
}

/** Who has it, where that is news: nobody's name in a list of mine. */
function ownerOf({ assigneeId }: Conversation, t: Translate): string | null {
  if (assigneeId !== null && assigneeId === currentMe()?.agent.id) return inboxPlace().view === 'mine' ? null : t('inbox.me')
  return agentNamed(assigneeId)?.name ?? null
}

type RowChip = ComponentProps<typeof ChipRow>['chips'][number]
/** From this wait on the row says so, in minutes. */
const longWait = 30

/** At most two are shown, the most pressing first. */
function chipsOf(conversation: Conversation, t: Translate, wording: Wording, nowMs: number): RowChip[] {
  const { priority, status, waitingSince, tags, isDemo } = conversation
  const minutes = waitingSince && status === 'open' ? Math.floor((nowMs - Date.parse(waitingSince)) / 60_000) : 0
  const chips: (RowChip | false)[] = [
    priority === 'urgent' && { id: 'priority', tone: 'danger', icon: Flag, children: t('inbox.priority.urgent') },
    minutes >= longWait && { id: 'wait', tone: 'attention', title: waitWords(minutes, t), children: waitFigure(minutes, wording) },
    priority === 'high' && { id: 'priority', icon: Flag, children: t('inbox.priority.high') },
    status !== 'open' && { id: 'status', icon: status === 'waiting' ? Hourglass : null, children: t(`inbox.status.${status}`) },
    isDemo && { id: 'demo', icon: FlaskConical, children: t('inbox.demo') },
    ...tags.map((tag) => ({ id: `tag ${tag}`, children: tag })),
  ]
  return chips.filter((chip) => chip !== false)
}

/** "2h": for a row, where there is room for no more; the title says the words. */
function waitFigure(minutes: number, wording: Wording): string {
  const [value, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day']
  return wording.formatNumber(value, { style: 'unit', unit, unitDisplay: 'narrow' })
}

/** "Waits 2 h": in the largest unit. */
export function waitWords(minutes: number, t: Translate): string {
  if (minutes < 60) return t('inbox.waits_minutes', { count: minutes })
  return minutes < 48 * 60
    ? t('inbox.waits_hours', { count: Math.floor(minutes / 60) })
    : t('inbox.waits_days', { count: Math.floor(minutes / 1440) })
}
