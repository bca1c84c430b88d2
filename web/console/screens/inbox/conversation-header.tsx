import ArrowLeft from 'lucide-react/icons/arrow-left'
import Check from 'lucide-react/icons/check'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Eye from 'lucide-react/icons/eye'
import PencilLine from 'lucide-react/icons/pencil-line'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import UserRound from 'lucide-react/icons/user-round'
import { useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Chip } from '../../../kit/components/chip.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Menu } from '../../../kit/components/menu.tsx'
import { useNow } from '../../../kit/components/relative-time.tsx'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT, useWording } from '../../../kit/i18n.tsx'
import { resolve } from '../../actions/conversation.ts'
import { conversationPath } from '../../actions/hands.ts'
import { useRun } from '../../actions/use-actions.ts'
import { go } from '../../router.tsx'
import { usePresence } from '../../store/presence.ts'
import { useMe } from '../../store/session.ts'
import { folds, openSurface } from '../../store/ui.ts'
import { panelQuery, phoneQuery, useMedia } from '../frame/use-media.ts'
import { AssigneePicker, PriorityMenu, SnoozeMenu, TagPicker, TeamPicker } from './pickers.tsx'
import style from './conversation.module.css'
import { useActionItems } from './action-items.ts'
import { waitWords } from './row.tsx'
import { Subject } from './subject.tsx'

/** Two rows, because one overflows in Malayalam: who it is and what to do with it; then its state, each part a control. */
export function ConversationHeader({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const run = useRun()
  const isPhone = useMedia(phoneQuery)
  const { contact, number, status, id } = conversation
  const isResolved = status === 'resolved'
  const said = conversation.isDemo ? `#${number} · ${t('inbox.demo')}` : `#${number}`
  // On a phone the list and its heading are not there.
  const Heading = isPhone ? 'h1' : 'h2'
  return (
    <header className={style.header}>
      <div className={style.top}>
        {isPhone && <IconButton icon={ArrowLeft} label={t('inbox.back')} onClick={() => go(conversationPath(null))} />}
        <Heading className={style.who}>
          {isPhone ? (
            <button type="button" className={style.whoButton} title={t('inbox.customer')} onClick={() => openSurface('customer')}>
              <UserText className={style.name}>{contact.name || t('inbox.no_name')}</UserText>
              <span className={style.number} title={said}>
                {said}
              </span>
            </button>
          ) : (
            <>
              <UserText className={style.name} title={contact.name}>
                {contact.name || t('inbox.no_name')}
              </UserText>
              <span className={style.number} title={said}>
                {said}
              </span>
            </>
          )}
        </Heading>
        <div className={style.actions}>
          <SnoozeMenu conversation={conversation} />
          {isPhone ? (
            <IconButton
              icon={isResolved ? RotateCcw : Check}
              variant="secondary"
              label={isResolved ? t('action.reopen') : t('action.resolve')}
              onClick={() => run(resolve)}
            />
          ) : (
            <Button icon={isResolved ? RotateCcw : Check} keys="e" onClick={() => run(resolve)}>
              {isResolved ? t('action.reopen') : t('action.resolve')}
            </Button>
          )}
          {!isPhone && <CustomerButton />}
          <MoreMenu id={id} />
        </div>
      </div>
      <div className={style.state}>
        <Watching id={id} />
        <StateChips conversation={conversation} />
        <AssigneePicker conversation={conversation} />
        <TeamPicker conversation={conversation} />
        <PriorityMenu conversation={conversation} />
        <TagPicker conversation={conversation} />
        <Subject conversation={conversation} />
      </div>
    </header>
  )
}

function StateChips({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const intl = useWording()
  const now = useNow()
  const { status, waitingSince, snoozedUntil } = conversation
  const minutes = waitingSince && status === 'open' ? Math.floor((now.getTime() - Date.parse(waitingSince)) / 60_000) : null
  const until =
    snoozedUntil && intl.formatDate(snoozedUntil, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: 'numeric' })
  return (
    <>
      {minutes !== null && minutes > 0 && <Chip tone={minutes >= 30 ? 'attention' : 'neutral'}>{waitWords(minutes, t)}</Chip>}
      {status === 'snoozed' && <Chip>{until ? t('inbox.snoozed_until', { time: until }) : t('inbox.snoozed_until_reply')}</Chip>}
      {(status === 'waiting' || status === 'resolved') && (
        <Chip tone={status === 'resolved' ? 'success' : 'neutral'}>{t(`inbox.status.${status}`)}</Chip>
      )}
    </>
  )
}

/** Colleagues who are here too. */
function Watching({ id }: { id: string }) {
  const t = useT()
  const me = useMe().agent.id
  const others = usePresence(id).filter((person) => person.agentId !== me)
  if (others.length === 0) return null
  const writing = others.filter((person) => person.state === 'writing')
  const names = (writing.length > 0 ? writing : others).map((person) => person.name).join(', ')
  const words = writing.length > 0 ? t('inbox.is_writing', { name: names }) : t('inbox.is_viewing', { name: names })
  return (
    <Chip tone="info" icon={writing.length > 0 ? PencilLine : Eye} title={words}>
      {words}
    </Chip>
  )
}

/** Where the customer does not stand beside the conversation, or is folded away. */
function CustomerButton() {
  const t = useT()
  const hasRoom = useMedia(panelQuery)
  const { panel: isFolded } = folds.use()
  if (hasRoom && !isFolded) return null
  const open = () => (hasRoom ? folds.set((now) => ({ ...now, panel: false })) : openSurface('customer'))
  return <IconButton icon={UserRound} label={t('inbox.customer')} keys="]" onClick={open} />
}

function MoreMenu({ id }: { id: string }) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const items = useActionItems(isOpen ? id : null)
  return (
    <Menu align="end" open={isOpen} onOpenChange={setIsOpen} items={items} trigger={<IconButton icon={Ellipsis} label={t('inbox.more_actions')} />} />
  )
}
