import Bot from 'lucide-react/icons/bot'
import Lock from 'lucide-react/icons/lock'
import ShieldQuestion from 'lucide-react/icons/shield-question-mark'
import UserPlus from 'lucide-react/icons/user-plus'
import { useState } from 'react'
import type { TimelineItem } from '../../../../contract/conversation.ts'
import { classes } from '../../../kit/classes.ts'
import { Button } from '../../../kit/components/button.tsx'
import { ChannelGlyph, useChannel } from '../../../kit/components/channel-glyph.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { splitting } from '../../store/ui.ts'
import { Attachments } from './attachments.tsx'
import { Delivery } from './delivery.tsx'
import style from './feed.module.css'
import type { FeedItemProps } from './feed-item-props.ts'
import { MailView } from './mail-view.tsx'
import { Words } from './words.tsx'

/** A message or a note: who, by what, when; the words; how far it got. */
export function Bubble({ item, position, count, follows }: FeedItemProps) {
  const t = useT()
  const intl = useWording()
  const { word } = useChannel(item.channel ?? '')
  const isNote = item.kind === 'note'
  const isQuiet = item.classification !== 'message'
  const time = intl.formatTime(item.at, { hour: 'numeric', minute: '2-digit' })
  const author = item.author.name || t('inbox.no_name')
  const values = { name: author, channel: word, time }
  return (
    <article
      className={classes(style.bubble, style[item.direction], isNote && style.note, isQuiet && style.auto, follows && style.follows)}
      data-item={item.id}
      tabIndex={0}
      aria-posinset={position}
      aria-setsize={count}
      aria-label={isNote ? t('inbox.label.note', values) : item.direction === 'in' ? t('inbox.label.in', values) : t('inbox.label.out', values)}
    >
      <SplitTick item={item} />
      <header className={style.meta}>
        {isNote && (
          <span className={style.noteMark}>
            <Icon icon={Lock} />
            {t('inbox.note')}
          </span>
        )}
        {item.channel && <ChannelGlyph channel={item.channel} />}
        {!follows && <UserText className={style.author}>{author}</UserText>}
        <time dateTime={item.at} title={intl.formatDate(item.at, { dateStyle: 'full', timeStyle: 'medium' })}>
          {time}
        </time>
        <Flags item={item} />
      </header>
      <Recipients item={item} />
      <Content item={item} />
      <Attachments item={item} />
      <Delivery item={item} />
    </article>
  )
}

/** Words first; the quoted history and the sender's own design on demand. */
function Content({ item }: { item: TimelineItem }) {
  const t = useT()
  const [hasQuote, setHasQuote] = useState(false)
  const [hasHtml, setHasHtml] = useState(false)
  const lang = item.language ? { lang: item.language } : {}
  return (
    <>
      {hasHtml && item.html ? <MailView messageId={item.id} html={item.html} /> : <Words text={item.text} {...lang} />}
      {hasQuote && !hasHtml && (
        <div className={style.quote}>
          <Words text={item.quotedText} />
        </div>
      )}
      {(item.quotedText || item.html) && (
        <div className={style.unfold}>
          {item.quotedText && !hasHtml && (
            <Button variant="quiet" size="compact" aria-expanded={hasQuote} onClick={() => setHasQuote(!hasQuote)}>
              {hasQuote ? t('inbox.hide_quote') : t('inbox.show_quote')}
            </Button>
          )}
          {item.html && (
            <Button variant="quiet" size="compact" aria-expanded={hasHtml} onClick={() => setHasHtml(!hasHtml)}>
              {hasHtml ? t('inbox.show_text') : t('inbox.show_html')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

const known = ['new_participant', 'unverified_sender', 'dmarc_fail'] as const

/** Reasons to look twice, each with its word. */
function Flags({ item }: { item: TimelineItem }) {
  const t = useT()
  return (
    <>
      {item.classification !== 'message' && <Chip icon={Bot}>{t(`inbox.classification.${item.classification}`)}</Chip>}
      {known
        .filter((flag) => item.flags.includes(flag))
        .map((flag) => (
          <Chip
            key={flag}
            tone={flag === 'new_participant' ? 'info' : 'strain'}
            icon={flag === 'new_participant' ? UserPlus : ShieldQuestion}
            title={t(`inbox.flag.${flag}_hint`)}
          >
            {t(`inbox.flag.${flag}`)}
          </Chip>
        ))}
    </>
  )
}

/** Who else had it, and under which subject; only where it says something. */
function Recipients({ item: { recipients, subject, direction, channel } }: { item: TimelineItem }) {
  const t = useT()
  if (channel !== 'email' || !recipients) return null
  const list = (people: { name: string; address: string }[]) => people.map((one) => one.name || one.address).join(', ')
  const cc = [...recipients.cc, ...(direction === 'out' ? recipients.bcc : [])]
  if (cc.length === 0 && !subject) return null
  return (
    <p className={style.recipients}>
      {subject && <UserText>{subject}</UserText>}
      {cc.length > 0 && <UserText>{t('inbox.copy_to', { names: list(cc) })}</UserText>}
    </p>
  )
}

/** A tick on each message while some are chosen for a conversation of their own. */
function SplitTick({ item }: { item: TimelineItem }) {
  const t = useT()
  const isChoosing = splitting.usePart((now) => now?.conversationId === item.conversationId)
  const isTicked = splitting.usePart((now) => now?.ids.includes(item.id) ?? false)
  if (!isChoosing) return null
  const toggle = () => splitting.set((now) => now && { ...now, ids: isTicked ? now.ids.filter((id) => id !== item.id) : [...now.ids, item.id] })
  return (
    <label className={style.tick}>
      <input type="checkbox" checked={isTicked} onChange={toggle} />
      {t('inbox.split_this')}
    </label>
  )
}
