import { useEffect } from 'react'
import { ErrorState } from '../../../kit/components/error-state.tsx'
import { Skeleton } from '../../../kit/components/skeleton.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { conversationPath } from '../../actions/hands.ts'
import { go } from '../../router.tsx'
import { forgetUnread } from '../../store/changes.ts'
import { useConversation, useTimeline } from '../../store/held.ts'
import { watch } from '../../store/stream.ts'
import { openTimeline, useOpenTimeline, useReading } from '../../store/timelines.ts'
import { splitting } from '../../store/ui.ts'
import { Composer } from './composer.tsx'
import style from './conversation.module.css'
import { ConversationHeader } from './conversation-header.tsx'
import { Feed } from './feed.tsx'
import { SplitBar } from './split-bar.tsx'

/** What: one conversation, read and answered. Mounted anew for each. */
export default function ConversationPane({ id }: { id: string }) {
  const t = useT()
  const tOr = useTOr()
  const conversation = useConversation(id)
  const items = useTimeline(id)
  const { problem, isLoading } = useReading(id)
  const isSplitting = splitting.usePart((now) => now?.conversationId === id)
  useOpenTimeline(id, items !== undefined)
  useEffect(() => {
    forgetUnread(id)
    watch(id)
    return () => {
      watch(null)
      splitting.set(null)
    }
  }, [id])
  useEffect(() => {
    // It was joined into another: that one is meant.
    if (conversation?.mergedIntoId) go(conversationPath(conversation.mergedIntoId), { replace: true })
  }, [conversation?.mergedIntoId])

  if (!conversation || (!items && problem))
    return (
      <section className={style.pane} data-pane="conversation" aria-label={t('inbox.conversation')}>
        {problem ? (
          <ErrorState requestId={problem.requestId} onRetry={() => void openTimeline(id)} retrying={isLoading}>
            {problem.isOffline ? t('action.offline') : tOr(`error.${problem.code}`, problem.message)}
          </ErrorState>
        ) : (
          <Skeleton lines={6} />
        )}
      </section>
    )
  return (
    <section className={style.pane} data-pane="conversation" aria-label={t('inbox.conversation')}>
      <ConversationHeader conversation={conversation} />
      {items ? <Feed conversation={conversation} items={items} /> : <Skeleton lines={6} />}
      {isSplitting ? <SplitBar conversation={conversation} /> : <Composer conversation={conversation} />}
    </section>
  )
}
