import { useState } from 'react'
import type { z } from 'zod'
import type { WebhookEndpoint } from '../../../../../contract/api/tools.ts'
import { type EventName, eventNames } from '../../../../../contract/events.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Combobox } from '../../../../kit/components/combobox.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import type { Option } from '../../../../kit/components/option-list.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import { isAbout } from '../../pieces/problem-text.ts'
import style from '../../pieces/screen.module.css'
import { ShownOnce } from '../../pieces/shown-once.tsx'
import { useSubmit } from '../../pieces/use-act.ts'

export type Endpoint = z.infer<typeof WebhookEndpoint>

const options: readonly Option[] = eventNames.map((name) => ({ id: name, label: name, section: name.split('.')[0]! }))

interface EndpointDialogProps {
  /** Null adds one. */
  endpoint: Endpoint | null
  onClose(): void
  /** `isDone`: the secret, if any, was seen and the dialog is leaving. */
  onSaved(endpoint: Endpoint, isDone: boolean): void
}

export function EndpointDialog({ endpoint, onClose, onSaved }: EndpointDialogProps) {
  const t = useT()
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [events, setEvents] = useState<readonly Option[]>(options.filter((option) => endpoint?.events.includes(option.id as EventName)))
  const [made, setMade] = useState<{ endpoint: Endpoint; secret: string } | null>(null)
  const submit = useSubmit(async () => {
    const body = { url: url.trim(), events: events.map((event) => event.id as EventName) }
    if (endpoint) {
      onSaved(await call('PATCH /webhooks/:id', { params: { id: endpoint.id }, body }), true)
      return onClose()
    }
    const answer = await call('POST /webhooks', { body })
    setMade(answer)
    onSaved(answer.endpoint, false)
  })
  const isUrl = /^https?:\/\/[^\s/]+/.test(url.trim())
  if (made) {
    const leave = () => {
      onClose()
      onSaved(made.endpoint, true)
    }
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && leave()}
        title={t('setup.webhook_secret')}
        size="medium"
        footer={
          <Button variant="primary" onClick={leave}>
            {t('setup.done')}
          </Button>
        }
      >
        <ShownOnce label={t('setup.webhook_secret')} secret={made.secret} />
        <p>{t('setup.webhook_secret_hint')}</p>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="medium"
      title={endpoint ? t('setup.webhook_edit') : t('setup.webhook_new')}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="submit" form="endpoint" variant="primary" busy={submit.busy} disabledReason={isUrl ? undefined : t('setup.needs_url')}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <form id="endpoint" className={style.stack} onSubmit={submit.onSubmit} noValidate>
        <FormField label={t('setup.webhook_url')} error={isAbout(submit.error, 'body.url') ? t('setup.needs_url') : undefined}>
          <TextField
            type="url"
            inputMode="url"
            value={url}
            onChange={setUrl}
            placeholder="https://"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </FormField>
        <FormField label={t('setup.webhook_events')} hint={t('setup.webhook_events_hint')} optional>
          <Combobox label={t('setup.webhook_events')} multiple value={events} onChange={setEvents} options={options} />
        </FormField>
        <FormProblem error={submit.error} />
      </form>
    </Dialog>
  )
}
