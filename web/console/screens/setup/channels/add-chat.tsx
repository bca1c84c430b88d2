import { useState } from 'react'
import { Button } from '../../../../kit/components/button.tsx'
import { Card } from '../../../../kit/components/card.tsx'
import { FormField } from '../../../../kit/components/form-field.tsx'
import { TextField } from '../../../../kit/components/text-field.tsx'
import { useLocale, useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { go } from '../../../router.tsx'
import { FormProblem } from '../../pieces/form-problem.tsx'
import { Screen } from '../../pieces/screen.tsx'
import style from '../../pieces/screen.module.css'
import { useSubmit } from '../../pieces/use-act.ts'
import { useOfflineReason } from '../../pieces/use-online.ts'
import { readSiteAddress } from './site-address.ts'

/** Website chat: one field, then the channel's page with the line to paste. */
export function AddChat() {
  const t = useT()
  const { locale } = useLocale()
  const offline = useOfflineReason()
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const site = readSiteAddress(typed)
  const submit = useSubmit(async () => {
    setTried(true)
    if (!site) return
    const body = { name: site.host, connector: 'web-chat' as const, address: site.url, settings: { siteUrl: site.url, locale } }
    const inbox = await call('POST /inboxes', { body }, { idempotencyKey: crypto.getRandomValues(new Uint32Array(4)).join('-') })
    go(`/setup/channels/${inbox.id}`, { replace: true })
  })
  return (
    <Screen title={t('setup.kind_chat')} intro={t('setup.chat_intro')} back={{ to: '/setup/channels/add', label: t('setup.channel_add') }}>
      <Card>
        <form className={style.stack} onSubmit={submit.onSubmit} noValidate>
          <FormField label={t('setup.site')} hint={t('setup.site_hint')} error={isTried && !site ? t('setup.site_wrong') : undefined}>
            <TextField
              type="url"
              inputMode="url"
              value={typed}
              onChange={setTyped}
              placeholder="shop.in"
              autoComplete="url"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
            />
          </FormField>
          <FormProblem error={submit.error} />
          <div className={style.actions}>
            <Button type="submit" variant="primary" busy={submit.busy} disabledReason={offline}>
              {t('setup.chat_create')}
            </Button>
          </div>
        </form>
      </Card>
    </Screen>
  )
}
