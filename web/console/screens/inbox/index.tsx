import { lazy, Suspense } from 'react'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { inboxPlace } from '../../actions/hands.ts'
import { usePath } from '../../router.tsx'
import { useConversation } from '../../store/held.ts'
import { folds, useSurface } from '../../store/ui.ts'
import { panelQuery, phoneQuery, useMedia } from '../frame/use-media.ts'
import style from './inbox.module.css'
import { ListPane } from './list-pane.tsx'
import { NothingOpen } from './nothing-open.tsx'

// The list comes first; the conversation is there by the time somebody opens one, and at once where the address names one.
const loadConversation = () => import('./conversation-pane.tsx')
const loadPanel = () => import('./customer-panel.tsx')
const ConversationPane = lazy(loadConversation)
const CustomerPanel = lazy(loadPanel)
const MergeDialog = lazy(() => import('./merge-dialog.tsx'))
const NewConversation = lazy(() => import('./new-conversation.tsx'))
const early = () => void Promise.all([loadConversation(), loadPanel()])
if (inboxPlace().conversationId) early()
else setTimeout(early, 800)

/** Where → which → what → who: the list, the open conversation, and the customer. On a phone one of them at a time. */
export default function Inbox() {
  const { view, conversationId } = inboxPlace(usePath())
  const isPhone = useMedia(phoneQuery)
  const hasRoom = useMedia(panelQuery)
  const { panel: isFolded } = folds.use()
  const isOpen = conversationId !== null
  const { open: isMerging } = useSurface('merge')
  const { open: isWritingNew } = useSurface('new_conversation')
  return (
    <main className={style.inbox} data-panel={hasRoom && !isFolded && isOpen ? '' : undefined} data-can-fold={hasRoom ? 'panel' : undefined}>
      {(!isPhone || !isOpen) && <ListPane view={view} conversationId={conversationId} />}
      {conversationId ? (
        <Suspense fallback={<section className={style.nothing} data-pane="conversation" />}>
          <ConversationPane key={conversationId} id={conversationId} />
        </Suspense>
      ) : (
        !isPhone && <NothingOpen />
      )}
      {hasRoom && !isFolded && conversationId && (
        <Suspense fallback={<aside />}>
          <CustomerPanel conversationId={conversationId} />
        </Suspense>
      )}
      {!hasRoom && conversationId && <CustomerDialog conversationId={conversationId} />}
      <Suspense>
        {conversationId && isMerging && <MergeDialog conversationId={conversationId} />}
        {isWritingNew && <NewConversation />}
      </Suspense>
    </main>
  )
}

function CustomerDialog({ conversationId }: { conversationId: string }) {
  const t = useT()
  const { open, onOpenChange } = useSurface('customer')
  const name = useConversation(conversationId)?.contact.name
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={name || t('inbox.customer')}>
      {open && (
        <Suspense>
          <CustomerPanel conversationId={conversationId} isInDialog />
        </Suspense>
      )}
    </Dialog>
  )
}
