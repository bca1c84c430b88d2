import Lock from 'lucide-react/icons/lock'
import Reply from 'lucide-react/icons/reply'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Conversation } from '../../../../contract/conversation.ts'
import { classes } from '../../../kit/classes.ts'
import { Icon } from '../../../kit/components/icon.tsx'
import { showToast } from '../../../kit/components/toast.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { conversationPath, inboxPlace } from '../../actions/hands.ts'
import { go } from '../../router.tsx'
import { replyRoutes } from '../../store/contacts.ts'
import { useAgents } from '../../store/directory.ts'
import { changeDraft, draftOf, useDraft, useRestoredDrafts, type Mode } from '../../store/drafts.ts'
import { useTimeline } from '../../store/held.ts'
import { neighbourOf } from '../../store/lists.ts'
import { useMe } from '../../store/session.ts'
import { takePlace } from '../../store/ui.ts'
import { clearRefusal, sendDraft, useRefusal } from '../../store/writing.ts'
import { ChannelPicker } from './channel-picker.tsx'
import { ComposerFiles } from './composer-files.tsx'
import { ComposerFooter } from './composer-footer.tsx'
import { ComposerText, type TextHandle } from './composer-text.tsx'
import style from './composer.module.css'
import { firstUnfilled } from './fill-variables.ts'
import { mentionedIn } from './mentioned-in.ts'
import { RefusalLine } from './refusal-line.tsx'
import { TeamDraftLine } from './team-draft-line.tsx'
import { useUploads } from './use-uploads.ts'
import { useWatching } from './use-watching.ts'

/** Where answers and notes are written. A note looks different in more than its colour, and its button says something else. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const t = useT()
  const { id } = conversation
  const [mode, setMode] = useState<Mode>('reply')
  useRestoredDrafts(id)
  const draft = useDraft(id, mode)
  const uploads = useUploads(id, mode)
  const text = useRef<TextHandle>(null)
  const typed = useWatching(id, mode, draft.text !== '')
  useEffect(
    () =>
      takePlace('composer', {
        focus(next) {
          // At once, so that the next key already falls into the text.
          flushSync(() => setMode(next))
          text.current?.focus()
        },
        insert: (words) => text.current?.insert(words),
      }),
    [],
  )
  const { send, isAnyway, isEmpty } = useSend(conversation, mode, uploads.isBusy, text)
  const isNote = mode === 'note'
  return (
    <form
      className={classes(style.composer, isNote && style.note)}
      data-composer=""
      aria-label={isNote ? t('composer.note_form') : t('composer.reply_form')}
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        uploads.add([...event.dataTransfer.files])
      }}
    >
      <TeamDraftLine conversationId={id} />
      <RefusalLine conversation={conversation} mode={mode} />
      <div className={style.box}>
        <div className={style.head}>
          <ModeTabs mode={mode} onMode={setMode} />
          {isNote ? <span className={style.only}>{t('composer.only_team')}</span> : <ChannelPicker conversation={conversation} />}
        </div>
        <ComposerText
          key={mode}
          handle={text}
          conversation={conversation}
          mode={mode}
          value={draft.text}
          onChange={(next) => {
            changeDraft(id, mode, { text: next })
            typed()
          }}
          onFiles={uploads.add}
          onSend={send}
        />
        <ComposerFiles conversationId={id} mode={mode} uploads={uploads} />
        <ComposerFooter
          conversation={conversation}
          mode={mode}
          uploads={uploads}
          isAnyway={isAnyway}
          isEmpty={isEmpty}
          onInsert={(words) => text.current?.insert(words)}
          onSend={send}
        />
      </div>
    </form>
  )
}

function ModeTabs({ mode, onMode }: { mode: Mode; onMode(mode: Mode): void }) {
  const t = useT()
  return (
    <div className={style.modes} role="group" aria-label={t('composer.mode')}>
      <button type="button" className={style.mode} aria-pressed={mode === 'reply'} aria-keyshortcuts="R" onClick={() => onMode('reply')}>
        <Icon icon={Reply} />
        {t('composer.reply')}
      </button>
      <button type="button" className={style.mode} aria-pressed={mode === 'note'} aria-keyshortcuts="N" onClick={() => onMode('note')}>
        <Icon icon={Lock} />
        {t('composer.note')}
      </button>
    </div>
  )
}

/** A message that arrived this short ago cannot have been read. */
const readMs = 1_500

function useSend(conversation: Conversation, mode: Mode, isUploading: boolean, area: { current: TextHandle | null }) {
  const t = useT()
  const { id } = conversation
  const { settings } = useMe()
  const agents = useAgents()
  const draft = useDraft(id, mode)
  const refusal = useRefusal(id)
  const routes = replyRoutes.use(id).value
  const newest = (useTimeline(id) ?? []).findLast((item) => item.kind === 'message')?.id ?? null
  const against = useRef(newest)
  useEffect(() => {
    const timer = setTimeout(() => (against.current = newest), against.current === null ? 0 : readMs)
    return () => clearTimeout(timer)
  }, [newest])
  const isAnyway = refusal?.mode === mode && refusal.newer.length > 0
  const isEmpty = draft.text.trim() === '' && draft.attachments.length === 0

  function send(resolve: boolean): void {
    if (isEmpty || isUploading) return
    const { text, inboxId } = draftOf(id, mode)
    const gap = mode === 'reply' ? firstUnfilled(text) : null
    if (gap) {
      area.current?.selectUnfilled()
      showToast({ message: t('composer.unfilled', { name: gap.name }), tone: 'attention' })
      return
    }
    const channel = (routes?.find((one) => one.inboxId === inboxId) ?? routes?.[0])?.channel
    const isResolving = resolve && mode === 'reply'
    const next = isResolving ? neighbourOf(id) : null
    const sending = sendDraft(id, {
      mode,
      writtenAgainst: against.current,
      anyway: isAnyway,
      resolve: isResolving,
      mentions: mode === 'note' ? mentionedIn(text, agents) : [],
      ...(channel === 'email' && settings.undoSeconds !== undefined ? { holdSeconds: settings.undoSeconds } : {}),
    })
    if (isResolving && inboxPlace().conversationId === id) go(conversationPath(next === id ? null : next), { replace: true })
    void tellIfBack(sending)
  }
  /** Words that came back to a conversation nobody looks at any more must not be forgotten. */
  async function tellIfBack(sending: Promise<boolean>): Promise<void> {
    if ((await sending) || inboxPlace().conversationId === id) return
    const open = { label: t('composer.open_again'), run: () => go(conversationPath(id)) }
    showToast({ message: t('composer.came_back', { name: conversation.contact.name }), tone: 'danger', action: open, durationMs: 30_000 })
  }
  useEffect(() => {
    if (refusal && isEmpty) clearRefusal(id)
  }, [refusal, isEmpty, id])
  return { send, isAnyway, isEmpty }
}
