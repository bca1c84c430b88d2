import { useState } from 'react'
import type { Conversation } from '../../../../contract/conversation.ts'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { useNow } from '../../../kit/components/relative-time.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { hands } from '../../actions/hands.ts'
import { useSay } from '../../actions/use-actions.ts'
import { snoozeUntil } from '../../store/snooze-times.ts'

interface SnoozeDialogProps {
  conversation: Conversation
  open: boolean
  onOpenChange(open: boolean): void
}

/** Put aside until a day and time of one's own. */
export default function SnoozeDialog({ conversation, open, onOpenChange }: SnoozeDialogProps) {
  const t = useT()
  const say = useSay()
  const now = useNow()
  const [value, setValue] = useState('')
  const chosen = value || localValue(snoozeUntil('tomorrow', now))
  const until = new Date(chosen)
  const isPast = !(until > now)
  async function save() {
    onOpenChange(false)
    try {
      await hands.snooze(conversation, until)
      say.done({ said: 'action.snoozed', undo: () => hands.setStatus(conversation, 'open') })
    } catch (error) {
      say.failed(error)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('action.snooze')}
      footer={
        <Button variant="primary" {...(isPast ? { disabledReason: t('inbox.snooze_past') } : {})} onClick={() => void save()}>
          {t('action.snooze')}
        </Button>
      }
    >
      <FormField label={t('inbox.snooze_until')} {...(value && isPast ? { error: t('inbox.snooze_past') } : {})}>
        <TextField type="datetime-local" value={chosen} onChange={setValue} />
      </FormField>
    </Dialog>
  )
}

/** The form a datetime-local field takes: local time without zone. */
function localValue(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
