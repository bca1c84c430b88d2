import Check from 'lucide-react/icons/check'
import CheckCheck from 'lucide-react/icons/check-check'
import CircleX from 'lucide-react/icons/circle-x'
import CircleQuestionMark from 'lucide-react/icons/circle-question-mark'
import Clock from 'lucide-react/icons/clock'
import { useCallback, useEffect, useState } from 'react'
import type { TimelineItem } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Icon } from '../../../kit/components/icon.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { hands } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { changeDraft } from '../../store/drafts.ts'
import { openSurface, places } from '../../store/ui.ts'
import { forgetUndo, remember } from '../../store/undo.ts'
import { sendAgain, takeBack } from '../../store/writing.ts'
import style from './feed.module.css'

/** How far our message got, in words; and what can be done where it did not. */
export function Delivery({ item }: { item: TimelineItem }) {
  const t = useT()
  const { state } = item.delivery
  if (item.direction !== 'out' || state === 'none') return null
  if (state === 'held') return <Held item={item} />
  if (state === 'failed' || state === 'unknown') return <Failed item={item} />
  const icon = state === 'queued' ? Clock : state === 'sent' ? Check : CheckCheck
  return (
    <p className={style.delivery} data-state={state}>
      <Icon icon={icon} />
      {t(`inbox.delivery.${state}`)}
    </p>
  )
}

/** Held for undo: the seconds left, and the way back into the composer. */
function Held({ item }: { item: TimelineItem }) {
  const t = useT()
  const say = useSay()
  const seconds = useSecondsTo(item.delivery.sendsAt)
  const back = useCallback(() => void takeBack(item).then(() => places.composer?.focus('reply'), say.failed), [item, say])
  // Z takes it back too, for as long as it can be.
  useEffect(() => {
    remember(back)
    return () => forgetUndo(back)
  }, [back])
  return (
    <p className={style.delivery} data-state="held">
      <Icon icon={Clock} />
      {seconds > 0 ? t('inbox.delivery.sends_in', { seconds }) : t('inbox.delivery.queued')}
      {seconds > 0 && (
        <Button variant="quiet" size="compact" keys="z" onClick={back}>
          {t('kit.undo')}
        </Button>
      )}
    </p>
  )
}

function useSecondsTo(at: string | null): number {
  const left = () => (at ? Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1000)) : 0)
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 500)
    return () => clearInterval(timer)
  })
  return seconds
}

function Failed({ item }: { item: TimelineItem }) {
  const t = useT()
  const tOr = useTOr()
  const say = useSay()
  const { state, reason } = item.delivery
  const otherChannel = () => {
    changeDraft(item.conversationId, 'reply', { text: item.text })
    places.composer?.focus('reply')
    setTimeout(() => openSurface('channel'), 50)
  }
  return (
    <div className={style.failed}>
      <p className={style.delivery} data-state={state}>
        <Icon icon={state === 'failed' ? CircleX : CircleQuestionMark} />
        <span>
          {t(`inbox.delivery.${state === 'failed' ? 'failed' : 'unknown'}`)}
          {reason && ` · ${tOr(reason, reason)}`}
        </span>
      </p>
      <div className={style.remedies}>
        <Button size="compact" onClick={() => void sendAgain(item).catch(say.failed)}>
          {t('inbox.retry')}
        </Button>
        <Button size="compact" variant="quiet" onClick={() => void hands.copy(item.text).then(() => say.done({ said: 'inbox.text_copied' }))}>
          {t('inbox.copy_text')}
        </Button>
        <Button size="compact" variant="quiet" onClick={otherChannel}>
          {t('inbox.other_channel')}
        </Button>
      </div>
    </div>
  )
}
