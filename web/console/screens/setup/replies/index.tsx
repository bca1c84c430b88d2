import MessageSquareQuote from 'lucide-react/icons/message-square-quote'
import { useMemo, useState } from 'react'
import type { SavedReply } from '../../../../../contract/api/tools.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { Chip } from '../../../../kit/components/chip.tsx'
import { EmptyState } from '../../../../kit/components/empty-state.tsx'
import { SearchField } from '../../../../kit/components/search-field.tsx'
import { UserText } from '../../../../kit/components/user-text.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { searchOptions } from '../../../../kit/option-search.ts'
import { call } from '../../../api.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import { languageName } from '../../customers/language-name.ts'
import style from '../../pieces/screen.module.css'
import { showUndo } from '../../pieces/undo-toast.ts'
import { useAct } from '../../pieces/use-act.ts'
import { useLoad } from '../../pieces/use-load.ts'
import { useMay } from '../../pieces/use-may.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { SectionScreen } from '../section-screen.tsx'
import { ReplyDialog } from './reply-dialog.tsx'
import own from './replies.module.css'

/** Saved replies: written once, used with "/" in every conversation. */
export function Replies() {
  const t = useT()
  const act = useAct()
  const offline = useOfflineReason()
  const may = useMay()
  const replies = useLoad('replies', async (signal) => (await call('GET /saved-replies', {}, { signal })).items)
  const [edited, setEdited] = useState<SavedReply | 'new' | null>(null)
  const reason = may('saved_reply.change') ? offline : t('form.not_allowed')
  const write = (
    <Button variant="primary" disabledReason={reason} onClick={() => setEdited('new')}>
      {t('setup.reply_new')}
    </Button>
  )
  const remove = (reply: SavedReply) =>
    act(async () => {
      await call('DELETE /saved-replies/:id', { params: { id: reply.id } })
      replies.change((all) => all.filter((one) => one.id !== reply.id))
      showUndo(t('setup.reply_removed', { name: reply.title }), () => restore(reply))
    })
  const restore = ({ title, shortcut, text, language }: SavedReply) =>
    act(async () => {
      const back = await call('POST /saved-replies', { body: { title, shortcut, text, language } })
      replies.change((all) => [back, ...all])
    })
  return (
    <SectionScreen title={t('setup.replies')} intro={t('setup.replies_intro')} actions={(replies.value?.length ?? 0) > 0 && write}>
      <Loaded of={replies} rows={4}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={MessageSquareQuote} title={t('setup.replies_empty')} action={write}>
              {t('setup.replies_empty_hint')}
            </EmptyState>
          ) : (
            <ReplyList replies={all} reason={reason} onEdit={setEdited} onRemove={(reply) => void remove(reply)} />
          )
        }
      </Loaded>
      {edited && (
        <ReplyDialog
          reply={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={(saved) => replies.change((all) => [saved, ...all.filter((one) => one.id !== saved.id)])}
        />
      )}
    </SectionScreen>
  )
}

interface ReplyListProps {
  replies: readonly SavedReply[]
  reason: string | undefined
  onEdit(reply: SavedReply): void
  onRemove(reply: SavedReply): void
}

function ReplyList({ replies, reason, onEdit, onRemove }: ReplyListProps) {
  const t = useT()
  const [query, setQuery] = useState('')
  const found = useMemo(
    () =>
      searchOptions(
        replies.map((reply) => ({ reply, label: reply.title, hint: reply.shortcut, keywords: reply.text })),
        query,
      ).map(({ reply }) => reply),
    [replies, query],
  )
  return (
    <>
      {replies.length > 6 && <SearchField label={t('setup.replies_search')} value={query} onChange={setQuery} />}
      {found.length === 0 && <EmptyState title={t('kit.no_results')} action={<Button onClick={() => setQuery('')}>{t('kit.clear')}</Button>} />}
      {found.length > 0 && (
        <Card flush>
          <ul className={style.rows}>
            {found.map((reply) => (
              <li key={reply.id}>
                <span className={style.main}>
                  <span className={style.line}>
                    <UserText className={style.name}>{reply.title}</UserText>
                    {reply.shortcut && <Chip>{`/${reply.shortcut}`}</Chip>}
                    {reply.language && <Chip>{languageName(reply.language)}</Chip>}
                  </span>
                  <UserText className={own.preview}>{reply.text}</UserText>
                  <span className={style.meta}>{t('setup.reply_uses', { count: reply.useCount })}</span>
                </span>
                <span className={style.actions}>
                  <Button
                    size="compact"
                    disabledReason={reason}
                    aria-label={t('setup.edit_named', { name: reply.title })}
                    onClick={() => onEdit(reply)}
                  >
                    {t('form.edit')}
                  </Button>
                  <Button
                    size="compact"
                    variant="quiet"
                    disabledReason={reason}
                    aria-label={t('setup.remove_named', { name: reply.title })}
                    onClick={() => onRemove(reply)}
                  >
                    {t('kit.remove')}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
