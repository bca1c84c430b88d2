import { lazy, Suspense } from 'react'
import Files from 'lucide-react/icons/files'
import MessagesSquare from 'lucide-react/icons/messages-square'
import Tag from 'lucide-react/icons/tag'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Card } from '../../../kit/components/card.tsx'
import { ChannelGlyph } from '../../../kit/components/channel-glyph.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { ErrorState } from '../../../kit/components/error-state.tsx'
import { RelativeTime } from '../../../kit/components/relative-time.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import { conversationPath } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { Link } from '../../router.tsx'
import { setTags } from '../../store/changes.ts'
import { contactConversations, contacts, mergeSuggestions } from '../../store/contacts.ts'
import { conversationOf, useConversation, useTimeline } from '../../store/held.ts'
import { openSurface } from '../../store/ui.ts'
import { File } from './attachments.tsx'
import { CustomerCard } from './customer-card.tsx'
import style from './panel.module.css'

const MergeSuggestions = lazy(() => import('./merge-suggestions.tsx'))

/** Who: the customer, and everything around the open conversation that is not its words. */
export default function CustomerPanel({ conversationId, isInDialog = false }: { conversationId: string; isInDialog?: boolean }) {
  const t = useT()
  const conversation = useConversation(conversationId)
  const contactId = conversation?.contact.id ?? null
  const { value: contact, problem } = contacts.use(contactId)
  const hasSuggestions = (mergeSuggestions.use(contactId).value?.length ?? 0) > 0
  const Place = isInDialog ? 'div' : 'aside'
  return (
    <Place
      className={isInDialog ? style.inDialog : style.panel}
      {...(isInDialog ? {} : { 'data-pane': 'panel', 'aria-label': t('inbox.customer'), tabIndex: -1 })}
    >
      {!contact && !problem && <Skeleton lines={5} />}
      {!contact && problem && contactId && (
        <ErrorState requestId={problem.requestId} onRetry={() => void contacts.refresh(contactId)}>
          {problem.isOffline ? t('action.offline') : problem.message}
        </ErrorState>
      )}
      {contact && <CustomerCard key={contact.id} contact={contact} />}
      {contact && hasSuggestions && (
        <Suspense>
          <MergeSuggestions contact={contact} />
        </Suspense>
      )}
      {conversation && <OtherConversations conversation={conversation} />}
      {conversation && <Tags conversation={conversation} />}
      <FilesCard conversationId={conversationId} />
    </Place>
  )
}

/** Shown before the rest is asked for. */
const mostShown = 8

function OtherConversations({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const ids = contactConversations.use(conversation.contact.id).value ?? []
  const others = ids.filter((id) => id !== conversation.id).flatMap((id) => conversationOf(id) ?? [])
  if (others.length === 0) return null
  return (
    <Card title={t('inbox.other_conversations')} icon={MessagesSquare} flush>
      <ul className={style.others}>
        {others.slice(0, mostShown).map((one) => (
          <li key={one.id}>
            <Link data-preview="" to={conversationPath(one.id)} className={style.other}>
              <span className={style.otherTop}>
                <span className={style.otherNumber}>#{one.number}</span>
                {one.channels[0] && <ChannelGlyph channel={one.channels[0]} />}
                <span className={style.otherState}>{t(`inbox.status.${one.status}`)}</span>
                <RelativeTime at={one.last?.at ?? one.createdAt} />
              </span>
              <UserText className={style.otherWords}>{one.subject || one.last?.preview || t('inbox.no_subject')}</UserText>
            </Link>
          </li>
        ))}
      </ul>
      {others.length > mostShown && (
        <p className={style.more}>
          <Link to={`/customers/${conversation.contact.id}`}>{t('inbox.show_all', { count: others.length })}</Link>
        </p>
      )}
    </Card>
  )
}

function Tags({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const say = useSay()
  const { tags, id } = conversation
  if (tags.length === 0) return null
  const remove = (tag: string) => () =>
    void setTags(id, [], [tag]).then(
      () => say.done({ said: 'action.tag_removed', values: { name: tag }, undo: () => setTags(id, [tag], []) }),
      say.failed,
    )
  return (
    <Card
      title={t('inbox.tags')}
      icon={Tag}
      actions={
        <Button size="compact" variant="quiet" onClick={() => openSurface('tags')}>
          {t('inbox.change')}
        </Button>
      }
    >
      <div className={style.tags}>
        {tags.map((tag) => (
          <Chip
            key={tag}
            icon={null}
            {...(languageOfScript(tag) ? { lang: languageOfScript(tag)! } : {})}
            onRemove={remove(tag)}
            removeLabel={t('inbox.remove_tag', { name: tag })}
          >
            {tag}
          </Chip>
        ))}
      </div>
    </Card>
  )
}

function FilesCard({ conversationId }: { conversationId: string }) {
  const t = useT()
  const files = (useTimeline(conversationId) ?? []).flatMap((item) => item.attachments.filter((file) => !file.isInline)).toReversed()
  if (files.length === 0) return null
  return (
    <Card title={t('inbox.files', { count: files.length })} icon={Files}>
      <ul className={style.files}>
        {files.map((file) => (
          <li key={file.id}>
            <File file={file} conversationId={conversationId} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
