import { useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { UserText } from '../../../kit/components/user-text.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { setSubject } from '../../store/changes.ts'
import style from './conversation.module.css'

/** The name of the matter; a click changes it. */
export function Subject({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const say = useSay()
  const [typed, setTyped] = useState<string | null>(null)
  async function save() {
    const next = typed?.trim() ?? ''
    const before = conversation.subject
    setTyped(null)
    if (next === before) return
    try {
      await setSubject(conversation.id, next)
      say.done({ said: 'inbox.subject_changed', undo: () => setSubject(conversation.id, before) })
    } catch (error) {
      say.failed(error)
    }
  }
  if (typed === null)
    return (
      <button
        type="button"
        className={style.subject}
        title={conversation.subject || t('inbox.change_subject')}
        onClick={() => setTyped(conversation.subject)}
      >
        <UserText>{conversation.subject || t('inbox.no_subject')}</UserText>
      </button>
    )
  return (
    <input
      className={style.subjectInput}
      aria-label={t('inbox.subject')}
      value={typed}
      maxLength={500}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it replaces the button that had the focus
      autoFocus
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') void save()
        if (event.key === 'Escape') {
          event.stopPropagation()
          setTyped(null)
        }
      }}
    />
  )
}
