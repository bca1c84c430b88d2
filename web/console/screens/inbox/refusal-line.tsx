import { useEffect } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { useT, useTOr } from '../../../kit/i18n.tsx'
import { hands } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { draftOf, type Mode } from '../../store/drafts.ts'
import { timelineOf } from '../../store/held.ts'
import { openTimeline } from '../../store/timelines.ts'
import { openSurface, places } from '../../store/ui.ts'
import { clearRefusal, useRefusal, type Refusal } from '../../store/writing.ts'

/** Why the last words did not go out. They are still in the composer. */
export function RefusalLine({ conversation: { id }, mode }: { conversation: Conversation; mode: Mode }) {
  const t = useT()
  const tOr = useTOr()
  const say = useSay()
  const refusal = useRefusal(id)
  useReveal(id, refusal)
  if (!refusal || refusal.mode !== mode) return null
  if (refusal.newer.length > 0)
    return (
      <Banner tone="attention" urgent onDismiss={() => clearRefusal(id)}>
        {t('composer.newer', { count: refusal.newer.length })}
      </Banner>
    )
  const copy = () => void hands.copy(draftOf(id, mode).text).then(() => say.done({ said: 'inbox.text_copied' }))
  return (
    <Banner
      tone="danger"
      urgent
      title={t('composer.not_sent')}
      onDismiss={() => clearRefusal(id)}
      actions={
        <>
          <Button size="compact" onClick={copy}>
            {t('inbox.copy_text')}
          </Button>
          {mode === 'reply' && (
            <Button size="compact" onClick={() => openSurface('channel')}>
              {t('inbox.other_channel')}
            </Button>
          )}
        </>
      }
    >
      {refusal.reason ? tOr(refusal.reason, refusal.title) : tOr(`error.${refusal.code}`, refusal.title)}
    </Banner>
  )
}

/** Brings what was said meanwhile before the eyes. */
function useReveal(id: string, refusal: Refusal | undefined): void {
  useEffect(() => {
    const first = refusal?.newer.at(-1)
    if (!first) return
    const show = async () => {
      if (!timelineOf(id)?.some((item) => item.id === first)) await openTimeline(id)
      setTimeout(() => places.feed?.reveal(first), 50)
    }
    void show()
  }, [id, refusal])
}
