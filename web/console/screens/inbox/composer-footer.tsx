import ChevronDown from 'lucide-react/icons/chevron-down'
import MessageSquareQuote from 'lucide-react/icons/message-square-quote'
import Paperclip from 'lucide-react/icons/paperclip'
import Lock from 'lucide-react/icons/lock'
import Send from 'lucide-react/icons/send'
import { useRef, useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { IconButton } from '../../../kit/components/icon-button.tsx'
import { Menu } from '../../../kit/components/menu.tsx'
import { Picker } from '../../../kit/components/picker.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { languageOfScript } from '../../../kit/locale.ts'
import { call } from '../../api.ts'
import { useSavedReplies } from '../../store/directory.ts'
import type { Mode } from '../../store/drafts.ts'
import style from './composer.module.css'
import type { Uploads } from './use-uploads.ts'

interface FooterProps {
  conversation: Conversation
  mode: Mode
  uploads: Uploads
  isAnyway: boolean
  isEmpty: boolean
  onInsert(words: string): void
  onSend(resolve: boolean): void
}

/** What can be added to the words, and the button that sends them. */
export function ComposerFooter({ mode, uploads, isAnyway, isEmpty, onInsert, onSend }: FooterProps) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const reason = uploads.isBusy ? t('composer.still_uploading') : isEmpty ? t('composer.nothing_written') : undefined
  const isNote = mode === 'note'
  return (
    <div className={style.foot}>
      <IconButton icon={Paperclip} label={t('composer.attach')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('composer.attach')}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <SavedReplies onInsert={onInsert} />
      <span className={style.gap} />
      <Button
        type="submit"
        variant="primary"
        icon={isNote ? Lock : Send}
        keys="mod+enter"
        {...(reason === undefined ? {} : { disabledReason: reason })}
      >
        {isNote ? t('composer.add_note') : isAnyway ? t('composer.send_anyway') : t('composer.send')}
      </Button>
      {!isNote && (
        <Menu
          align="end"
          side="top"
          trigger={<IconButton icon={ChevronDown} variant="secondary" label={t('composer.more_ways')} />}
          items={[
            {
              id: 'resolve',
              label: t('composer.send_resolve'),
              keys: 'mod+shift+enter',
              disabled: reason !== undefined,
              onSelect: () => onSend(true),
            },
          ]}
        />
      )}
    </div>
  )
}

/** The list of saved replies under a button, for those who do not type "/". */
function SavedReplies({ onInsert }: { onInsert(words: string): void }) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const replies = useSavedReplies(isOpen)
  return (
    <Picker
      open={isOpen}
      onOpenChange={setIsOpen}
      label={t('composer.saved_reply')}
      empty={t('composer.no_saved_replies')}
      options={replies.map((one) => {
        const lang = languageOfScript(one.text)
        return {
          id: one.id,
          label: one.title,
          hint: one.text.replaceAll(/\s+/g, ' ').slice(0, 90),
          keywords: `${one.shortcut} ${one.text}`,
          ...(lang ? { lang } : {}),
        }
      })}
      onPick={({ id }) => {
        const found = replies.find((one) => one.id === id)
        if (!found) return
        // After the list has closed and given the focus back.
        setTimeout(() => onInsert(found.text))
        void call('POST /saved-replies/:id/used', { params: { id } }).catch(() => undefined)
      }}
      trigger={<IconButton icon={MessageSquareQuote} label={t('composer.saved_reply')} />}
    />
  )
}
