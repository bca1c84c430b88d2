import PencilLine from 'lucide-react/icons/pencil-line'
import { useEffect, useState } from 'react'
import { Banner } from '../../../kit/components/banner.tsx'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { refreshTeamDrafts, useTeamDrafts } from '../../store/drafts.ts'
import { usePresence } from '../../store/presence.ts'
import { useMe } from '../../store/session.ts'
import style from './composer.module.css'
import { Words } from './words.tsx'

/** A colleague's draft grows as they type: looked at this often while they write. */
const lookMs = 4_000

/** A colleague is writing here too, or has left a draft. Nobody is stopped; nobody is surprised. */
export function TeamDraftLine({ conversationId }: { conversationId: string }) {
  const t = useT()
  const me = useMe().agent.id
  const writers = usePresence(conversationId).filter((person) => person.agentId !== me && person.state === 'writing')
  const drafts = useTeamDrafts(conversationId)
  const [isOpen, setIsOpen] = useState(false)
  const isWriting = writers.length > 0
  useEffect(() => {
    // Also once when they stop: then the draft is gone, or is what they left.
    void refreshTeamDrafts(conversationId)
    if (!isWriting) return
    const timer = setInterval(() => void refreshTeamDrafts(conversationId), lookMs)
    return () => clearInterval(timer)
  }, [conversationId, isWriting])
  const draft = drafts.find((one) => writers.some((person) => person.agentId === one.agentId)) ?? drafts.at(-1)
  const writer = writers[0]
  if (!draft && !writer) return null
  const name = draft?.agentName ?? writer!.name
  const lines = draft ? draft.text.split('\n').length : 0
  const words = !draft
    ? t('inbox.is_writing', { name })
    : isWriting
      ? t('composer.colleague_writes', { name, lines })
      : t('composer.colleague_draft', { name, lines })
  return (
    <>
      <Banner
        icon={PencilLine}
        actions={
          draft && (
            <Button size="compact" variant="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? t('composer.hide_draft') : t('composer.see_draft')}
            </Button>
          )
        }
      >
        {words}
      </Banner>
      {draft && isOpen && (
        <div className={style.teamDraft}>
          <Words text={draft.text} />
        </div>
      )}
    </>
  )
}
