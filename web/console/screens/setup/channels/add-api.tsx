import { useState } from 'react'
import type { Inbox } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { LinkButton } from '../../../../kit/components/link-button.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { FormProblem } from '../../pieces/form-problem.tsx'
import { Screen } from '../../pieces/screen.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { IngestKey } from './ingest-key.tsx'

/** A channel of the company's own: a name, then the key and the line that tries it. */
export function AddApi() {
  const t = useT()
  const offline = useOfflineReason()
  const [name, setName] = useState('API')
  const [inbox, setInbox] = useState<Inbox | null>(null)
  const submit = useSubmit(async () => {
    setInbox(await call('POST /inboxes', { body: { name: name.trim(), connector: 'api' } }))
  })
  return (
    <Screen title={t('setup.kind_api')} intro={t('setup.api_intro')} back={{ to: '/setup/channels/add', label: t('setup.channel_add') }}>
      {inbox ? (
        <>
          <IngestKey inbox={inbox} makeAtOnce />
          <div className={style.actions}>
            <LinkButton href={`/setup/channels/${inbox.id}`}>{t('setup.channel_open')}</LinkButton>
          </div>
        </>
      ) : (
        <Card>
          <form className={style.stack} onSubmit={submit.onSubmit}>
            <FormField label={t('form.name')} hint={t('setup.api_name_hint')}>
              <TextField value={name} onChange={setName} maxLength={120} autoComplete="off" />
            </FormField>
            <FormProblem error={submit.error} />
            <div className={style.actions}>
              <Button type="submit" variant="primary" busy={submit.busy} disabledReason={name.trim() ? offline : t('form.needs_name')}>
                {t('setup.api_create')}
              </Button>
            </div>
          </form>
        </Card>
      )}
    </Screen>
  )
}
