import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { Dialog } from '../../../kit/components/dialog.tsx'
import { FormField } from '../../../kit/components/form-field.tsx'
import { Select } from '../../../kit/components/select.tsx'
import { TextArea } from '../../../kit/components/text-area.tsx'
import { TextField } from '../../../kit/components/text-field.tsx'
import { useT } from '../../../kit/i18n.tsx'
import { useSay } from '../../actions/use-actions.ts'
import { call } from '../../api.ts'
import { go } from '../../router.tsx'
import { useInboxes } from '../../store/directory.ts'
import { putConversations } from '../../store/held.ts'
import { useSurface } from '../../store/ui.ts'
import { newUuid } from '../../store/uuid.ts'

/** C: write first, by e-mail. */
export default function NewConversation() {
  const t = useT()
  const { open, onOpenChange } = useSurface('new_conversation')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('action.new_conversation')} size="medium">
      {open && <Form onDone={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function Form({ onDone }: { onDone(): void }) {
  const t = useT()
  const say = useSay()
  const inboxes = useInboxes().filter((inbox) => inbox.channel === 'email' && inbox.isEnabled)
  const [inboxId, setInboxId] = useState('')
  const [address, setAddress] = useState('')
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [clientKey] = useState(newUuid)
  const from = inboxId || inboxes[0]?.id
  const isReady = from && /.@./.test(address) && text.trim()
  async function send() {
    setIsBusy(true)
    try {
      const body = { inboxId: from as never, to: { address: address.trim() }, subject: subject.trim(), text: text.trimEnd(), clientKey }
      const { conversation } = await call('POST /conversations', { body }, { idempotencyKey: clientKey })
      putConversations([conversation])
      onDone()
      go(`/inbox/all/${conversation.id}`)
    } catch (error) {
      say.failed(error)
      setIsBusy(false)
    }
  }
  if (inboxes.length === 0) return <p>{t('inbox.new_needs_email')}</p>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void send()
      }}
      style={{ display: 'grid', gap: 'var(--space-3)' }}
    >
      {inboxes.length > 1 && (
        <FormField label={t('inbox.from')}>
          <Select
            value={from ?? ''}
            onChange={setInboxId}
            choices={inboxes.map((inbox) => ({ value: inbox.id, label: `${inbox.name} · ${inbox.address}` }))}
          />
        </FormField>
      )}
      <FormField label={t('inbox.to')}>
        <TextField type="email" value={address} onChange={setAddress} maxLength={320} autoComplete="off" />
      </FormField>
      <FormField label={t('inbox.subject')}>
        <TextField value={subject} onChange={setSubject} maxLength={500} autoComplete="off" />
      </FormField>
      <FormField label={t('inbox.message')}>
        <TextArea value={text} onChange={setText} rows={5} maxRows={14} dir="auto" />
      </FormField>
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
        <Button type="submit" variant="primary" busy={isBusy} {...(isReady ? {} : { disabledReason: t('inbox.new_incomplete') })}>
          {t('composer.send')}
        </Button>
      </div>
    </form>
  )
}
