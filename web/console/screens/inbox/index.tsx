import { Dialog } from '../../../kit/components/dialog.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { inboxPlace } from '../../actions/hands.ts'
import { usePath } from '../../router.tsx'
import { useConversation } from '../../store/held.ts'
import { folds, useSurface } from '../../store/ui.ts'
import { panelQuery, phoneQuery, useMedia } from '../frame/use-media.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { CustomerPanel } from './customer-panel.tsx'
import style from './inbox.module.css'
import { ListPane } from './list-pane.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { NewConversation } from './new-conversation.tsx'
import { NothingOpen } from './nothing-open.tsx'

/** Where → which → what → who: the list, the open conversation, and the customer. On a phone one of them at a time. */
export default function Inbox() {
  const { view, conversationId } = inboxPlace(usePath())
  const isPhone = useMedia(phoneQuery)
  const hasRoom = useMedia(panelQuery)
  const { panel: isFolded } = folds.use()
  const isOpen = conversationId !== null
  return (
    <main className={style.inbox} data-panel={hasRoom && !isFolded && isOpen ? '' : undefined} data-can-fold={hasRoom ? 'panel' : undefined}>
      {(!isPhone || !isOpen) && <ListPane view={view} conversationId={conversationId} />}
      {conversationId ? <ConversationPane key={conversationId} id={conversationId} /> : !isPhone && <NothingOpen />}
      {hasRoom && !isFolded && conversationId && <CustomerPanel conversationId={conversationId} />}
      {!hasRoom && conversationId && <CustomerDialog conversationId={conversationId} />}
      {conversationId && <MergeDialog conversationId={conversationId} />}
      <NewConversation />
    </main>
  )
}

function CustomerDialog({ conversationId }: { conversationId: string }) {
  const t = useT()
  const { open, onOpenChange } = useSurface('customer')
  const name = useConversation(conversationId)?.contact.name
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={name || t('inbox.customer')}>
      {open && <CustomerPanel conversationId={conversationId} isInDialog />}
    </Dialog>
  )
}
