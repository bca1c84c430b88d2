import Lock from 'lucide-react/icons/lock'
import Paperclip from 'lucide-react/icons/paperclip'
import { Fragment } from 'react'
import type { Conversation, TimelineItem } from '../../../../contract/conversation.ts'
import { classes } from '../../../kit/classes.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { ChannelGlyph } from '../../../kit/components/channel-glyph.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import { Loaded } from '../pieces/loaded.tsx'
import { MoreButton } from '../pieces/more-button.tsx'
import { useReloadOn } from '../pieces/use-events.ts'
import { usePages } from '../pieces/use-pages.ts'
import style from './customers.module.css'

type Page = { items: TimelineItem[]; next: string | null; conversations: Conversation[] }

/** Everything said with a person, over all conversations and channels, the newest first. */
export function Stream({ contactId }: { contactId: string }) {
  const t = useT()
  const { load, more } = usePages<TimelineItem, Page>(
    `stream of ${contactId}`,
    (after, signal) =>
      call('GET /contacts/:id/stream', { params: { id: contactId }, query: { limit: 50, ...(after ? { after } : {}) } }, signal ? { signal } : {}),
    (before, next) => ({ items: [...before.items, ...next.items], next: next.next, conversations: [...before.conversations, ...next.conversations] }),
  )
  useReloadOn((event) => event.conversation?.contact.id === contactId && event.item !== undefined, load.reload)
  return (
    <Card title={t('customers.stream')}>
      <Loaded of={load} rows={4}>
        {({ items, next, conversations }) =>
          items.length === 0 ? (
            <EmptyState title={t('customers.stream_empty')} action={<Button onClick={load.reload}>{t('form.check_again')}</Button>} />
          ) : (
            <>
              <Items items={items} conversations={conversations} />
              {next && <MoreButton onMore={more} />}
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

function Items({ items, conversations }: { items: readonly TimelineItem[]; conversations: readonly Conversation[] }) {
  const intl = useWording()
  const numbers = new Map(conversations.map((conversation) => [conversation.id as string, conversation.number]))
  const said = items.filter((item) => item.kind !== 'activity')
  const newestFirst = said.sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
  const dayOf = (item: TimelineItem) => intl.formatDate(item.at, { dateStyle: 'full' })
  return (
    <ol className={style.stream}>
      {newestFirst.map((item, index) => (
        <Fragment key={item.id}>
          {(index === 0 || dayOf(newestFirst[index - 1]!) !== dayOf(item)) && <li className={style.day}>{dayOf(item)}</li>}
          <Said item={item} number={numbers.get(item.conversationId)} />
        </Fragment>
      ))}
    </ol>
  )
}

function Said({ item, number }: { item: TimelineItem; number: number | undefined }) {
  const t = useT()
  const intl = useWording()
  return (
    <li className={classes(style.item, item.kind === 'note' ? style.note : item.direction === 'out' && style.out)}>
      <span className={style.itemHead}>
        {item.kind === 'note' && <Chip icon={Lock}>{t('customers.note')}</Chip>}
        <UserText>{item.author.name || t('customers.visitor')}</UserText>
        {item.channel && <ChannelGlyph channel={item.channel} />}
        <time dateTime={item.at}>{intl.formatTime(item.at)}</time>
        {number !== undefined && <Link to={`/inbox/all/${item.conversationId}`}>{t('customers.conversation_number', { number })}</Link>}
      </span>
      {item.text && (
        <UserText as="div" className={style.text} {...(item.language ? { lang: item.language } : {})}>
          {item.text}
        </UserText>
      )}
      {item.quotedText && (
        <details className={style.quoted}>
          <summary>{t('customers.quoted')}</summary>
          <UserText as="div" className={style.text}>
            {item.quotedText}
          </UserText>
        </details>
      )}
      {item.attachments
        .filter((file) => !file.isInline)
        .map((file) => (
          <a key={file.id} href={file.url} target="_blank" rel="noreferrer" className={style.itemHead}>
            <Icon icon={Paperclip} />
            {file.name}
          </a>
        ))}
    </li>
  )
}
