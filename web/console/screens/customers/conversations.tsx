import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { ChannelGlyph } from '../../../kit/components/channel-glyph.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { EmptyState } from '../../../kit/components/empty-state.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { call } from '../../api.ts'
import { Link } from '../../router.tsx'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Loaded } from '../pieces/loaded.tsx'
import { MoreButton } from '../pieces/more-button.tsx'
import style from '../pieces/screen.module.css'
import { useReloadOn } from '../pieces/use-events.ts'
import { usePages } from '../pieces/use-pages.ts'

type Page = { items: Conversation[]; next: string | null }

/** Every matter of this person, newest activity first. */
export function Conversations({ contactId }: { contactId: string }) {
  const t = useT()
  const { load, more } = usePages<Conversation, Page>(
    `conversations of ${contactId}`,
    (after, signal) =>
      call('GET /conversations', { query: { contact: contactId, limit: 20, ...(after ? { after } : {}) } }, signal ? { signal } : {}),
    (before, next) => ({ items: [...before.items, ...next.items], next: next.next }),
  )
  useReloadOn((event) => event.conversation?.contact.id === contactId, load.reload)
  return (
    <Card title={t('customers.conversations')} flush>
      <Loaded of={load} rows={2}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title={t('customers.conversations_empty')} action={<Button onClick={load.reload}>{t('form.check_again')}</Button>} />
          ) : (
            <>
              <ul className={style.rows}>
                {items.map((conversation) => (
                  <ConversationRow key={conversation.id} conversation={conversation} />
                ))}
              </ul>
              {next && <MoreButton onMore={more} />}
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

function ConversationRow({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const { number, subject, last, status, channels } = conversation
  return (
    <li>
      <span className={style.main}>
        <Link to={`/inbox/all/${conversation.id}`} className={style.name}>
          {subject || last?.preview ? <UserText>{subject || last?.preview || ''}</UserText> : t('customers.conversation_number', { number })}
        </Link>
        <span className={style.line}>
          <Chip>{t(`customers.status_${status}`)}</Chip>
          {channels.map((channel) => (
            <ChannelGlyph key={channel} channel={channel} />
          ))}
          {last && (
            <span className={style.meta}>
              <RelativeTime at={last.at} long />
            </span>
          )}
        </span>
      </span>
    </li>
  )
}
